package atlasprox.labels.search;

import atlasprox.math.KMeans;
import atlasprox.math.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Points put together by their {@link Outline}s: about as many balls as the square root of their number, each the points nearest to one centre. Holds a
 * lower bound of the distance from each point to the points of each ball, where that does not take too long to find out.
 */
final class Balls {
    /** Products of coordinates beyond which distances of all pairs are not taken: some seconds. */
    private static final double MOST_WORK = 4e9;

    private static final long SEED = 0L;

    /** The points in the order of the balls, by their numbers. */
    final int[] order;

    /** The place in that order at which each ball begins, and the number of points at the end. */
    final int[] first;

    /** The outlines of the centres, one after another. */
    final double[] centres;

    /** How far the outlines of a ball's points lie from its centre. */
    final double[] radii;

    /** By place and ball at most the distance of the point to the nearest of the ball's; null where that is not known. */
    final float[][] apart;

    /**
     * @param points n rows of d coordinates
     * @param outlines of these
     * @param wanted the number of balls; about the square root of the number of points is best
     */
    Balls(double[][] points, double[][] outlines, int wanted) {
        KMeans.Result means = KMeans.euclidean(Arrays.asList(outlines), wanted, SEED);
        int[] ball = means.nearest();
        this.centres =
                Arrays.stream(means.centres()).flatMapToDouble(Arrays::stream).toArray();
        this.order = IntStream.range(0, points.length)
                .boxed()
                .sorted(Comparator.comparingInt(point -> ball[point]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.radii = new double[means.centres().length];
        this.first = new int[radii.length + 1];
        for (int place = 0; place < order.length; place++) {
            int of = ball[order[place]];
            first[of + 1] = place + 1;
            radii[of] = Math.max(radii[of], Math.sqrt(Vectors.square(outlines[order[place]], means.centres()[of])));
        }
        this.apart = radii.length > 1 && (double) points.length * points.length * points[0].length < MOST_WORK
                ? apart(points)
                : null;
    }

    /** About as many balls as there are points in one. */
    static int usual(int points) {
        return Math.max(1, (int) Math.round(Math.sqrt(points)));
    }

    private float[][] apart(double[][] points) {
        float[][] apart = new float[order.length][radii.length];
        for (int place = 0; place < order.length; place++) {
            for (int ball = 0; ball < apart[place].length; ball++) {
                double nearest = Double.POSITIVE_INFINITY;
                for (int other = first[ball]; other < first[ball + 1]; other++) {
                    nearest = Math.min(nearest, Vectors.square(points[order[place]], points[order[other]]));
                }
                apart[place][ball] = Math.nextDown((float) Math.sqrt(nearest));
            }
        }
        return apart;
    }

    int count() {
        return radii.length;
    }
}
