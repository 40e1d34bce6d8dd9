package atlasprox.job;

import atlasprox.read.BatchColumn;
import atlasprox.read.ColumnNames;
import atlasprox.read.EmbeddingColumn;
import atlasprox.report.Picture;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Draws the cells for the report's picture: those with the smallest hashes, so the same ones in any row order. */
final class PictureSample {
    private static final int CELLS = 4_000;

    private final EmbeddingColumn before;
    private final EmbeddingColumn after;
    private final BatchColumn batch;
    private final Optional<String> label;

    PictureSample(EmbeddingColumn before, EmbeddingColumn after, BatchColumn batch, Optional<String> label) {
        this.before = before;
        this.after = after;
        this.batch = batch;
        this.label = label;
    }

    /** The two leading dimensions of a sample of the corrected table; nothing where no cell has two finite ones. */
    Optional<Picture> draw(Dataset<Row> corrected, long cells) {
        Dataset<Row> points = points(corrected);
        List<Row> sample = points.orderBy("hash").limit(CELLS).collectAsList();
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        List<String> batches = names(sample, row -> row.getString(4));
        List<String> labels = names(sample, row -> row.getString(5));
        return Optional.of(new Picture(
                List.of(before.name() + " 1", before.name() + " 2"),
                batches,
                labels,
                numbers(sample, batches, row -> row.getString(4)),
                labels.isEmpty() ? new int[0] : numbers(sample, labels, row -> row.getString(5)),
                coordinates(sample, 0),
                coordinates(sample, 2),
                cells));
    }

    private Dataset<Row> points(Dataset<Row> corrected) {
        Column labels = label.map(name -> ColumnNames.column(name).cast("string"))
                .orElse(functions.lit(null).cast("string"));
        return corrected
                .select(
                        coordinate(before, 0).as("x0"),
                        coordinate(before, 1).as("y0"),
                        coordinate(after, 0).as("x1"),
                        coordinate(after, 1).as("y1"),
                        batch.name().as("batch"),
                        labels.as("label"),
                        functions.xxhash64(before.asFloats(), batch.name()).as("hash"))
                .filter(finite("x0").and(finite("y0")).and(finite("x1")).and(finite("y1")))
                .filter(functions.col("batch").isNotNull());
    }

    /** A single dimension is drawn against itself. */
    private static Column coordinate(EmbeddingColumn embedding, int j) {
        Column array = embedding.asFloats();
        return functions.coalesce(functions.get(array, functions.lit(j)), functions.get(array, functions.lit(0)));
    }

    private static Column finite(String name) {
        Column column = functions.col(name);
        return column.isNotNull()
                .and(functions.not(functions.isnan(column)))
                .and(functions.abs(column).lt(Float.MAX_VALUE));
    }

    private static List<String> names(List<Row> sample, Function<Row, String> name) {
        return List.copyOf(
                new TreeSet<>(sample.stream().map(name).filter(Objects::nonNull).toList()));
    }

    private static int[] numbers(List<Row> sample, List<String> names, Function<Row, String> name) {
        return sample.stream()
                .mapToInt(row -> name.apply(row) == null ? -1 : names.indexOf(name.apply(row)))
                .toArray();
    }

    private static float[][] coordinates(List<Row> sample, int from) {
        return sample.stream()
                .map(row -> new float[] {row.getFloat(from), row.getFloat(from + 1)})
                .toArray(float[][]::new);
    }
}
