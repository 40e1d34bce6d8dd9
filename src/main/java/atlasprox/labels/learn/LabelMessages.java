package atlasprox.labels.learn;

import atlasprox.BadDataException;
import atlasprox.labels.LabelReference;
import atlasprox.labels.learn.LabelExchanges.LabelQuestion;
import atlasprox.labels.learn.LabelExchanges.Others;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** Whether what another side sends goes with what was agreed on, so that nothing is reckoned with that does not. */
final class LabelMessages {
    private LabelMessages() {}

    /**
     * @param asked by the coordinator
     * @param columns the label columns that were agreed on
     * @param dimension the number of dimensions d of the cells
     * @param minCells the least number of cells of a group that is told of, at least 1
     * @throws BadDataException if it is not asked as this version asks
     */
    static void requireQuestion(LabelQuestion asked, List<String> columns, int dimension, int minCells) {
        require(
                asked.columns().equals(columns),
                "labels of " + asked.columns() + " are asked for, and those of " + columns + " were agreed on");
        require(
                asked.place().isOf(dimension),
                "labels are asked for of cells of another dimension than " + dimension + ", that of the cells here");
        requireFolds(asked.folds(), columns, minCells);
    }

    /**
     * Groups are counted within the parts that single cells are dealt to, which are the same for all columns for that reason.
     *
     * @throws BadDataException if cells cannot be dealt so, or parts of groups would be told of
     */
    static void requireFolds(List<LabelFolds> folds, List<String> columns, int minCells) {
        require(
                folds.size() == columns.size() && folds.stream().allMatch(LabelFolds::isWhole),
                "cells are to be dealt to parts, for each of " + columns + ", that do not go together");
        long counts = folds.stream()
                .filter(of -> !of.isByBatch())
                .mapToInt(LabelFolds::count)
                .distinct()
                .count();
        require(
                minCells == 1 || counts <= 1,
                "single cells are to be dealt to other parts for each of " + columns
                        + ", so that sums would differ by fewer than " + minCells + " cells (--min-cells)");
    }

    /**
     * From where labels are looked for to where they are summed, whole batches alone may be dealt anew, cell by cell: what was told of them before is
     * which batches have labels.
     *
     * @throws BadDataException if cells that were dealt one by one are dealt otherwise, where groups of few are left out
     */
    static void requireDealing(List<LabelFolds> folds, List<LabelFolds> before, int minCells) {
        require(
                minCells == 1
                        || IntStream.range(0, folds.size())
                                .allMatch(column -> folds.get(column).equals(before.get(column))
                                        || before.get(column).isByBatch()
                                                && !folds.get(column).isByBatch()),
                "labelled cells are to be dealt otherwise than they were looked for, so that answers would differ by fewer than "
                        + minCells + " cells (--min-cells)");
    }

    /**
     * @param first whether nothing else of the kind was asked before in the fit
     * @param what was asked
     * @throws BadDataException if it was, where groups of few cells are left out: of two answers that are sound each, one taken from the other could
     *     tell of fewer cells
     */
    static void requireFirst(boolean first, String what, int minCells) {
        require(
                first || minCells == 1,
                what
                        + " are asked for a second time in this fit, and taken from the first answer, the second could tell of fewer than "
                        + minCells + " cells (--min-cells), so that it is not answered");
    }

    /**
     * @param asked by the coordinator
     * @param folds what cells were last dealt to; of no column where they were not
     * @param dimension the number of dimensions d of the cells
     * @throws BadDataException if there is not one for each part of each column, or they are of other cells
     */
    static void requireOthers(Others asked, List<LabelFolds> folds, int dimension) {
        boolean fit = !folds.isEmpty()
                && asked.known().size() == folds.size()
                && IntStream.range(0, folds.size())
                        .allMatch(column -> asked.known().get(column).size()
                                == folds.get(column).count());
        require(fit, "cells are to be held against other parts than they were dealt to");
        require(
                asked.known().stream().flatMap(List::stream).allMatch(of -> isOf(of, dimension)),
                "cells of " + dimension + " dimensions are to be held against labels of another dimension");
    }

    private static boolean isOf(LabelReference known, int dimension) {
        return known.dimension() == dimension
                && known.components().stream().allMatch(of -> of.mean().length == dimension);
    }

    /**
     * @param answers of the sides
     * @param columns the number of label columns
     * @param fits whether what a side says of a column is what it was asked
     * @param what was asked, as a user would say it
     * @throws BadDataException if one is not, or nobody answers
     */
    static <U> void requireAnswers(Collection<U[]> answers, int columns, BiPredicate<Integer, U> fits, String what) {
        require(!answers.isEmpty(), "no site answers (" + what + ")");
        require(
                answers.stream()
                        .allMatch(answer -> answer != null
                                && answer.length == columns
                                && IntStream.range(0, columns)
                                        .allMatch(
                                                column -> answer[column] != null && fits.test(column, answer[column]))),
                "a site answers (" + what + ") something else than it was asked");
    }

    static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new BadDataException(otherwise + ": run the same version on all sides");
        }
    }
}
