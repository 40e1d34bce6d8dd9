package atlasprox.results;

import java.util.List;
import java.util.Map;

/**
 * What {@code inspect} finds.
 *
 * @param input the input paths as given
 * @param columns every column's type by its name, in the table's order
 * @param embedding the embedding's name
 * @param dimension the number of embedding dimensions d
 * @param batchColumns the batch columns
 * @param id the id column, or null
 * @param rows all rows
 * @param cells the usable cells
 * @param fingerprint a hash of all usable cells and their batches, the same in any row order, in hexadecimal
 * @param invalid the rows that are not usable cells, by reason
 * @param batches the batches in ascending order of their names
 * @param confounding how batch and label depend on each other, or null where no label was given
 * @param preserved how the values to preserve are spread over the batches, or null where none are
 * @param effects how far the batches differ, as a fit would find; null where the method does not ask, or the table has problems
 * @param memory what a run would take of memory, about
 * @param problems what would make {@code correct} refuse the table, one sentence each
 * @param warnings what else its owner should know
 */
public record Inspection(
        List<String> input,
        Map<String, String> columns,
        String embedding,
        int dimension,
        List<String> batchColumns,
        String id,
        long rows,
        long cells,
        String fingerprint,
        Map<String, Long> invalid,
        List<BatchSize> batches,
        Confounding confounding,
        Preserved preserved,
        List<BatchEffect> effects,
        Memory memory,
        List<String> problems,
        List<String> warnings) {

    /**
     * Dependence of batch and label.
     *
     * @param labels the number of labels
     * @param unlabelled rows without a label
     * @param cramersV Cramer's V of the two, from 0 (independent) to 1 (one tells the other)
     * @param oneLabelBatches batches all of whose cells have one label
     * @param oneBatchLabels labels all of whose cells are in one batch
     */
    public record Confounding(
            int labels, long unlabelled, double cramersV, List<String> oneLabelBatches, List<String> oneBatchLabels) {}

    /**
     * Values between which differences are preserved.
     *
     * @param column the column that has them
     * @param values how many cells and batches each value has, in ascending order of the values
     * @param oneValueBatches how many batches have a single value: they are brought onto batches of that value alone
     * @param groups how many groups of batches have no value in common with others, by whatever way: nothing is corrected between them
     */
    public record Preserved(String column, List<Value> values, int oneValueBatches, int groups) {}

    /**
     * A value to preserve.
     *
     * @param value the value
     * @param cells its usable cells
     * @param batches in how many batches these are
     */
    public record Value(String value, long cells, int batches) {}

    /**
     * Memory in bytes that {@code correct} would take with the same options ({@link atlasprox.ml.MemoryEstimate}).
     *
     * @param driver for the driver
     * @param executor for what the tasks of an executor share
     * @param largestTask for the largest task
     * @param cells for the cells that are visited, over all executors, spilled to disk where memory ends
     * @param labels of the driver's, for what labels are learned from; 0 where no label column is given
     * @param tasks how many tasks run side by side
     * @param here in this JVM: all of it where Spark is embedded, else the driver's
     * @param heap the largest heap of this JVM
     */
    public record Memory(
            long driver, long executor, long largestTask, long cells, long labels, int tasks, long here, long heap) {}
}
