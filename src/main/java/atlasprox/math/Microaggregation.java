package atlasprox.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Parts points into groups of near ones, none smaller than a given size, so that a group's sum can be told without telling a point
 * (microaggregation, as statistical offices publish records; Domingo-Ferrer and Mateo-Sanz 2002). A group is cut in two along the direction of
 * its greatest variance, where that leaves the least sum of squares along it, as long as both halves are large enough. The groups depend on the
 * points and their order alone.
 */
public final class Microaggregation {
    /** Steps of the power iteration: the direction need only be a good one. */
    private static final int STEPS = 4;

    private final double[][] points;
    private final int least;
    private final List<int[]> groups = new ArrayList<>();

    private Microaggregation(double[][] points, int least) {
        this.points = points;
        this.least = least;
    }

    /**
     * @param points n rows of d coordinates, at least one; not changed
     * @param least the least size of a group, at least 1
     * @return the rows of each group, of between {@code least} and {@code 2 least - 1} points; where there are fewer points, one group of
     *     all
     */
    public static List<int[]> groups(double[][] points, int least) {
        Microaggregation parting = new Microaggregation(points, least);
        int[] all = new int[points.length];
        Arrays.setAll(all, i -> i);
        parting.part(all);
        return parting.groups;
    }

    private void part(int[] rows) {
        if (rows.length < 2 * least) {
            groups.add(rows);
            return;
        }
        double[] along = along(rows);
        int[] order = ascending(along);
        int cut = cut(along, order);
        part(rows(rows, order, 0, cut));
        part(rows(rows, order, cut, rows.length));
    }

    private static int[] rows(int[] rows, int[] order, int from, int to) {
        int[] part = new int[to - from];
        Arrays.setAll(part, i -> rows[order[from + i]]);
        Arrays.sort(part);
        return part;
    }

    /** Stable, so that points side by side stay in their order. */
    private static int[] ascending(double[] along) {
        Integer[] order = new Integer[along.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> along[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /**
     * How many points come into the first half: of all places that are allowed the one at which the halves' means lie farthest apart, by Ward's
     * measure; the one nearest the middle where points lie at one place, so that no chain of cuts grows as long as there are points.
     */
    private int cut(double[] along, int[] order) {
        double all = 0.0;
        for (double x : along) {
            all += x;
        }
        int n = order.length;
        double sum = 0.0;
        double most = Double.NEGATIVE_INFINITY;
        int cut = least;
        for (int size = 1; size <= n - least; size++) {
            sum += along[order[size - 1]];
            double apart = sum / size - (all - sum) / (n - size);
            double between = apart * apart * size * (n - size);
            if (size >= least && (between > most || between == most && size <= n / 2)) {
                most = between;
                cut = size;
            }
        }
        return cut;
    }

    /** Where the points lie along the direction of their greatest variance, about their mean. */
    private double[] along(int[] rows) {
        double[] mean = mean(rows);
        double[] direction = Vectors.minus(points[farthest(rows, mean)], mean);
        for (int step = 0; step < STEPS; step++) {
            direction = stretched(rows, mean, direction);
        }
        double[] along = new double[rows.length];
        for (int i = 0; i < along.length; i++) {
            along[i] = dot(points[rows[i]], mean, direction);
        }
        return along;
    }

    private double[] mean(int[] rows) {
        double[] mean = new double[points[0].length];
        for (int row : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += points[row][j] / rows.length;
            }
        }
        return mean;
    }

    private int farthest(int[] rows, double[] mean) {
        int farthest = rows[0];
        double most = -1.0;
        for (int row : rows) {
            double square = Vectors.square(points[row], mean);
            if (square > most) {
                most = square;
                farthest = row;
            }
        }
        return farthest;
    }

    /** The direction times the points' scatter, brought to a length of about 1. */
    private double[] stretched(int[] rows, double[] mean, double[] direction) {
        double[] sum = new double[mean.length];
        for (int row : rows) {
            double along = dot(points[row], mean, direction);
            for (int j = 0; j < sum.length; j++) {
                sum[j] += along * (points[row][j] - mean[j]);
            }
        }
        double length = Math.sqrt(Vectors.square(sum, new double[sum.length]));
        for (int j = 0; j < sum.length && length > 0.0; j++) {
            sum[j] /= length;
        }
        return sum;
    }

    private static double dot(double[] point, double[] mean, double[] direction) {
        double dot = 0.0;
        for (int j = 0; j < mean.length; j++) {
            dot += (point[j] - mean[j]) * direction[j];
        }
        return dot;
    }
}
