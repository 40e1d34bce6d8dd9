package atlasprox.math;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The directions of points: unit vectors, rounded to multiples of 2^-32, so that sums of up to two million of them are exact in plain doubles
 * and the same in any order. A point at the origin has no direction and is nearest to the first of any centres.
 */
public final class UnitPoints implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double GRID = 0x1p32;

    private final double[][] units;
    private transient PointTiles tiles;

    /** @param points n rows of d coordinates, at least one; not changed */
    public UnitPoints(List<double[]> points) {
        this.units =
                points.stream().map(double[]::clone).map(UnitPoints::rounded).toArray(double[][]::new);
    }

    private static double[] rounded(double[] point) {
        double[] unit = KMeans.toUnit(point);
        for (int j = 0; j < unit.length; j++) {
            unit[j] = Math.rint(unit[j] * GRID) / GRID;
        }
        return unit;
    }

    /** @return the number of points */
    public int size() {
        return units.length;
    }

    /**
     * @param least the least number of points behind a sum, at least 1
     * @return the sum of the unit vectors of each group of near ones ({@link Microaggregation}); a single one of all where there are fewer
     *     than {@code 2 least} points
     */
    public double[][] groups(int least) {
        return Microaggregation.groups(units, least).stream().map(this::sum).toArray(double[][]::new);
    }

    private double[] sum(int[] rows) {
        double[] sum = new double[units[0].length];
        for (int row : rows) {
            add(units[row], sum);
        }
        return sum;
    }

    /**
     * @param centres K unit rows of d coordinates
     * @return the sums over the points nearest to each of them
     */
    public DirectionSums nearest(double[][] centres) {
        int[] nearest = new int[units.length];
        double[] distance = new double[units.length];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        tiles().distances(centres, (centre, first, apart, count) -> {
            for (int i = 0; i < count; i++) {
                if (apart[i] < distance[first + i]) {
                    distance[first + i] = apart[i];
                    nearest[first + i] = centre;
                }
            }
        });
        DirectionSums sums = new DirectionSums(centres.length);
        for (int i = 0; i < nearest.length; i++) {
            sums.add(nearest[i], units[i]);
        }
        return sums;
    }

    private PointTiles tiles() {
        if (tiles == null) {
            tiles = new PointTiles(units, true);
        }
        return tiles;
    }

    static void add(double[] x, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += x[j];
        }
    }
}
