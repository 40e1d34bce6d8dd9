package atlasprox.labels.search;

import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points put together by how near they lie: each ball is the points that are nearer than a radius to one of them, about their mean. The distances from anywhere to all centres are
 * taken in single precision, a coordinate of all centres at a time, which compiles to vector instructions; no bound on single coordinates, and none by the
 * triangle between other points, tells much apart in dozens of dimensions.
 */
final class Balls {
    /** More centres take longer than the points that they would spare. */
    private static final int MOST = 4_096;

    /** Squares beyond single precision: from so far away everything is looked at. */
    private static final double FAR = 1e15;

    /** What a coordinate is rounded by in single precision, relative to it. */
    private static final double ROUNDED = 0x1p-24;

    /** The points in the order of the balls, by their numbers. */
    final int[] order;

    /** The place in that order at which each ball begins, and the number of points at the end. */
    final int[] first;

    /** How far a ball's points lie from its centre, at most. */
    final double[] radii;

    /** Coordinate x ball. */
    private final float[][] centres;

    /** Of the centre farthest from the origin. */
    private final double farthest;

    /**
     * @param points n rows of d coordinates
     * @param radius of a ball, at least 0, unless there are too many
     */
    Balls(double[][] points, double radius) {
        int[] ball = dealt(points, radius);
        double[][] means = means(points, ball);
        this.centres = new float[points[0].length][means.length];
        for (int j = 0; j < centres.length; j++) {
            for (int of = 0; of < means.length; of++) {
                centres[j][of] = (float) means[of][j];
            }
        }
        this.farthest = Arrays.stream(means).mapToDouble(Balls::length).max().orElse(0.0);
        this.radii = new double[means.length];
        this.first = new int[means.length + 1];
        this.order = IntStream.range(0, points.length)
                .boxed()
                .sorted(Comparator.comparingInt(point -> ball[point]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place = 0; place < order.length; place++) {
            int of = ball[order[place]];
            first[of + 1] = place + 1;
            radii[of] = Math.max(radii[of], Math.sqrt(Vectors.square(points[order[place]], means[of])));
        }
    }

    /** By point the number of its ball: each joins the nearest of the points that began one, or begins another. */
    private static int[] dealt(double[][] points, double radius) {
        List<double[]> begun = new ArrayList<>();
        int[] ball = new int[points.length];
        for (int point = 0; point < points.length; point++) {
            ball[point] = nearest(points[point], begun, radius);
            if (ball[point] == begun.size()) {
                begun.add(points[point]);
            }
        }
        return ball;
    }

    /** Of the points of each ball, to which they lie nearer than to the one that began it; in single precision. */
    private static double[][] means(double[][] points, int[] ball) {
        int[] count = new int[Arrays.stream(ball).max().orElse(-1) + 1];
        double[][] means = new double[count.length][points[0].length];
        for (int point = 0; point < points.length; point++) {
            count[ball[point]]++;
            for (int j = 0; j < points[point].length; j++) {
                means[ball[point]][j] += points[point][j];
            }
        }
        for (int of = 0; of < means.length; of++) {
            for (int j = 0; j < means[of].length; j++) {
                means[of][j] = (float) (means[of][j] / count[of]);
            }
        }
        return means;
    }

    /** The nearest of those that are near enough; if none is, the number of the next one, while there may be another. */
    private static int nearest(double[] point, List<double[]> begun, double radius) {
        int nearest = begun.size();
        double least = begun.size() < MOST ? radius * radius : Double.POSITIVE_INFINITY;
        for (int of = 0; of < begun.size(); of++) {
            double square = Vectors.square(point, begun.get(of));
            if (square < least || (square == least && nearest == begun.size())) {
                nearest = of;
                least = square;
            }
        }
        return nearest;
    }

    private static double length(double[] point) {
        double square = 0.0;
        for (double coordinate : point) {
            square += coordinate * coordinate;
        }
        return Math.sqrt(square);
    }

    int count() {
        return radii.length;
    }

    /**
     * @param point d coordinates
     * @param squares overwritten by about the squared distances to the centres; 0 from very far away
     * @return by how much a distance may be less than its square says, beside a share of it
     */
    double squares(double[] point, float[] squares) {
        Arrays.fill(squares, 0f);
        double length = length(point);
        if (!(length + farthest < FAR)) {
            return Double.POSITIVE_INFINITY;
        }
        int j = 0;
        for (; j + 3 < centres.length; j += 4) {
            addFour(point, j, squares);
        }
        for (; j < centres.length; j++) {
            float of = (float) point[j];
            float[] centre = centres[j];
            for (int ball = 0; ball < squares.length; ball++) {
                squares[ball] += square(of - centre[ball]);
            }
        }
        return 2.0 * ROUNDED * (length + farthest);
    }

    private void addFour(double[] point, int j, float[] squares) {
        float p0 = (float) point[j];
        float p1 = (float) point[j + 1];
        float p2 = (float) point[j + 2];
        float p3 = (float) point[j + 3];
        float[] c0 = centres[j];
        float[] c1 = centres[j + 1];
        float[] c2 = centres[j + 2];
        float[] c3 = centres[j + 3];
        for (int ball = 0; ball < squares.length; ball++) {
            squares[ball] +=
                    square(p0 - c0[ball]) + square(p1 - c1[ball]) + square(p2 - c2[ball]) + square(p3 - c3[ball]);
        }
    }

    private static float square(float number) {
        return number * number;
    }

    /** By how much of itself a distance may be less than its square says: that of so many sums and products. */
    double share() {
        return 2.0 * ROUNDED * (centres.length + 4);
    }
}
