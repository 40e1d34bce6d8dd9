package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.read.table.FiniteNumbers;
import atlasprox.read.table.RowCode;
import atlasprox.rounds.Correction;
import atlasprox.spark.Shared;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Corrects one row, as Spark's generated code hands it over: a user-defined function would have an object for each coordinate. Decides
 * by the same rule as the census which rows are usable cells. Public for that code alone.
 */
public final class CellCorrector implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Shared<Correction> shared;
    private final FiniteNumbers usable;
    private final boolean passInvalid;
    private final boolean passUnknown;
    private final Map<UTF8String, Integer> clients = new ConcurrentHashMap<>();

    /**
     * @param singlePrecision whether embeddings are arrays of float; else they are of double
     * @param passInvalid whether rows that are not usable cells keep their embedding
     * @param passUnknown whether cells of unknown batches keep their embedding
     */
    CellCorrector(Shared<Correction> shared, boolean singlePrecision, boolean passInvalid, boolean passUnknown) {
        this.shared = shared;
        this.usable = new FiniteNumbers(singlePrecision);
        this.passInvalid = passInvalid;
        this.passUnknown = passUnknown;
    }

    /**
     * @param batch a table's batch, as text
     * @param embedding its embedding, as arrays of this corrector's precision
     * @return the corrected embedding, as such arrays
     */
    Column corrected(Column batch, Column embedding) {
        DataType number = usable.singlePrecision() ? DataTypes.FloatType : DataTypes.DoubleType;
        return RowCode.call(this, "correct", DataTypes.createArrayType(number), batch, embedding);
    }

    /**
     * @param batch a row's batch, or null
     * @param embedding its embedding, or null
     * @return the corrected embedding, or the embedding as it is where the settings pass such rows
     * @throws BadDataException if the row is no usable cell or its batch unknown and the settings do not pass such rows, or if it
     *     has another dimension than the model
     */
    public ArrayData correct(UTF8String batch, ArrayData embedding) {
        if (batch == null || !usable.areIn(embedding)) {
            return unchanged(batch, embedding);
        }
        Correction correction = shared.value();
        if (embedding.numElements() != correction.dimension()) {
            throw new BadDataException("a cell of batch '" + batch + "' has an embedding of length "
                    + embedding.numElements() + "; the model was fitted on " + correction.dimension() + " dimensions");
        }
        int client = client(batch, correction);
        if (client < 0) {
            return unknown(batch, embedding);
        }
        return usable.singlePrecision()
                ? UnsafeArrayData.fromPrimitiveArray(corrected(embedding.toFloatArray(), client, correction))
                : UnsafeArrayData.fromPrimitiveArray(corrected(embedding.toDoubleArray(), client, correction));
    }

    private static float[] corrected(float[] embedding, int client, Correction correction) {
        double[] cell = new double[embedding.length];
        for (int j = 0; j < cell.length; j++) {
            cell[j] = embedding[j];
        }
        correction.correct(client, cell);
        for (int j = 0; j < cell.length; j++) {
            embedding[j] = (float) cell[j];
        }
        return embedding;
    }

    private static double[] corrected(double[] cell, int client, Correction correction) {
        correction.correct(client, cell);
        return cell;
    }

    /** Spark reuses the bytes of a row, hence the copy of a name that is kept. */
    private int client(UTF8String batch, Correction correction) {
        Integer known = clients.get(batch);
        if (known != null) {
            return known;
        }
        int client = correction.client(batch.toString());
        if (client >= 0) {
            clients.put(batch.clone(), client);
        }
        return client;
    }

    private ArrayData unchanged(UTF8String batch, ArrayData embedding) {
        if (passInvalid) {
            return embedding;
        }
        throw new BadDataException(
                "a row of batch '" + batch
                        + "' has no batch, no value to preserve or no finite embedding; set --on-invalid drop or --on-invalid pass");
    }

    private ArrayData unknown(UTF8String batch, ArrayData embedding) {
        if (passUnknown) {
            return embedding;
        }
        throw new BadDataException("the model does not know the batch '" + batch
                + "'; set --unknown-batch pass to leave its cells as they are");
    }
}
