package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.film.Correction;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Seq;

/** Corrects one row, as Spark hands it over. Decides by the same rule as the census which rows are usable cells. */
final class CellCorrector implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Correction> shared;
    private final boolean passInvalid;
    private final boolean passUnknown;

    CellCorrector(Broadcast<Correction> shared, boolean passInvalid, boolean passUnknown) {
        this.shared = shared;
        this.passInvalid = passInvalid;
        this.passUnknown = passUnknown;
    }

    /** The row's corrected embedding, or the embedding as it is where the settings pass such rows. */
    Object correct(String batch, Seq<Object> embedding) {
        Correction correction = shared.value();
        if (!usable(batch, embedding)) {
            return unchanged(batch, embedding);
        }
        if (embedding.length() != correction.dimension()) {
            throw new BadDataException("a cell of batch '" + batch + "' has an embedding of length "
                    + embedding.length() + "; the model was fitted on " + correction.dimension() + " dimensions");
        }
        int client = correction.client(batch);
        if (client < 0) {
            return unknown(batch, embedding);
        }
        double[] cell = doubles(embedding);
        correction.correct(client, cell);
        return cell;
    }

    /** Whether batch and embedding are there and every coordinate is finite in single precision. */
    static boolean usable(String batch, Seq<Object> embedding) {
        if (batch == null || embedding == null) {
            return false;
        }
        for (int j = 0; j < embedding.length(); j++) {
            Object coordinate = embedding.apply(j);
            if (coordinate == null || !Float.isFinite(((Number) coordinate).floatValue())) {
                return false;
            }
        }
        return true;
    }

    private Object unchanged(String batch, Seq<Object> embedding) {
        if (passInvalid) {
            return embedding;
        }
        throw new BadDataException("a row of batch '" + batch
                + "' has no batch or no finite embedding; set --on-invalid drop or --on-invalid pass");
    }

    private Object unknown(String batch, Seq<Object> embedding) {
        if (passUnknown) {
            return embedding;
        }
        throw new BadDataException("the model does not know the batch '" + batch
                + "'; set --unknown-batch pass to leave its cells as they are");
    }

    private static double[] doubles(Seq<Object> embedding) {
        double[] cell = new double[embedding.length()];
        for (int j = 0; j < cell.length; j++) {
            cell[j] = ((Number) embedding.apply(j)).doubleValue();
        }
        return cell;
    }
}
