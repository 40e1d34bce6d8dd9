package atlasprox.ml;

import atlasprox.rounds.Correction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table with its corrected embedding, computed as it is read, and the model on every executor that this takes. */
public final class CorrectedRows implements AutoCloseable {
    private final Dataset<Row> rows;
    private final Broadcast<Correction> shared;

    CorrectedRows(Dataset<Row> rows, Broadcast<Correction> shared) {
        this.rows = rows;
        this.shared = shared;
    }

    /** @return the table, until this is closed */
    public Dataset<Row> rows() {
        return rows;
    }

    /** Takes the model off the executors at once; the table can be read no more. */
    @Override
    public void close() {
        shared.destroy();
    }
}
