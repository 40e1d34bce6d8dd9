package atlasprox.job;

import atlasprox.Reason;
import atlasprox.cells.CellCursor;
import atlasprox.cells.Contents;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.read.table.Identifiers;
import atlasprox.sample.CellKeys;
import atlasprox.sample.PictureCells;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What one pass over a corrected table finds: which cells and ids it has, and the cells to show. */
final class OutputScan implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LABEL = 3;
    private static final int ID = 4;

    private final Contents before = new Contents();
    private final Contents after = new Contents();
    private Shown shown;
    private long ids;

    private OutputScan(PictureCells cells) {
        this.shown = new Shown(cells, null);
    }

    /**
     * The cells to show. Where sampling them fails, they are let go and the rest of the pass goes on: what it checks counts for more.
     *
     * @param sample of the cells that have a batch and both embeddings; null where it failed
     * @param fault why, or null
     */
    record Shown(PictureCells sample, String fault) implements Serializable {

        /** The sample, if there is one. */
        Optional<PictureCells> cells() {
            return Optional.ofNullable(sample);
        }

        Shown after(Consumer<PictureCells> step) {
            if (sample == null) {
                return this;
            }
            try {
                step.accept(sample);
                return this;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                return new Shown(null, Reason.of(e));
            }
        }

        Shown merge(Shown other) {
            return other.sample == null ? other : after(cells -> cells.merge(other.sample));
        }
    }

    /**
     * What to look at.
     *
     * @param before the embedding that was corrected
     * @param after the corrected one
     * @param dimension the number of dimensions d that cells have in both
     * @param batch the batch of each row; null of rows that are no usable cells
     * @param label the label column
     * @param id the id column
     */
    record Columns(
            EmbeddingColumn before,
            EmbeddingColumn after,
            int dimension,
            Column batch,
            Optional<String> label,
            Optional<String> id) {

        Dataset<Row> of(Dataset<Row> table) {
            return table.select(
                    batch,
                    before.asFloats(),
                    after.asFloats(),
                    label.map(name -> BatchColumn.text(table.schema(), name)).orElse(missing("string")),
                    id.map(Identifiers::hash).orElse(missing("bigint")));
        }

        private static Column missing(String type) {
            return functions.lit(null).cast(type);
        }
    }

    /**
     * @param table has the columns
     * @param columns what to look at
     * @param most how many cells to show at most
     * @param seed the seed by which these are sampled
     */
    static OutputScan of(Dataset<Row> table, Columns columns, int most, long seed) {
        int dimension = columns.dimension();
        return BareRows.of(columns.of(table))
                .mapPartitions(rows -> {
                    OutputScan scan = new OutputScan(new PictureCells(most, seed));
                    scan.read(new CellCursor(rows, dimension));
                    return List.of(scan).iterator();
                })
                .treeReduce(OutputScan::merge);
    }

    private void read(CellCursor cursor) {
        while (cursor.next()) {
            ids += cursor.numberOr(ID, 0L);
            float[] first = cursor.cell();
            long fingerprint = counted(cursor, before);
            cursor.turnTo(1);
            float[] second = cursor.cell();
            counted(cursor, after);
            if (first != null && second != null) {
                long drawnBy = cursor.numberOr(ID, fingerprint);
                shown = shown.after(cells ->
                        cells.offer(drawnBy, cursor.batch(), cursor.text(LABEL), new float[][] {first, second}));
            }
        }
    }

    /** Returns the cell's fingerprint; 0 of a row that is no cell. */
    private static long counted(CellCursor cursor, Contents contents) {
        if (cursor.defect() != null) {
            contents.addRow();
            return 0L;
        }
        long fingerprint = CellKeys.fingerprint(cursor.cell());
        contents.addCell(cursor.batch(), fingerprint);
        return fingerprint;
    }

    private OutputScan merge(OutputScan other) {
        before.merge(other.before);
        after.merge(other.after);
        shown = shown.merge(other.shown);
        ids += other.ids;
        return this;
    }

    /** The cells by the embedding that was corrected. */
    Contents before() {
        return before;
    }

    /** The cells by the corrected embedding. */
    Contents after() {
        return after;
    }

    /** The fingerprint of the ids, as {@link Identifiers#requireUnique} has it. */
    String ids() {
        return Identifiers.fingerprint(ids);
    }

    /** The cells to show. */
    Shown shown() {
        return shown;
    }
}
