package atlasprox.labels.learn;

import atlasprox.labels.Calibration;
import atlasprox.labels.LabelHead;
import atlasprox.labels.LabelReference;
import atlasprox.labels.learn.LabelExchanges.Dealing;
import atlasprox.labels.learn.LabelExchanges.LabelQuestion;
import atlasprox.labels.learn.LabelExchanges.LabelledParts;
import atlasprox.labels.learn.LabelExchanges.Others;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * Makes heads of labelled cells, wherever they are: of sums, and of how every cell stands to what the other batches' sums tell. All label
 * columns are seen at once. Where one part alone has labels of a column, sums are of parts that are dealt by the cells.
 */
public final class LabelFit {
    /** As many cells as the temperature, a single number, is learned from, about; distances are of all cells. */
    private static final double CELLS_FOR_TEMPERATURE = 200_000.0;

    /** The most parts that are left out in turn. */
    static final int MOST_PARTS = 10;

    /** Of cells that are dealt one by one, where small groups are left out: of more parts each group would be smaller. */
    private static final int PARTS_OF_GROUPS = 2;

    /** Bytes for the products of every two coordinates, of all parts of a column; there are fewer parts where these do not fit. */
    private static final long ROOM = 64_000_000L;

    private final List<String> columns;
    private final LabelPlace place;
    private final int minCells;
    private final Exchanges clients;

    /**
     * @param columns the label columns, at least one
     * @param place where cells lie
     * @param minCells the least number of cells that a label, a component, and a group of a batch may rest on, at least 1
     * @param clients whoever has the cells
     */
    public LabelFit(List<String> columns, LabelPlace place, int minCells, Exchanges clients) {
        this.columns = List.copyOf(columns);
        this.place = place;
        this.minCells = minCells;
        this.clients = clients;
    }

    /**
     * @param dimension the number of dimensions d
     * @return the most parts that sums are kept apart by
     */
    public static int mostParts(int dimension) {
        long products = 8L * dimension * dimension;
        return (int) Math.max(2L, Math.min(MOST_PARTS, ROOM / products));
    }

    /**
     * @param batches the cells of each batch
     * @return a head for each column that has a label of enough cells
     * @throws TooManyLabelsException if a column looks like one of identifiers
     */
    public SortedMap<String, LabelHead> learned(Map<String, Long> batches) {
        List<LabelFolds> folds = ofAll(
                batches.size() > 1
                        ? LabelFolds.byBatch(
                                batches, mostParts(place.correction().dimension()))
                        : byCell());
        List<LabelledParts> labelled = labelled(folds);
        List<LabelParts> sums;
        if (minCells > 1) {
            // Before anything is told: sums of both kinds of parts would tell of what they differ by.
            folds = dealtAnew(folds, labelled);
            sums = sums(folds);
        } else {
            sums = sums(folds);
            List<LabelFolds> anew = dealtAnew(folds, there(sums, folds));
            sums = anew.equals(folds) ? sums : sums(anew);
            folds = anew;
        }
        LabelReference none = LabelReference.none(place.correction().dimension());
        long cells = batches.values().stream().mapToLong(Long::longValue).sum();
        return heads(
                sums.stream().map(of -> of.addedTo(none, minCells)).toList(),
                calibrations(without(sums, folds), cells));
    }

    private LabelFolds byCell() {
        return LabelFolds.byCell(
                minCells > 1 ? PARTS_OF_GROUPS : mostParts(place.correction().dimension()));
    }

    private <T> List<T> ofAll(T one) {
        return Collections.nCopies(columns.size(), one);
    }

    private static List<LabelledParts> there(List<LabelParts> sums, List<LabelFolds> folds) {
        return IntStream.range(0, sums.size())
                .mapToObj(column -> sums.get(column).labelled(folds.get(column).count()))
                .toList();
    }

    /** Columns of which one part alone has labels: no other could tell these. */
    private List<LabelFolds> dealtAnew(List<LabelFolds> folds, List<LabelledParts> labelled) {
        List<LabelFolds> anew = new ArrayList<>();
        for (int column = 0; column < folds.size(); column++) {
            boolean alone =
                    folds.get(column).isByBatch() && labelled.get(column).count() == 1;
            anew.add(alone ? byCell() : folds.get(column));
        }
        return anew;
    }

    private List<List<LabelReference>> without(List<LabelParts> sums, List<LabelFolds> folds) {
        List<List<LabelReference>> without = new ArrayList<>();
        for (int column = 0; column < folds.size(); column++) {
            LabelParts of = sums.get(column);
            without.add(IntStream.range(0, folds.get(column).count())
                    .mapToObj(fold -> of.without(fold, place.correction().dimension(), minCells))
                    .toList());
        }
        return without;
    }

    /**
     * @param known the heads so far, of these columns
     * @param cells the number of arriving cells
     * @return the heads with what the arriving cells tell, which are held against the heads as they were
     * @throws TooManyLabelsException if a column looks like one of identifiers
     */
    public SortedMap<String, LabelHead> grown(SortedMap<String, LabelHead> known, long cells) {
        List<LabelFolds> together = ofAll(LabelFolds.byCell(1));
        labelled(together);
        List<LabelParts> sums = sums(together);
        List<LabelReference> references = new ArrayList<>();
        List<List<LabelReference>> before = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            LabelReference of = known.get(columns.get(column)).reference();
            references.add(sums.get(column).addedTo(of, minCells));
            before.add(List.of(of));
        }
        List<Calibration> calibrations = calibrations(before, cells);
        for (int column = 0; column < columns.size(); column++) {
            calibrations.get(column).merge(known.get(columns.get(column)).calibration());
        }
        return heads(references, calibrations);
    }

    private List<LabelledParts> labelled(List<LabelFolds> folds) {
        List<LabelledParts> all = asked(
                LabelExchanges.LABELLED,
                "looking for labels",
                new LabelQuestion(columns, place, folds),
                (column, of) -> of.there().length == folds.get(column).count(),
                LabelledParts::merge);
        requireLabels(all.stream().map(LabelledParts::overfull).toList());
        return all;
    }

    private List<LabelParts> sums(List<LabelFolds> folds) {
        List<LabelParts> sums = asked(
                LabelExchanges.LABELS,
                "summing labelled cells",
                new Dealing(folds),
                (column, of) ->
                        of.isOf(folds.get(column).count(), place.correction().dimension()),
                LabelParts::merge);
        requireLabels(sums.stream().map(LabelParts::overfull).toList());
        return sums;
    }

    private void requireLabels(List<Boolean> overfull) {
        if (overfull.contains(true)) {
            throw new TooManyLabelsException(columns.get(overfull.indexOf(true)));
        }
    }

    private List<Calibration> calibrations(List<List<LabelReference>> known, long cells) {
        double share = CELLS_FOR_TEMPERATURE / Math.max(1L, cells);
        return new ArrayList<>(asked(
                        LabelExchanges.DISTANCES,
                        "calibrating labels",
                        new Others(known, share),
                        (column, of) -> true,
                        Calibration::merge)
                .stream()
                .map(of -> of.ofAtLeast(minCells))
                .toList());
    }

    /** By columns, the answers of all put together. */
    private <M extends Serializable, U> List<U> asked(
            Exchange<M, U[]> exchange, String what, M message, BiPredicate<Integer, U> fits, BinaryOperator<U> merge) {
        Collection<U[]> answers = clients.exchange(exchange, what, message).values();
        LabelMessages.requireAnswers(answers, columns.size(), fits, what);
        return IntStream.range(0, columns.size())
                .mapToObj(column -> answers.stream()
                        .map(answer -> Arrays.asList(answer).get(column))
                        .reduce(merge)
                        .orElseThrow())
                .toList();
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
}
