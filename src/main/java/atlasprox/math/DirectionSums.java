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
     * @param rest another one, at least 1
     * @return these sums, without those of fewer points than the first; and without the smallest others as long as those that are left out
     *     have points, but fewer than the second: whoever knows the sum of all could take away what is told
     */
    public DirectionSums ofAtLeast(int least, int rest) {
        long without = 0L;
        for (int centre = 0; centre < counts.length; centre++) {
            if (counts[centre] < least) {
                without += forget(centre);
            }
        }
        for (int centre = smallest(); centre >= 0 && without > 0L && without < rest; centre = smallest()) {
            without += forget(centre);
        }
        return this;
    }

    private long forget(int centre) {
        long count = counts[centre];
        counts[centre] = 0L;
        sums[centre] = null;
        return count;
    }

    /** The first centre of those with the fewest points; -1 where none has any. */
    private int smallest() {
        int smallest = -1;
        for (int centre = 0; centre < counts.length; centre++) {
            if (counts[centre] > 0L && (smallest < 0 || counts[centre] < counts[smallest])) {
                smallest = centre;
            }
        }
        return smallest;
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
