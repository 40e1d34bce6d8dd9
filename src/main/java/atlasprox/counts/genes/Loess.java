package atlasprox.counts.genes;

import java.util.Arrays;

/**
 * A smooth curve through scattered points by local quadratic regression (Cleveland and Devlin, JASA 1988), tricube weights over the nearest
 * share of the points, worked out at few places and blended by cubics in between (Cleveland and Grosse, Statistics and Computing 1991): as
 * the netlib routine does it, that single-cell programs use. Own code, as the only one in Java (commons-math3) is linear and refuses points of
 * the same place.
 */
final class Loess {
    /** Of the nearest points. */
    private static final double SPAN = 0.3;

    /** Of these, the most that lie between two places where the curve is worked out. */
    private static final double CELL = 0.2;

    /** By how much the range of the places exceeds that of the points, on either side. */
    private static final double MARGIN = 0.005;

    /** Of the reach: points nearer are as good as here, and farther ones out of it. */
    private static final double NEAR = 0.001;

    private final double[] sorted;
    private final double[] ordered;
    private final int neighbours;

    private Loess(double[] x, double[] y) {
        Integer[] order = new Integer[x.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(x[a], x[b]));
        this.sorted = new double[x.length];
        this.ordered = new double[x.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = x[order[i]];
            ordered[i] = y[order[i]];
        }
        this.neighbours = Math.max(1, Math.min(x.length, (int) Math.floor(x.length * SPAN + 1e-5)));
    }

    /**
     * @param x n places, n at least 1
     * @param y the n values there
     * @return the curve's value at each place
     */
    static double[] fitted(double[] x, double[] y) {
        Loess loess = new Loess(x, y);
        double[] places = loess.places();
        double[][] curve = new double[places.length][];
        for (int i = 0; i < places.length; i++) {
            curve[i] = loess.at(places[i]);
        }
        return Arrays.stream(x).map(one -> blended(one, places, curve)).toArray();
    }

    /** Where the curve is worked out: the range is halved by the points until few are left of each part. */
    private double[] places() {
        int n = sorted.length;
        double low = sorted[0];
        double high = sorted[n - 1];
        double least = 1e-10 * Math.max(Math.abs(low), Math.abs(high)) + 1e-30;
        double margin = MARGIN * Math.max(high - low, least);
        double[] places = new double[n + 2];
        places[0] = low - margin;
        places[1] = high + margin;
        int most = (int) Math.floor(n * SPAN * CELL);
        int count = cut(0, n - 1, most, places, 2);
        return Arrays.stream(places, 0, count).sorted().toArray();
    }

    private int cut(int from, int to, int most, double[] places, int count) {
        if (to - from + 1 <= most) {
            return count;
        }
        int middle = middle(from, to);
        double place = sorted[middle];
        for (int i = 0; i < count; i++) {
            if (places[i] == place) {
                return count;
            }
        }
        places[count] = place;
        int left = cut(from, middle, most, places, count + 1);
        return cut(middle + 1, to, most, places, left);
    }

    /** The last point of the lower half, or the nearest to it after which another place begins. */
    private int middle(int from, int to) {
        int half = (from + to) / 2;
        int offset = 0;
        while (half + offset < to && half + offset >= from) {
            if (sorted[half + offset] != sorted[half + offset + 1]) {
                return half + offset;
            }
            offset = offset > 0 ? -offset : 1 - offset;
        }
        return half;
    }

    /** Value and slope of the local parabola. */
    private double[] at(double place) {
        double reach = reach(place);
        double[] sums = new double[5];
        double[] right = new double[3];
        for (int i = 0; i < sorted.length; i++) {
            double u = (sorted[i] - place) / reach;
            double weight = weight(Math.abs(u));
            double power = weight;
            for (int p = 0; p < sums.length && weight > 0.0; p++) {
                sums[p] += power;
                if (p < right.length) {
                    right[p] += power * ordered[i];
                }
                power *= u;
            }
        }
        double[] parabola = Parabola.of(sums, right);
        return new double[] {parabola[0], parabola[1] / reach};
    }

    private static double weight(double distance) {
        if (distance >= 1.0 - NEAR) {
            return 0.0;
        }
        double rest = 1.0 - distance * distance * distance;
        return distance > NEAR ? rest * rest * rest : 1.0;
    }

    /** The distance of the last of the nearest points; of the nearest elsewhere where all of these lie here. */
    private double reach(double place) {
        double[] distance =
                Arrays.stream(sorted).map(x -> Math.abs(x - place)).sorted().toArray();
        int last = neighbours - 1;
        while (last < distance.length - 1 && distance[last] == 0.0) {
            last++;
        }
        return distance[last] > 0.0 ? distance[last] : 1.0;
    }

    private static double blended(double x, double[] places, double[][] curve) {
        int found = Arrays.binarySearch(places, x);
        int i = Math.min(found >= 0 ? found : -found - 2, places.length - 2);
        double width = places[i + 1] - places[i];
        double t = (x - places[i]) / width;
        double s = 1.0 - t;
        return s * s * ((1.0 + 2.0 * t) * curve[i][0] + t * width * curve[i][1])
                + t * t * ((1.0 + 2.0 * s) * curve[i + 1][0] - s * width * curve[i + 1][1]);
    }
}
