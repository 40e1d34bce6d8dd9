package atlasprox.job;

import atlasprox.metrics.groups.CodedCells;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.report.Layouts;
import atlasprox.report.Picture;
import atlasprox.sample.CellKeys;
import atlasprox.sample.PictureCells;
import atlasprox.sample.SampledCell;
import atlasprox.sample.UsableCells;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Pictures a table's cells by several embeddings, for the report. */
final class CellPicture {
    private final List<EmbeddingColumn> embeddings;
    private final int most;
    private final long seed;
    private final Consumer<String> mishaps;

    /**
     * @param embeddings the embeddings to show, at least one
     * @param most how many cells to show at most, of wide embeddings fewer ({@link Layouts#mostCells})
     * @param seed the seed by which cells are sampled and laid out
     * @param mishaps is told, in a sentence, what could not be laid out
     */
    CellPicture(List<EmbeddingColumn> embeddings, int most, long seed, Consumer<String> mishaps) {
        this.embeddings = embeddings;
        this.most = most;
        this.seed = seed;
        this.mishaps = mishaps;
    }

    /**
     * @param table a table that has all the columns
     * @param batch the batch columns
     * @param label the label column
     * @param total how many cells it has
     * @return their picture; nothing where no cell has a batch and all embeddings
     */
    Optional<Picture> of(Dataset<Row> table, BatchColumn batch, Optional<String> label, long total) {
        int count = embeddings.size();
        JavaRDD<InternalRow> rows = BareRows.of(UsableCells.of(table, embeddings, batch, label));
        PictureCells none = new PictureCells(sampled(rows), seed);
        return of(rows.treeAggregate(none, (sample, row) -> offer(sample, row, count), PictureCells::merge), total);
    }

    /** Of more than are shown by default, no more travel than are shown of cells as wide as the first. */
    private int sampled(JavaRDD<InternalRow> rows) {
        if (most <= Layouts.CELLS) {
            return most;
        }
        int count = embeddings.size();
        return rows.map(row -> widest(UsableCells.coordinates(row, count))).take(1).stream()
                .map(width -> Layouts.mostCells(most, width))
                .findFirst()
                .orElse(most);
    }

    private static int widest(float[][] coordinates) {
        return Stream.of(coordinates).mapToInt(array -> array.length).max().orElse(1);
    }

    private static PictureCells offer(PictureCells cells, InternalRow row, int embeddings) {
        float[][] coordinates = UsableCells.coordinates(row, embeddings);
        cells.offer(CellKeys.fingerprint(coordinates[0]), UsableCells.batch(row), UsableCells.label(row), coordinates);
        return cells;
    }

    /**
     * @param cells with coordinates in each of the embeddings
     * @param total how many they were sampled from
     * @return their picture; nothing where there are none
     */
    Optional<Picture> of(PictureCells cells, long total) {
        List<SampledCell> sample = ofOneShape(cells.pictured());
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        CodedCells coded = CodedCells.of(
                sample.stream().map(SampledCell::batch).toList(),
                sample.stream().map(SampledCell::label).toList());
        return Optional.of(new Picture(
                coded.batchNames(),
                coded.labelNames(),
                coded.batches(),
                coded.labelNames().isEmpty() ? new int[0] : coded.labels(),
                Layouts.of(coordinates(sample), seed, mishaps),
                total));
    }

    /** Rows of other widths than most are no cells, and were passed as they are; the wider the rest, the fewer. */
    private List<SampledCell> ofOneShape(List<SampledCell> sample) {
        Map<List<Integer>, Long> shapes =
                sample.stream().collect(Collectors.groupingBy(CellPicture::shape, Collectors.counting()));
        List<Integer> shape = shapes.entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<List<Integer>, Long> entry) -> entry.getValue())
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(Map.Entry::getKey)
                .orElse(List.of(1));
        return sample.stream()
                .filter(cell -> shape(cell).equals(shape))
                .limit(Layouts.mostCells(most, Collections.max(shape)))
                .toList();
    }

    private static List<Integer> shape(SampledCell cell) {
        return Stream.of(cell.embeddings()).map(array -> array.length).toList();
    }

    private Map<String, float[][]> coordinates(List<SampledCell> sample) {
        Map<String, float[][]> cells = new LinkedHashMap<>();
        for (int e = 0; e < embeddings.size(); e++) {
            int number = e;
            cells.put(
                    embeddings.get(e).name(),
                    sample.stream().map(cell -> cell.embeddings()[number]).toArray(float[][]::new));
        }
        return cells;
    }
}
