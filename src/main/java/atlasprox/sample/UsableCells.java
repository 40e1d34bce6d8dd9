package atlasprox.sample;

import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/** The cells that have a batch and finite embeddings, by names of our own: {@code batch}, {@code label}, {@code e0}, {@code e1} and so on. */
public final class UsableCells {
    private UsableCells() {}

    /** @return the cells; embeddings may differ in length from cell to cell, labels may be null */
    public static Dataset<Row> of(
            Dataset<Row> table, List<EmbeddingColumn> embeddings, BatchColumn batch, Optional<String> label) {
        List<Column> columns = new ArrayList<>();
        columns.add(batch.name().as("batch"));
        columns.add(label.map(name -> BatchColumn.text(table.schema(), name))
                .orElse(functions.lit(null).cast("string"))
                .as("label"));
        for (int i = 0; i < embeddings.size(); i++) {
            columns.add(embeddings.get(i).asFloats().as("e" + i));
        }
        Column usable = batch.name().isNotNull();
        for (EmbeddingColumn embedding : embeddings) {
            usable = usable.and(embedding.isUsable());
        }
        return table.filter(usable).select(columns.toArray(Column[]::new)).filter(lengths(embeddings.size()));
    }

    private static Column lengths(int embeddings) {
        return IntStream.range(0, embeddings)
                .mapToObj(i -> functions.size(functions.col("e" + i)).gt(0))
                .reduce(Column::and)
                .orElseThrow();
    }

    /** The batch of one of the cells. */
    public static String batch(InternalRow cell) {
        return cell.getUTF8String(0).toString();
    }

    /** The label of one of the cells, or null. */
    public static String label(InternalRow cell) {
        return cell.isNullAt(1) ? null : cell.getUTF8String(1).toString();
    }

    /** The coordinates of one of the cells in each of so many embeddings. */
    public static float[][] coordinates(InternalRow cell, int embeddings) {
        return IntStream.range(0, embeddings)
                .mapToObj(i -> cell.getArray(2 + i).toFloatArray())
                .toArray(float[][]::new);
    }

    /** One of the cells of so many embeddings, whose key is in the column after these. */
    static SampledCell sampled(InternalRow cell, int embeddings) {
        return new SampledCell(cell.getLong(embeddings + 2), batch(cell), label(cell), coordinates(cell, embeddings));
    }
}
