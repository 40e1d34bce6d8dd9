package atlasprox.math;

import java.io.Serializable;

/**
 * For each of K centres, how many {@linkplain UnitPoints directions} are nearest to it, and their sum, which is exact. A monoid under
 * {@link #merge}. Centres without any take no room.
 */
public final class DirectionSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] counts;
    private final double[][] sums;

    /** @param centres K, at least 1 */
    public DirectionSums(int centres) {
        this.counts = new long[centres];
        this.sums = new double[centres][];
    }

    void add(int centre, double[] unit) {
        add(centre, 1L, unit);
    }

    private void add(int centre, long count, double[] sum) {
        if (sums[centre] == null) {
            sums[centre] = new double[sum.length];
        }
        counts[centre] += count;
        UnitPoints.add(sum, sums[centre]);
    }

    /**
     * @param other sums over other points about the same centres; left as they are
     * @return these sums, of both
     */
    public DirectionSums merge(DirectionSums other) {
        for (int centre = 0; centre < counts.length; centre++) {
            if (other.counts[centre] > 0) {
                add(centre, other.counts[centre], other.sums[centre]);
            }
        }
        return this;
    }

    /**
     * @param least a number of points, at least 1
     * @return these sums, without those of fewer points
     */
    public DirectionSums ofAtLeast(int least) {
        for (int centre = 0; centre < counts.length; centre++) {
            if (counts[centre] < least) {
                counts[centre] = 0L;
                sums[centre] = null;
            }
        }
        return this;
    }

    /**
     * @param centres the K unit rows that the points were nearest to
     * @return the directions of the sums; the old centre where no point is near
     */
    public double[][] moved(double[][] centres) {
        double[][] moved = new double[centres.length][];
        for (int centre = 0; centre < moved.length; centre++) {
            moved[centre] = counts[centre] == 0L ? centres[centre] : KMeans.toUnit(sums[centre].clone());
        }
        return moved;
    }

    /**
     * @param centres the K unit rows that the points were nearest to
     * @return the points' distances to them, 1 - cosine, added up
     */
    public double cost(double[][] centres) {
        double cost = 0.0;
        for (int centre = 0; centre < centres.length; centre++) {
            cost += counts[centre];
            for (int j = 0; counts[centre] > 0L && j < centres[centre].length; j++) {
                cost -= centres[centre][j] * sums[centre][j];
            }
        }
        return cost;
    }

    /**
     * @param centre in [0, K)
     * @return the number of points nearest to it
     */
    public long count(int centre) {
        return counts[centre];
    }
}
