package atlasprox.aligned.start;

import atlasprox.math.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The displacement of one client's centroids onto a pool's that most centroids agree about. The support of a displacement t is {@code
 * S(t) = sum_ij a_i b_j k(x_i + t - y_j)}: about the number of distinct centroids that land on one of the pool's. A displacement that a
 * single group supports always has a rival as good; one that several groups share has none.
 */
final class DisplacementMatch {
    /** From how many of the best supported candidates the best displacement, and its rival, are climbed for: bench/constants.py. */
    private static final int CLIMBS = 5;

    /** More than a climb takes on any set looked at; one that is cut short is worth what it has reached ({@link #climbed}). */
    private static final int STEPS = 50;

    /** Of the squared width: a step of less than a thousandth of a centroid's width moves no centroid to another. */
    private static final double STILL = 1e-6;

    /** Of supports, which are about 1 for each centroid that lands on another: so little is rounding, and no direction. */
    private static final double NOTHING = 1e-12;

    private final WeightedCentroids from;
    private final WeightedCentroids onto;
    private final double squareWidth;

    /**
     * The outcome.
     *
     * @param shift the best displacement
     * @param support its support
     * @param rival the support of the best displacement of another kind
     * @param width the mean squared distance of the centroids that support the shift from their mean
     */
    record Found(double[] shift, double support, double rival, double width) {

        /** @return the squared length of the shift */
        double squareLength() {
            return Vectors.square(shift, new double[shift.length]);
        }
    }

    DisplacementMatch(WeightedCentroids from, WeightedCentroids onto, double squareWidth) {
        this.from = from;
        this.onto = onto;
        this.squareWidth = squareWidth;
    }

    /** @param apart the squared distance beyond which a displacement is another one, not the best one again */
    Found best(double apart) {
        List<Integer> order = order();
        double[] best = null;
        double most = -1.0;
        for (int i : order.subList(0, Math.min(CLIMBS, order.size()))) {
            double[] top = climbed(candidate(i));
            double reached = support(top);
            if (reached > most) {
                most = reached;
                best = top;
            }
        }
        return new Found(best, most, rival(order, best, apart), width(best));
    }

    /** The candidates, best supported first. */
    private List<Integer> order() {
        double unmoved = support(candidate(from.size() * onto.size()));
        double[] support = DoubleStream.concat(
                        Arrays.stream(PairSupports.of(from, onto)).flatMapToDouble(Arrays::stream),
                        DoubleStream.of(unmoved))
                .toArray();
        return IntStream.range(0, support.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -support[i]))
                .toList();
    }

    /** From the one centroid of a pair to the other; the last one leaves the centroids where they are. */
    private double[] candidate(int i) {
        return i == from.size() * onto.size()
                ? new double[from.points().get(0).length]
                : Vectors.minus(
                        onto.points().get(i % onto.size()), from.points().get(i / onto.size()));
    }

    private double rival(List<Integer> order, double[] best, double apart) {
        double rival = 0.0;
        int climbs = 0;
        for (int i : order) {
            double[] candidate = candidate(i);
            if (Vectors.square(candidate, best) > apart) {
                double[] top = climbed(candidate);
                boolean another = Vectors.square(top, best) > apart;
                rival = Math.max(rival, support(another ? top : candidate));
                climbs++;
            }
            if (climbs == CLIMBS) {
                break;
            }
        }
        return rival;
    }

    /**
     * Mean shift: to the weighted mean displacement of the pairs that the present one brings near each other. No step lowers the support, and
     * a displacement counts by the support that it has, so that one which 50 steps leave short of the top is worth that much less, no more.
     */
    private double[] climbed(double[] start) {
        double[] shift = start;
        for (int step = 0; step < STEPS; step++) {
            double[] next = step(from, onto, shift);
            if (next == null) {
                return shift;
            }
            boolean still = Vectors.square(next, shift) < STILL * squareWidth;
            shift = next;
            if (still) {
                return shift;
            }
        }
        return shift;
    }

    /**
     * One step of mean shift.
     *
     * @return the next displacement, or null where nothing lies near
     */
    static double[] step(WeightedCentroids from, WeightedCentroids onto, double[] shift) {
        double[] mean = new double[shift.length];
        double total = 0.0;
        for (int i = 0; i < from.size(); i++) {
            double[] moved = Vectors.plus(from.points().get(i), shift);
            for (int j = 0; j < onto.size(); j++) {
                double[] y = onto.points().get(j);
                double weight = from.weight(i, onto, j) * onto.kernel(moved, y);
                total += weight;
                for (int dim = 0; dim < mean.length && weight > 0.0; dim++) {
                    mean[dim] += weight * (y[dim] - from.points().get(i)[dim]);
                }
            }
        }
        if (total < NOTHING) {
            return null;
        }
        for (int dim = 0; dim < mean.length; dim++) {
            mean[dim] /= total;
        }
        return mean;
    }

    private double support(double[] shift) {
        double sum = 0.0;
        for (int i = 0; i < from.size(); i++) {
            sum += support(i, shift);
        }
        return sum;
    }

    private double support(int i, double[] shift) {
        double[] moved = Vectors.plus(from.points().get(i), shift);
        double sum = 0.0;
        for (int j = 0; j < onto.size(); j++) {
            sum += from.weight(i, onto, j) * onto.kernel(moved, onto.points().get(j));
        }
        return sum;
    }

    private double width(double[] shift) {
        double[] supports = new double[from.size()];
        double[] mean = new double[shift.length];
        double all = support(shift);
        for (int i = 0; i < supports.length && all > NOTHING; i++) {
            supports[i] = support(i, shift) / all;
            for (int dim = 0; dim < mean.length; dim++) {
                mean[dim] += supports[i] * from.points().get(i)[dim];
            }
        }
        double width = 0.0;
        for (int i = 0; i < supports.length; i++) {
            width += supports[i] * Vectors.square(from.points().get(i), mean);
        }
        return width;
    }
}
