package atlasprox.labels;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.cells.CellCursor;
import atlasprox.math.Centre;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.rounds.Correction;
import atlasprox.sample.CellKeys;
import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Makes heads of labelled cells in two passes: one for sums, and one that holds every cell against what the other batches' sums tell. All label
 * columns are seen at once. Sums take 16 d bytes for each label and prototype that come together in each of at most 10 parts of the
 * batches, and 8 d^2 for each part, at most {@value #ROOM} where there are more than two, on the driver and in every task. Where one part
 * alone has labels of a column, sums are taken a second time, of parts that are dealt by the cells.
 */
public final class SparkLabelHeads {
    /** As many cells as the temperature, a single number, is learned from, about; distances are of all cells. */
    private static final double CELLS_FOR_TEMPERATURE = 200_000.0;

    /** The most parts that are left out in turn. */
    private static final int MOST_PARTS = 10;

    /** Bytes for the products of every two coordinates, of all parts of a column; there are fewer parts where these do not fit. */
    private static final long ROOM = 64_000_000L;

    /** Columns of rows before the labels: batch and embedding. */
    private static final int FIRST_LABEL = 2;

    private final Dataset<Row> rows;
    private final List<String> columns;
    private final Place place;
    private final SortedMap<String, Long> unassigned = new TreeMap<>();

    /** How a cell comes to its corrected place, and to its prototype. */
    private record Place(Correction correction, Centre centre, NearestPrototype prototypes) implements Serializable {

        /** Rounded to single precision, as corrected embeddings are written; null where that is not finite. */
        double[] of(String batch, float[] cell) {
            double[] moved = new double[cell.length];
            for (int j = 0; j < cell.length; j++) {
                moved[j] = cell[j];
            }
            correction.correct(correction.client(batch), moved);
            for (int j = 0; j < cell.length; j++) {
                float written = (float) moved[j];
                if (!Float.isFinite(written)) {
                    return null;
                }
                moved[j] = written - centre.coordinates()[j];
            }
            return moved;
        }
    }

    /**
     * @param table labelled cells
     * @param batch the batch of each, all known to the correction; null of rows that are no usable cells
     * @param embedding their embedding
     * @param columns the label columns
     * @param correction corrects them
     * @param centre what corrected cells are taken about
     * @param prototypes what groups of a label are found by
     * @throws BadDataException if a column is missing or no column of labels
     */
    public SparkLabelHeads(
            Dataset<Row> table,
            Column batch,
            EmbeddingColumn embedding,
            List<String> columns,
            Correction correction,
            Centre centre,
            NearestPrototype prototypes) {
        List<Column> wanted = new ArrayList<>(List.of(batch, embedding.asFloats()));
        for (String column : columns) {
            BatchColumn.requireLabels(table.schema(), column, "--label");
            wanted.add(BatchColumn.text(table.schema(), column));
        }
        this.rows = table.select(wanted.toArray(Column[]::new));
        this.columns = List.copyOf(columns);
        this.place = new Place(correction, centre, prototypes);
    }

    /**
     * @param batches the cells of each batch
     * @param minCells the least number of cells that a label and a component may rest on, at least 1
     * @return a head for each column that has a label of so many cells
     * @throws BadDataException if a column looks like one of identifiers
     */
    public SortedMap<String, LabelHead> learned(Map<String, Long> batches, int minCells) {
        List<Folds> folds = new ArrayList<>(Collections.nCopies(columns.size(), Folds.of(batches, mostParts())));
        List<LabelledCells> sums = sums(folds);
        if (dealByCell(folds, sums)) {
            sums = sums(folds);
        }
        Discriminant[][] without = new Discriminant[columns.size()][];
        for (int column = 0; column < without.length; column++) {
            without[column] = without(sums.get(column), folds.get(column).count(), minCells);
        }
        LabelReference none = LabelReference.none(place.correction().dimension());
        List<LabelReference> references =
                sums.stream().map(of -> of.addedTo(none, minCells)).toList();
        long cells = batches.values().stream().mapToLong(Long::longValue).sum();
        return heads(references, calibrations(folds, without, cells, minCells));
    }

    /** @return by label column the cells labelled {@value AnnotationSettings#UNASSIGNED}, which taught nothing of it; once heads are made */
    public SortedMap<String, Long> unassigned() {
        return Collections.unmodifiableSortedMap(unassigned);
    }

    private int mostParts() {
        return mostParts(place.correction().dimension());
    }

    /**
     * @param dimension the number of dimensions d
     * @return the most parts that sums are kept apart by
     */
    public static int mostParts(int dimension) {
        long products = 8L * dimension * dimension;
        return (int) Math.max(2L, Math.min(MOST_PARTS, ROOM / products));
    }

    /** Columns of which one part alone has labels: no other could tell these. Returns whether there are such. */
    private boolean dealByCell(List<Folds> folds, List<LabelledCells> sums) {
        boolean any = false;
        for (int column = 0; column < sums.size(); column++) {
            if (folds.get(column).isByBatch() && sums.get(column).labelledFolds() == 1) {
                folds.set(column, Folds.byCell(mostParts()));
                any = true;
            }
        }
        return any;
    }

    private static Discriminant[] without(LabelledCells sums, int folds, int minCells) {
        Discriminant[] without = new Discriminant[folds];
        for (int fold = 0; fold < folds; fold++) {
            LabelReference others = sums.without(fold, minCells);
            without[fold] = others.labels().isEmpty() ? null : new Discriminant(others);
        }
        return without;
    }

    /**
     * @param known the heads so far, of these columns
     * @param cells the number of arriving cells
     * @param minCells the least number of cells that a label and a component may rest on, at least 1
     * @return the heads with what the arriving cells tell, which are held against the heads as they were
     * @throws BadDataException if a column looks like one of identifiers
     */
    public SortedMap<String, LabelHead> grown(SortedMap<String, LabelHead> known, long cells, int minCells) {
        List<Folds> together = Collections.nCopies(columns.size(), Folds.byCell(1));
        List<LabelledCells> sums = sums(together);
        List<LabelReference> references = new ArrayList<>();
        Discriminant[][] before = new Discriminant[columns.size()][];
        for (int column = 0; column < before.length; column++) {
            LabelHead head = known.get(columns.get(column));
            references.add(sums.get(column).addedTo(head.reference(), minCells));
            before[column] = new Discriminant[] {head.discriminant()};
        }
        List<Calibration> calibrations = calibrations(together, before, cells, minCells);
        for (int column = 0; column < before.length; column++) {
            calibrations.get(column).merge(known.get(columns.get(column)).calibration());
        }
        return heads(references, calibrations);
    }

    /** Which part a cell is of, of how many: by its batch, or by its own hash where it is by none. */
    private record Folds(Map<String, Integer> ofBatches, int count) implements Serializable {

        static Folds of(Map<String, Long> batches, int most) {
            Map<String, Integer> ofBatches = LabelFolds.of(batches, most);
            return ofBatches.size() > 1 ? new Folds(ofBatches, LabelFolds.count(ofBatches)) : byCell(most);
        }

        static Folds byCell(int count) {
            return new Folds(Map.of(), count);
        }

        boolean isByBatch() {
            return !ofBatches.isEmpty();
        }

        int of(String batch, float[] cell) {
            return isByBatch()
                    ? ofBatches.getOrDefault(batch, Math.floorMod(batch.hashCode(), count))
                    : (int) Long.remainderUnsigned(CellKeys.content(cell), count);
        }
    }

    private SortedMap<String, LabelHead> heads(List<LabelReference> references, List<Calibration> calibrations) {
        SortedMap<String, LabelHead> heads = new TreeMap<>();
        for (int column = 0; column < references.size(); column++) {
            if (!references.get(column).labels().isEmpty()) {
                heads.put(columns.get(column), new LabelHead(references.get(column), calibrations.get(column)));
            }
        }
        return Collections.unmodifiableSortedMap(heads);
    }

    private List<LabelledCells> sums(List<Folds> folds) {
        int wanted = columns.size();
        int dimension = place.correction().dimension();
        try (Shared<Learning> shared =
                new Shared<>(context(), new Learning(place, folds, new Discriminant[0][], 0.0))) {
            Broadcast<Learning> learning = shared.value;
            List<LabelledCells> found = JobGroup.in(context().sc(), "summing labelled cells", () -> BareRows.of(rows)
                    .mapPartitions(part -> List.of(sums(part, learning.value(), wanted, dimension))
                            .iterator())
                    .treeReduce((some, more) -> merged(some, more, LabelledCells::merge)));
            requireLabels(found);
            for (int column = 0; column < wanted; column++) {
                unassigned.put(columns.get(column), found.get(column).unassigned());
            }
            return found;
        }
    }

    private void requireLabels(List<LabelledCells> found) {
        for (int column = 0; column < found.size(); column++) {
            if (found.get(column).isOverfull()) {
                throw new BadDataException(
                        "label column " + Shown.name(columns.get(column)) + " has more than "
                                + LabelledCells.MOST_LABELS
                                + " labels, and looks like one of identifiers; choose another --label, or set --label-head false");
            }
        }
    }

    private static List<LabelledCells> sums(Iterator<InternalRow> rows, Learning learning, int columns, int dimension) {
        List<LabelledCells> sums = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            sums.add(new LabelledCells(learning.folds().get(column).count(), dimension));
        }
        CellCursor cursor = new CellCursor(rows, dimension);
        while (cursor.next()) {
            double[] cell = placed(cursor, learning, columns);
            if (cell != null) {
                int prototype = learning.place().prototypes().of(cell);
                for (int column = 0; column < columns; column++) {
                    String label = cursor.text(FIRST_LABEL + column);
                    if (label != null) {
                        int fold = learning.folds().get(column).of(cursor.batch(), cursor.cell());
                        sums.get(column).add(fold, cursor.batch(), label, prototype, cell);
                    }
                }
            }
        }
        return sums;
    }

    /** The place of a cell of a known batch, with a label; null of others. */
    private static double[] placed(CellCursor cursor, Learning learning, int columns) {
        return isOfUse(cursor, learning, columns) ? learning.place().of(cursor.batch(), cursor.cell()) : null;
    }

    /** Whether it is a cell of a known batch, with a label. */
    private static boolean isOfUse(CellCursor cursor, Learning learning, int columns) {
        if (cursor.defect() != null || learning.place().correction().client(cursor.batch()) < 0) {
            return false;
        }
        for (int column = 0; column < columns; column++) {
            if (cursor.text(FIRST_LABEL + column) != null) {
                return true;
            }
        }
        return false;
    }

    private List<Calibration> calibrations(List<Folds> folds, Discriminant[][] others, long cells, int minCells) {
        double share = CELLS_FOR_TEMPERATURE / Math.max(1L, cells);
        int dimension = place.correction().dimension();
        try (Shared<Learning> shared = new Shared<>(context(), new Learning(place, folds, others, share))) {
            Broadcast<Learning> learning = shared.value;
            List<Calibration> found = JobGroup.in(context().sc(), "calibrating labels", () -> BareRows.of(rows)
                    .mapPartitions(part -> List.of(calibrations(part, learning.value(), dimension))
                            .iterator())
                    .treeReduce((some, more) -> merged(some, more, Calibration::merge)));
            return found.stream().map(of -> of.ofAtLeast(minCells)).collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /**
     * What a pass needs.
     *
     * @param place of cells
     * @param folds for each column the parts that are left out in turn
     * @param others for each column and part how cells are told apart by all others; null where these have no label
     * @param share of the cells that the temperature is learned from
     */
    private record Learning(Place place, List<Folds> folds, Discriminant[][] others, double share)
            implements Serializable {}

    private static List<Calibration> calibrations(Iterator<InternalRow> rows, Learning learning, int dimension) {
        List<CalibrationPass> passes = new ArrayList<>();
        for (Discriminant[] others : learning.others()) {
            passes.add(new CalibrationPass(others));
        }
        CellCursor cursor = new CellCursor(rows, dimension);
        while (cursor.next()) {
            double[] cell = placed(cursor, learning, passes.size());
            if (cell != null) {
                boolean inShare =
                        CellKeys.uniform(CellKeys.key(0L, CellKeys.content(cursor.cell()))) < learning.share();
                for (int column = 0; column < passes.size(); column++) {
                    int fold = learning.folds().get(column).of(cursor.batch(), cursor.cell());
                    passes.get(column).add(fold, cursor.text(FIRST_LABEL + column), cell, inShare);
                }
            }
        }
        return passes.stream().map(CalibrationPass::found).toList();
    }

    private static <T> List<T> merged(List<T> some, List<T> more, BinaryOperator<T> merge) {
        List<T> both = new ArrayList<>();
        for (int column = 0; column < some.size(); column++) {
            both.add(merge.apply(some.get(column), more.get(column)));
        }
        return both;
    }

    private JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    }

    /** On every executor until it is closed. */
    private static final class Shared<T> implements AutoCloseable {
        private final Broadcast<T> value;

        Shared(JavaSparkContext context, T value) {
            this.value = context.broadcast(value);
        }

        @Override
        public void close() {
            value.destroy();
        }
    }
}
