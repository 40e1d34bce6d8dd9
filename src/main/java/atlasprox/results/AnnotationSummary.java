package atlasprox.results;

import java.util.List;

/**
 * What a model told of the cells of a table, for one label column.
 *
 * @param label the model's label column
 * @param newAbove the novelty above which cells are called new
 * @param all all usable cells together
 * @param labels the cells told each label, most cells first; those told none are {@code unassigned}
 * @param batches the cells of each batch, most cells first; null where there are too many batches
 * @param agreement how labels agree with those that the table has; null where it has none, or too many
 * @param populations what the cells called new may be, most cells first
 */
public record AnnotationSummary(
        String label,
        double newAbove,
        Group all,
        List<Group> labels,
        List<Group> batches,
        Agreement agreement,
        List<Population> populations) {

    /**
     * Cells that belong together.
     *
     * @param name what they have in common
     * @param cells their number
     * @param unassigned how many got no label
     * @param called how many are called new
     * @param confidence their mean confidence, 0 to 1
     * @param novelty the median of their novelty, 0 to 1, to about a hundredth
     */
    public record Group(String name, long cells, long unassigned, long called, double confidence, double novelty) {}

    /**
     * Labels told beside those that the table has.
     *
     * @param column where the table has them
     * @param cells how many cells have a label that the reference has, too
     * @param lacking how many have one that it lacks
     * @param lackingCalled how many of the latter are called new
     * @param accuracy the share of the former that are told their label, 0 to 1
     * @param macroF1 the F1 of each of the table's labels that the reference has, in the mean, 0 to 1
     * @param labels the commonest labels of the table, most cells first
     * @param counts a row for each of these, and one for all other cells: how many are told each of these labels, any other one, and none
     */
    public record Agreement(
            String column,
            long cells,
            long lacking,
            long lackingCalled,
            double accuracy,
            double macroF1,
            List<String> labels,
            long[][] counts) {}

    /**
     * Cells that are called new and lie together.
     *
     * @param cells their number
     * @param batches the number of their batches
     * @param largest the names of the batches that have most of them, at most five, most cells first
     * @param nearest the labels that they are least unlike, at most three, the nearest first
     */
    public record Population(long cells, int batches, List<String> largest, List<String> nearest) {}
}
