package atlasprox.report;

import java.util.Arrays;

/**
 * Lays one picture of cells over another: of all turns, reflections and shifts, the one with the least sum of squared distances between the
 * two places of each cell (Schoenemann 1966, in the plane). Distances within a picture stay as they are.
 */
final class Procrustes {
    private Procrustes() {}

    /**
     * @param points n x 2, n at least 1
     * @param reference n x 2, the same cells
     * @return the points, laid over the reference
     */
    static float[][] onto(float[][] points, float[][] reference) {
        double[] from = centre(points);
        double[] to = centre(reference);
        double[] straight = turn(points, from, reference, to, 1.0);
        double[] mirrored = turn(points, from, reference, to, -1.0);
        boolean mirror = Math.hypot(mirrored[0], mirrored[1]) > Math.hypot(straight[0], straight[1]);
        double[] turn = mirror ? mirrored : straight;
        double length = Math.hypot(turn[0], turn[1]);
        double cosine = length > 0.0 ? turn[0] / length : 1.0;
        double sine = length > 0.0 ? turn[1] / length : 0.0;
        return Arrays.stream(points)
                .map(point -> {
                    double x = point[0] - from[0];
                    double y = (mirror ? -1.0 : 1.0) * (point[1] - from[1]);
                    return new float[] {(float) (to[0] + cosine * x - sine * y), (float) (to[1] + sine * x + cosine * y)
                    };
                })
                .toArray(float[][]::new);
    }

    /** The sums whose direction is the best turn's and whose length says how well it fits; {@code side} -1 reflects first. */
    private static double[] turn(float[][] points, double[] from, float[][] reference, double[] to, double side) {
        double along = 0.0;
        double across = 0.0;
        for (int i = 0; i < points.length; i++) {
            double x = points[i][0] - from[0];
            double y = side * (points[i][1] - from[1]);
            double u = reference[i][0] - to[0];
            double v = reference[i][1] - to[1];
            along += x * u + y * v;
            across += x * v - y * u;
        }
        return new double[] {along, across};
    }

    private static double[] centre(float[][] points) {
        return new double[] {
            Arrays.stream(points).mapToDouble(point -> point[0]).average().orElse(0.0),
            Arrays.stream(points).mapToDouble(point -> point[1]).average().orElse(0.0)
        };
    }
}
