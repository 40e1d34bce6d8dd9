package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.neighbours.Neighbours;

/** How well neighbours share a label: the median {@link Lisi} over labels, scaled (Luecken et al. 2022, Nature Methods 19). */
public final class Clisi {
    private Clisi() {}

    /**
     * @param neighbours 90 of every cell, itself included, as in scib-metrics
     * @param labels the label of every cell, codes from 0, at least two of them
     * @return 0 to 1, higher is better
     */
    public static double of(Neighbours neighbours, int[] labels) {
        int groups = Groups.count(labels);
        return (groups - Lisi.median(neighbours, labels)) / (groups - 1);
    }
}
