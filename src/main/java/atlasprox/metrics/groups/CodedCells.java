package atlasprox.metrics.groups;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Who the cells to score are. Their order is that of the embeddings' rows.
 *
 * @param batches the batch of every cell, its place among the names
 * @param batchNames the batches' names, ascending
 * @param labels the label of every cell, its place among the names; -1 where missing
 * @param labelNames the labels' names, ascending; empty where no cell has one
 */
public record CodedCells(int[] batches, List<String> batchNames, int[] labels, List<String> labelNames) {
    private static final int NO_LABEL = -1;

    /**
     * @param batches the batch's name of every cell
     * @param labels the label of every cell; null where missing
     * @return the cells, by their places among the names
     */
    public static CodedCells of(List<String> batches, List<String> labels) {
        List<String> batchNames = List.copyOf(new TreeSet<>(batches));
        List<String> labelNames = List.copyOf(
                new TreeSet<>(labels.stream().filter(Objects::nonNull).toList()));
        return new CodedCells(codes(batches, batchNames), batchNames, codes(labels, labelNames), labelNames);
    }

    /** @return the rows of the cells that have a label, ascending */
    public int[] labelled() {
        return IntStream.range(0, labels.length)
                .filter(cell -> labels[cell] != NO_LABEL)
                .toArray();
    }

    /** Some of the cells, with codes for what is left alone. */
    public CodedCells at(int[] cells) {
        return of(
                Arrays.stream(cells)
                        .mapToObj(cell -> batchNames.get(batches[cell]))
                        .toList(),
                Arrays.stream(cells)
                        .mapToObj(cell -> labels[cell] == NO_LABEL ? null : labelNames.get(labels[cell]))
                        .toList());
    }

    private static int[] codes(List<String> names, List<String> known) {
        return names.stream()
                .mapToInt(name -> name == null ? NO_LABEL : Collections.binarySearch(known, name))
                .toArray();
    }
}
