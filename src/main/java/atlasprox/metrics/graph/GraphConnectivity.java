package atlasprox.metrics.graph;

import atlasprox.metrics.neighbours.Neighbours;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Whether the cells of a label hang together: the share of a label's cells that its largest strongly connected component in the
 * neighbour graph holds, a mean over labels (Luecken et al. 2022, Nature Methods 19).
 */
public final class GraphConnectivity {
    private GraphConnectivity() {}

    /**
     * @param neighbours 15 of every cell, itself included, as in scib-metrics
     * @param labels the label of every cell, codes from 0
     * @return above 0 to 1, higher is better
     */
    public static double of(Neighbours neighbours, int[] labels) {
        int[] components = new StrongComponents(within(neighbours.index(), labels)).of();
        return Arrays.stream(labels)
                .distinct()
                .sorted()
                .mapToDouble(label -> largestShare(label, labels, components))
                .average()
                .orElse(Double.NaN);
    }

    private static int[][] within(int[][] index, int[] labels) {
        return IntStream.range(0, index.length)
                .mapToObj(cell -> Arrays.stream(index[cell])
                        .filter(other -> labels[other] == labels[cell])
                        .toArray())
                .toArray(int[][]::new);
    }

    private static double largestShare(int label, int[] labels, int[] components) {
        int[] sizes = new int[components.length];
        int all = 0;
        for (int cell = 0; cell < labels.length; cell++) {
            if (labels[cell] == label) {
                sizes[components[cell]]++;
                all++;
            }
        }
        return (double) Arrays.stream(sizes).max().orElse(0) / all;
    }
}
