package atlasprox.ml;

import atlasprox.spark.Shared;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table with its corrected embedding, computed as it is read, and what this takes of the model on every executor. */
public final class CorrectedRows implements AutoCloseable {
    private final Dataset<Row> rows;
    private final List<Shared<?>> shared;

    CorrectedRows(Dataset<Row> rows, List<Shared<?>> shared) {
        this.rows = rows;
        this.shared = List.copyOf(shared);
    }

    /** The same with columns that take more of the model; only what is given back is to be closed. */
    CorrectedRows with(Dataset<Row> columns, List<Shared<?>> more) {
        List<Shared<?>> all = new ArrayList<>(shared);
        all.addAll(more);
        return new CorrectedRows(columns, all);
    }

    /** @return the table, until this is closed */
    public Dataset<Row> rows() {
        return rows;
    }

    /** Takes the model off the executors at once; the table can be read no more. */
    @Override
    public void close() {
        shared.forEach(Shared::close);
    }
}
