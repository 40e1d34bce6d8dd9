package atlasprox.job;

import atlasprox.metrics.CodedCells;
import atlasprox.read.BatchColumn;
import atlasprox.read.EmbeddingColumn;
import atlasprox.report.Layouts;
import atlasprox.report.Picture;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Draws the cells for the report's pictures, the same ones in any row order. A third of the sample is drawn evenly from all cells, a
 * third has the same number of every batch, a third the same of every label: so small ones are seen too.
 */
final class PictureSample {
    private static final String EMBEDDING = "e";
    private static final double HASHES = Math.pow(2.0, 64);
    /** Two or three times as many cells are expected to lie within. */
    private static final double REACH = 1.5 * Layouts.mostCells(1);

    private final List<EmbeddingColumn> embeddings;
    private final BatchColumn batch;
    private final Optional<String> label;
    private final long seed;

    /**
     * @param embeddings the embeddings to show, at least one
     * @param batch the batch columns
     * @param label the label column
     * @param seed what cells and layouts are drawn by
     */
    PictureSample(List<EmbeddingColumn> embeddings, BatchColumn batch, Optional<String> label, long seed) {
        this.embeddings = embeddings;
        this.batch = batch;
        this.label = label;
        this.seed = seed;
    }

    /**
     * @param table a table that has all the columns
     * @param cells how many cells it has
     * @return their picture; nothing where no cell has a batch and all embeddings
     */
    Optional<Picture> draw(Dataset<Row> table, long cells) {
        List<Row> sample = ofOneShape(sample(table, cells));
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        CodedCells coded = CodedCells.of(texts(sample, "batch"), texts(sample, "label"));
        return Optional.of(new Picture(
                coded.batchNames(),
                coded.labelNames(),
                coded.batches(),
                coded.labelNames().isEmpty() ? new int[0] : coded.labels(),
                Layouts.of(embeddings(sample), seed),
                cells));
    }

    /**
     * Ordered by a uniform draw over the chance to be drawn: of any length, the head of this order is such a sample. Few cells need be
     * sorted where only those within reach are, and hardly ever are these too few.
     */
    private List<Row> sample(Dataset<Row> table, long cells) {
        Dataset<Row> usable = withShare(usable(table), "batch", sizes(table, batch.name()));
        if (label.isPresent()) {
            usable = withShare(usable, "label", sizes(table, BatchColumn.text(table.schema(), label.get())));
        } else {
            usable = usable.withColumn("label_share", functions.lit(0.0));
        }
        Column chance = functions
                .lit(1.0 / cells)
                .plus(functions.coalesce(functions.col("batch_share"), functions.lit(0.0)))
                .plus(functions.coalesce(functions.col("label_share"), functions.lit(0.0)));
        Column draw = functions.col("hash").divide(HASHES).plus(0.5);
        Dataset<Row> drawn = usable.withColumn("order", draw.divide(chance));
        List<Row> within = head(drawn.filter(functions.col("order").leq(REACH)));
        return within.size() == Layouts.mostCells(1) ? within : head(drawn);
    }

    private static List<Row> head(Dataset<Row> drawn) {
        return drawn.orderBy("order", "hash", "label")
                .limit(Layouts.mostCells(1))
                .collectAsList();
    }

    private Dataset<Row> usable(Dataset<Row> table) {
        return UsableCells.of(table, embeddings, batch, label)
                .withColumn(
                        "hash", functions.xxhash64(functions.col("e0"), functions.col("batch"), functions.lit(seed)));
    }

    /** Counts go by names alone: a pass over embeddings for the few cells that are not usable would be dear. */
    private static List<Row> sizes(Dataset<Row> table, Column name) {
        return table.select(name.as("name"))
                .filter(functions.col("name").isNotNull())
                .groupBy("name")
                .count()
                .collectAsList();
    }

    /** Adds the chance of a cell of its batch (or label) where each is to have the same number of cells; null where it has none. */
    private static Dataset<Row> withShare(Dataset<Row> cells, String column, List<Row> sizes) {
        List<Row> shares = sizes.stream()
                .map(size -> RowFactory.create(size.getString(0), 1.0 / size.getLong(1) / sizes.size()))
                .toList();
        StructType schema =
                new StructType().add(column, DataTypes.StringType).add(column + "_share", DataTypes.DoubleType);
        Dataset<Row> named = cells.sparkSession().createDataFrame(shares, schema);
        return cells.join(functions.broadcast(named), new String[] {column}, "left");
    }

    /** Rows of other widths than most are no cells, and were passed as they are; the wider the rest, the fewer. */
    private List<Row> ofOneShape(List<Row> sample) {
        Map<List<Integer>, Long> shapes =
                sample.stream().collect(Collectors.groupingBy(this::shape, Collectors.counting()));
        List<Integer> shape = shapes.entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<List<Integer>, Long> entry) -> entry.getValue())
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(Map.Entry::getKey)
                .orElse(List.of(1));
        return sample.stream()
                .filter(row -> shape(row).equals(shape))
                .limit(Layouts.mostCells(Collections.max(shape)))
                .toList();
    }

    private List<Integer> shape(Row row) {
        return IntStream.range(0, embeddings.size())
                .mapToObj(e -> row.getList(row.fieldIndex(EMBEDDING + e)).size())
                .toList();
    }

    private Map<String, float[][]> embeddings(List<Row> sample) {
        Map<String, float[][]> cells = new LinkedHashMap<>();
        for (int e = 0; e < embeddings.size(); e++) {
            String column = EMBEDDING + e;
            cells.put(
                    embeddings.get(e).name(),
                    sample.stream()
                            .map(row -> floats(row.getList(row.fieldIndex(column))))
                            .toArray(float[][]::new));
        }
        return cells;
    }

    private static float[] floats(List<Float> numbers) {
        float[] floats = new float[numbers.size()];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = numbers.get(j);
        }
        return floats;
    }

    private static List<String> texts(List<Row> sample, String column) {
        return sample.stream().map(row -> row.<String>getAs(column)).toList();
    }
}
