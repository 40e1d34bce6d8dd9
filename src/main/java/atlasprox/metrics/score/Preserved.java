package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;

/** The share of the structure within batches that a correction leaves: 1 - sum |x - y|^2 / sum |x|^2, both centred on their batch. */
public final class Preserved {
    private Preserved() {}

    /**
     * @param raw n x d, before the correction
     * @param corrected n x d, after it
     * @param batches the batch of every cell, codes from 0
     * @return at most 1, and 1 if whole batches moved and nothing else; NaN if no batch has any spread
     */
    public static double of(float[][] raw, float[][] corrected, int[] batches) {
        double[][] rawCentres = Groups.means(raw, batches);
        double[][] centres = Groups.means(corrected, batches);
        double moved = 0.0;
        double total = 0.0;
        for (int cell = 0; cell < raw.length; cell++) {
            for (int j = 0; j < raw[cell].length; j++) {
                double x = raw[cell][j] - rawCentres[batches[cell]][j];
                double y = corrected[cell][j] - centres[batches[cell]][j];
                moved += (x - y) * (x - y);
                total += x * x;
            }
        }
        return total > 0.0 ? 1.0 - moved / total : Double.NaN;
    }
}
