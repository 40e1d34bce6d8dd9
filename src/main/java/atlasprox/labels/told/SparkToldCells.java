package atlasprox.labels.told;

import atlasprox.cells.CellCursor;
import atlasprox.labels.LabelHead;
import atlasprox.labels.NearLabels;
import atlasprox.labels.NearestPrototype;
import atlasprox.math.Centre;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.results.AnnotationSummary;
import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Sums up, in one pass, what was told of the cells of a table. Memory goes by labels, batches and prototypes, not by cells. */
public final class SparkToldCells {
    private static final int FIRST = 2;
    private static final int EACH = 5;

    private final Reference reference;
    private final SortedMap<String, String> own;

    /**
     * What told labels.
     *
     * @param heads by label column
     * @param centre what corrected cells are taken about
     * @param prototypes what cells called new are gathered by
     */
    public record Reference(SortedMap<String, LabelHead> heads, Centre centre, NearestPrototype prototypes)
            implements Serializable {}

    /**
     * @param reference what told the labels
     * @param own for label columns of the reference the table's column that has labels of its own
     */
    public SparkToldCells(Reference reference, Map<String, String> own) {
        this.reference = reference;
        this.own = new TreeMap<>(own);
    }

    /**
     * @param table with the columns that an annotation adds
     * @param batch the batch of each row; null of rows that are no usable cells
     * @param corrected the corrected embedding
     * @param newAbove the novelty above which cells are called new
     * @return a summary for each label column
     */
    public List<AnnotationSummary> of(Dataset<Row> table, Column batch, EmbeddingColumn corrected, double newAbove) {
        List<Column> columns = new ArrayList<>(List.of(batch, corrected.asFloats()));
        reference.heads().keySet().forEach(label -> columns.addAll(columns(table.schema(), label)));
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
        Broadcast<Reference> shared = context.broadcast(reference);
        try {
            List<ToldCells> sums = JobGroup.in(context.sc(), "summing up labels", () -> BareRows.of(
                            table.select(columns.toArray(Column[]::new)))
                    .mapPartitions(rows -> List.of(sums(rows, shared.value())).iterator())
                    .treeReduce(SparkToldCells::merged));
            return summaries(sums, newAbove);
        } finally {
            shared.destroy();
        }
    }

    private List<Column> columns(StructType schema, String label) {
        Column confidence = ColumnNames.column(label + "_confidence");
        Column novelty = ColumnNames.column(label + "_novelty");
        return List.of(
                own.containsKey(label)
                        ? BatchColumn.text(schema, own.get(label))
                        : functions.lit(null).cast("string"),
                ColumnNames.column(label + "_predicted"),
                functions.round(confidence.cast("double").multiply(Tally.PARTS)).cast("bigint"),
                functions.least(
                        functions.floor(novelty.cast("double").multiply(Tally.BINS)), functions.lit(Tally.BINS - 1L)),
                ColumnNames.column(label + "_new").cast("bigint"));
    }

    private static List<ToldCells> sums(Iterator<InternalRow> rows, Reference reference) {
        List<HeadSums> sums = reference.heads().values().stream()
                .map(head -> new HeadSums(head, reference))
                .toList();
        CellCursor cursor = new CellCursor(rows, reference.centre().coordinates().length);
        while (cursor.next()) {
            for (int head = 0; head < sums.size() && cursor.defect() == null; head++) {
                sums.get(head).add(cursor, FIRST + EACH * head);
            }
        }
        return sums.stream().map(of -> of.told).toList();
    }

    /** The sums of one label column in one task. */
    private static final class HeadSums {
        private final LabelHead head;
        private final Reference reference;
        private final ToldCells told;
        private NearLabels room;

        HeadSums(LabelHead head, Reference reference) {
            this.head = head;
            this.reference = reference;
            this.told = new ToldCells(reference.centre().coordinates().length);
        }

        void add(CellCursor cursor, int first) {
            String label = cursor.text(first + 1);
            if (label == null) {
                return;
            }
            ToldCell cell = new ToldCell(
                    cursor.batch(),
                    cursor.text(first),
                    label,
                    cursor.numberOr(first + 2, 0L),
                    (int) cursor.numberOr(first + 3, 0L),
                    cursor.numberOr(first + 4, 0L) == 1L);
            told.add(cell, cell.own() != null && head.discriminant().number(cell.own()) >= 0);
            if (cell.isNew()) {
                addNew(cursor);
            }
        }

        private void addNew(CellCursor cursor) {
            double[] cell = new double[cursor.cell().length];
            for (int j = 0; j < cell.length; j++) {
                cell[j] = cursor.cell()[j] - reference.centre().coordinates()[j];
            }
            if (room == null) { // Which takes as long as some thousand cells, and the tasks that have a new cell may be
                // few.
                room = head.room();
            }
            head.annotate(cell, room, 1);
            told.newCells().add(room.nearest(), reference.prototypes().of(cell), cursor.batch(), cell);
        }
    }

    private static List<ToldCells> merged(List<ToldCells> some, List<ToldCells> more) {
        for (int head = 0; head < some.size(); head++) {
            some.get(head).merge(more.get(head));
        }
        return some;
    }

    private List<AnnotationSummary> summaries(List<ToldCells> sums, double newAbove) {
        List<AnnotationSummary> summaries = new ArrayList<>();
        int place = 0;
        for (var head : reference.heads().entrySet()) {
            String label = head.getKey();
            summaries.add(sums.get(place++).summary(label, own.get(label), newAbove, head.getValue()));
        }
        return summaries;
    }
}
