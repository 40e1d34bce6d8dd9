package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.neighbours.Neighbours;

/** How well neighbours mix batches: the median {@link Lisi} over batches, scaled (Luecken et al. 2022, Nature Methods 19). */
public final class Ilisi {
    private Ilisi() {}

    /**
     * @param neighbours 90 of every cell, itself included, as in scib-metrics
     * @param batches the batch of every cell, codes from 0, at least two of them
     * @return 0 to 1, higher is better
     */
    public static double of(Neighbours neighbours, int[] batches) {
        int groups = Groups.count(batches);
        return (Lisi.median(neighbours, batches) - 1.0) / (groups - 1);
    }
}
