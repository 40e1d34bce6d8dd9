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
    private Drawing drawing;
    private long ids;

    private OutputScan(PictureCells cells) {
        this.drawing = new Drawing(cells, null);
    }

    /**
     * The cells to show. Where drawing them fails, they are let go and the rest of the pass goes on: what it checks counts for more.
     *
     * @param drawn the cells that have a batch and both embeddings; null where drawing them failed
     * @param fault why, or null
     */
    record Drawing(PictureCells drawn, String fault) implements Serializable {

        /** The cells, if they could be drawn. */
        Optional<PictureCells> cells() {
            return Optional.ofNullable(drawn);
        }

        Drawing after(Consumer<PictureCells> step) {
            if (drawn == null) {
                return this;
            }
            try {
                step.accept(drawn);
                return this;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                return new Drawing(null, Reason.of(e));
            }
        }

        Drawing merge(Drawing other) {
            return other.drawn == null ? other : after(cells -> cells.merge(other.drawn));
        }
    }

    /**
     * What to look at.
     *
     * @param before the embedding that was corrected
     * @param after the corrected one
     * @param dimension the number of dimensions d that cells have in both
     * @param batch the batch columns
     * @param label the label column
     * @param id the id column
     */
    record Columns(
            EmbeddingColumn before,
            EmbeddingColumn after,
            int dimension,
            BatchColumn batch,
            Optional<String> label,
            Optional<String> id) {

        Dataset<Row> of(Dataset<Row> table) {
            return table.select(
                    batch.name(),
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
     * @param shown how many cells to show at most
     * @param seed what these are drawn by
     */
    static OutputScan of(Dataset<Row> table, Columns columns, int shown, long seed) {
        int dimension = columns.dimension();
        return BareRows.of(columns.of(table))
                .mapPartitions(rows -> {
                    OutputScan scan = new OutputScan(new PictureCells(shown, seed));
                    scan.read(new CellCursor(rows, dimension));
                    return List.of(scan).iterator();
                })
                .treeReduce(OutputScan::merge);
    }

    private void read(CellCursor cursor) {
        while (cursor.next()) {
            ids += cursor.number(ID);
            float[] first = cursor.cell();
            long print = counted(cursor, before);
            cursor.turnTo(1);
            float[] second = cursor.cell();
            counted(cursor, after);
            if (first != null && second != null) {
                drawing = drawing.after(
                        cells -> cells.offer(print, cursor.batch(), cursor.text(LABEL), new float[][] {first, second}));
            }
        }
    }

    /** Returns the cell's print; 0 of a row that is no cell. */
    private static long counted(CellCursor cursor, Contents contents) {
        if (cursor.defect() != null) {
            contents.addRow();
            return 0L;
        }
        long print = CellKeys.print(cursor.cell());
        contents.addCell(cursor.batch(), print);
        return print;
    }

    private OutputScan merge(OutputScan other) {
        before.merge(other.before);
        after.merge(other.after);
        drawing = drawing.merge(other.drawing);
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
    Drawing picture() {
        return drawing;
    }
}
