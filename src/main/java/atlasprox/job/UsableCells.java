package atlasprox.job;

import atlasprox.read.BatchColumn;
import atlasprox.read.EmbeddingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The cells that have a batch and finite embeddings, by names of our own: {@code batch}, {@code label}, {@code e0}, {@code e1} and so on. */
final class UsableCells {
    private UsableCells() {}

    /** @return the cells; embeddings may differ in length from cell to cell, labels may be null */
    static Dataset<Row> of(
            Dataset<Row> table, List<EmbeddingColumn> embeddings, BatchColumn batch, Optional<String> label) {
        List<Column> columns = new ArrayList<>();
        columns.add(batch.name().as("batch"));
        columns.add(label.map(name -> BatchColumn.text(table.schema(), name))
                .orElse(functions.lit(null).cast("string"))
                .as("label"));
        for (int i = 0; i < embeddings.size(); i++) {
            columns.add(embeddings.get(i).asFloats().as("e" + i));
        }
        Dataset<Row> cells = table.select(columns.toArray(Column[]::new))
                .filter(functions.col("batch").isNotNull());
        for (int i = 0; i < embeddings.size(); i++) {
            cells = cells.filter(finite(functions.col("e" + i)));
        }
        return cells;
    }

    private static Column finite(Column embedding) {
        return functions.size(embedding).gt(0).and(functions.forall(embedding, number -> functions
                .abs(number)
                .leq(Float.MAX_VALUE)));
    }
}
