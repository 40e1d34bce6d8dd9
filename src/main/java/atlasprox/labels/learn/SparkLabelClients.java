package atlasprox.labels.learn;

import atlasprox.BadDataException;
import atlasprox.labels.Calibration;
import atlasprox.labels.Discriminant;
import atlasprox.labels.LabelReference;
import atlasprox.labels.learn.LabelExchanges.Dealing;
import atlasprox.labels.learn.LabelExchanges.LabelQuestion;
import atlasprox.labels.learn.LabelExchanges.LabelledParts;
import atlasprox.labels.learn.LabelExchanges.Others;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The labelled cells of a table. Sums are one pass over them, and distances another; where groups of few cells are left out, these are counted in
 * a pass before. Sums take 16 d bytes for each label and prototype that come together in each of at most 10 parts of the batches, and 8 d^2
 * for each part, on the driver and in every task; counts about 100 for each label and prototype that come together in each client. Where groups of few
 * cells are left out, each question is answered once: answers to two that group cells otherwise could differ by fewer.
 */
public final class SparkLabelClients implements Exchanges {
    private final Dataset<Row> rows;
    private final List<String> columns;
    private final Map<String, String> names;
    private final int dimension;
    private final int number;
    private final int minCells;
    private final boolean inPart;
    private final SortedMap<String, Long> unassigned = new TreeMap<>();
    private LabelQuestion question;
    private List<LabelFolds> folds = List.of();
    private List<LabelFolds> summed;
    private boolean calibrated;
    private LabelCounts counts;
    private ToldGroups told;

    /**
     * Cells as they are in a table.
     *
     * @param rows of the table
     * @param batch the batch of each; null of rows that are no usable cells
     * @param client the batch, or the part of one of which sums are known; not null where the batch is not
     * @param embedding their embedding
     * @param dimension the number of its dimensions d
     * @param inPart whether sums of a random part of the cells of each client are known beside
     */
    public record Table(
            Dataset<Row> rows, Column batch, Column client, EmbeddingColumn embedding, int dimension, boolean inPart) {}

    /**
     * @param table labelled cells
     * @param columns the label columns
     * @param names to the table's names of batches those that the correction knows; cells of others are left alone
     * @param number of the first client, by which all is answered
     * @param minCells the least number of cells of a group that is told of, at least 1
     * @throws BadDataException if a column is missing or no column of labels
     */
    public SparkLabelClients(Table table, List<String> columns, Map<String, String> names, int number, int minCells) {
        List<Column> wanted =
                new ArrayList<>(List.of(table.batch(), table.embedding().asFloats(), table.client()));
        for (String column : columns) {
            BatchColumn.requireLabels(table.rows().schema(), column, "--label");
            wanted.add(BatchColumn.text(table.rows().schema(), column));
        }
        this.rows = table.rows().select(wanted.toArray(Column[]::new));
        this.columns = List.copyOf(columns);
        this.names = new TreeMap<>(names);
        this.dimension = table.dimension();
        this.number = number;
        this.minCells = minCells;
        this.inPart = table.inPart();
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        Object update = message instanceof LabelQuestion asked
                ? labelled(what, asked)
                : message instanceof Dealing dealing
                        ? sums(what, dealing.folds())
                        : calibrations(what, (Others) message);
        return new TreeMap<>(Map.of(number, exchange.update().cast(update)));
    }

    /** By label column the cells labelled as those are that have none, which taught nothing of it; once sums are made. */
    public SortedMap<String, Long> unassigned() {
        return Collections.unmodifiableSortedMap(unassigned);
    }

    /** By label column what was left out, so that nothing rests on too few cells; once sums are made. */
    public SortedMap<String, LeftOut> leftOut() {
        SortedMap<String, LeftOut> left = new TreeMap<>();
        for (int column = 0; column < columns.size() && counts != null; column++) {
            left.put(columns.get(column), counts.leftOut(column, told));
        }
        return left;
    }

    /** Where nothing is left out, the sums themselves tell which parts have labels. */
    private LabelledParts[] labelled(String what, LabelQuestion asked) {
        LabelMessages.requireQuestion(asked, columns, dimension, minCells);
        LabelMessages.requireFirst(question == null, "places of labels", minCells);
        question = asked;
        folds = List.of();
        if (minCells > 1) {
            count(what, asked.folds());
        }
        return IntStream.range(0, columns.size())
                .mapToObj(column -> counts == null
                        ? LabelledParts.all(asked.folds().get(column).count())
                        : counts.labelled(column, asked.folds().get(column), told))
                .toArray(LabelledParts[]::new);
    }

    /** Groups are within the parts that single cells are dealt to, if they are. */
    private void count(String what, List<LabelFolds> dealt) {
        LabelPlace place = question.place();
        int parts = byCell(dealt);
        int wanted = columns.size();
        Map<String, String> known = names;
        counts =
                passed(what, place, (cells, shared) -> counts(cells, shared, known, wanted, parts), LabelCounts::merge);
        told = counts.told(minCells, inPart);
        folds = dealt;
    }

    private static int byCell(List<LabelFolds> folds) {
        return folds.stream()
                .filter(of -> !of.isByBatch())
                .mapToInt(LabelFolds::count)
                .max()
                .orElse(1);
    }

    private static LabelCounts counts(
            Iterator<InternalRow> rows, LabelPlace place, Map<String, String> names, int columns, int parts) {
        LabelCounts counts = new LabelCounts(columns);
        SparkLabelCells cells = new SparkLabelCells(rows, place, names, columns);
        while (cells.next()) {
            if (cells.isLabelled() && cells.place() != null) {
                counts.add(cells.client(), cells.batch(), cells.group(cells.prototype(), parts));
            } else {
                counts.addUnlabelled(cells.client());
            }
        }
        return counts;
    }

    private LabelParts[] sums(String what, List<LabelFolds> dealt) {
        LabelMessages.require(question != null, "labelled cells are to be summed before they are looked for");
        LabelMessages.requireFolds(dealt, columns, minCells);
        LabelMessages.requireDealing(dealt, question.folds(), minCells);
        LabelMessages.requireFirst(
                summed == null || summed.equals(dealt), "sums of labelled cells by another dealing", minCells);
        if (minCells > 1 && !dealt.equals(folds)) {
            count(what, dealt);
        }
        summed = dealt;
        folds = dealt;
        Pass pass = pass(new Discriminant[0][], 0.0);
        List<LabelledCells> found = passed(what, pass, SparkLabelClients::sums, merging(LabelledCells::merge));
        for (int column = 0; column < found.size(); column++) {
            unassigned.put(columns.get(column), found.get(column).unassigned());
        }
        return found.stream().map(LabelledCells::parts).toArray(LabelParts[]::new);
    }

    /**
     * What a pass needs.
     *
     * @param place of cells
     * @param names of their batches
     * @param folds for each column the parts that are left out in turn
     * @param parts the number that groups are within
     * @param told the groups that have a part in it
     * @param byBatch whether what is found is kept apart by batches
     * @param others for each column and part how cells are told apart by all others; null where these have no label
     * @param share of the cells that the temperature is learned from
     */
    private record Pass(
            LabelPlace place,
            Map<String, String> names,
            List<LabelFolds> folds,
            int parts,
            ToldGroups told,
            boolean byBatch,
            Discriminant[][] others,
            double share)
            implements Serializable {

        SparkLabelCells cells(Iterator<InternalRow> rows) {
            return new SparkLabelCells(rows, place, names, folds.size());
        }

        /** Whether a cell has a part in it. */
        boolean has(SparkLabelCells cells, int prototype) {
            return told.isAll() || told.has(cells.client(), cells.group(prototype, parts));
        }
    }

    private Pass pass(Discriminant[][] others, double share) {
        return new Pass(
                question.place(),
                names,
                folds,
                byCell(folds),
                minCells > 1 ? told : ToldGroups.all(),
                minCells > 1,
                others,
                share);
    }

    private static List<LabelledCells> sums(Iterator<InternalRow> rows, Pass pass) {
        List<LabelledCells> sums = new ArrayList<>();
        pass.folds()
                .forEach(unused ->
                        sums.add(new LabelledCells(pass.place().correction().dimension())));
        SparkLabelCells cells = pass.cells(rows);
        while (cells.next()) {
            if (cells.hasText() && cells.place() != null) {
                int prototype = cells.prototype();
                boolean told = pass.has(cells, prototype);
                for (int column = 0; column < sums.size(); column++) {
                    String label = cells.label(column);
                    if (label != null && (told || SparkLabelCells.isNone(label))) {
                        int fold = cells.fold(pass.folds().get(column));
                        sums.get(column).add(fold, cells.batch(), label, prototype, cells.place());
                    }
                }
            }
        }
        return sums;
    }

    private Calibration[] calibrations(String what, Others asked) {
        LabelMessages.requireOthers(asked, folds, dimension);
        LabelMessages.requireFirst(!calibrated, "distances of labelled cells", minCells);
        calibrated = true;
        Discriminant[][] others = asked.known().stream()
                .map(parts ->
                        parts.stream().map(SparkLabelClients::discriminant).toArray(Discriminant[]::new))
                .toArray(Discriminant[][]::new);
        List<Map<String, Calibration>> found = passed(
                what,
                pass(others, asked.share()),
                SparkLabelClients::calibrations,
                merging(SparkLabelClients::mergedByBatch));
        return found.stream()
                .map(batches -> batches.values().stream()
                        .map(of -> of.ofAtLeast(minCells))
                        .reduce(new Calibration(), Calibration::merge))
                .toArray(Calibration[]::new);
    }

    private static Discriminant discriminant(LabelReference others) {
        return others.labels().isEmpty() ? null : new Discriminant(others);
    }

    private static Map<String, Calibration> mergedByBatch(
            Map<String, Calibration> some, Map<String, Calibration> more) {
        more.forEach((batch, of) -> some.merge(batch, of, Calibration::merge));
        return some;
    }

    private static List<Map<String, Calibration>> calibrations(Iterator<InternalRow> rows, Pass pass) {
        List<CalibrationPass> passes =
                Arrays.stream(pass.others()).map(CalibrationPass::new).toList();
        SparkLabelCells cells = pass.cells(rows);
        while (cells.next()) {
            if (cells.hasText()
                    && cells.place() != null
                    && (pass.told().isAll() || pass.has(cells, cells.prototype()))) {
                boolean inShare = cells.isIn(pass.share());
                for (int column = 0; column < passes.size(); column++) {
                    int fold = cells.fold(pass.folds().get(column));
                    passes.get(column)
                            .add(
                                    pass.byBatch() ? cells.batch() : "",
                                    fold,
                                    cells.label(column),
                                    cells.place(),
                                    inShare);
                }
            }
        }
        return passes.stream().map(CalibrationPass::found).toList();
    }

    /** A part of the rows, visited with what all parts need. */
    @FunctionalInterface
    private interface Visit<S, T> extends Serializable {
        T of(Iterator<InternalRow> rows, S shared);
    }

    private <S, T> T passed(String what, S needed, Visit<S, T> visit, Function2<T, T, T> merge) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
        Broadcast<S> shared = context.broadcast(needed);
        try {
            return JobGroup.in(context.sc(), what, () -> BareRows.of(rows)
                    .mapPartitions(
                            part -> List.of(visit.of(part, shared.value())).iterator())
                    .treeReduce(merge));
        } finally {
            shared.destroy();
        }
    }

    private static <T> Function2<List<T>, List<T>, List<T>> merging(Function2<T, T, T> merge) {
        return (some, more) -> {
            List<T> both = new ArrayList<>();
            for (int column = 0; column < some.size(); column++) {
                both.add(merge.call(some.get(column), more.get(column)));
            }
            return both;
        };
    }
}
