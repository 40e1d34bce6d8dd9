package atlasprox.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * k-means with the k-means++ start (Arthur and Vassilvitskii 2007) and Lloyd's iterations, on few enough points for one machine.
 * The result depends on the points, their order and the seed; callers give points in an order of their own, such as by key. But for
 * {@link #thorough} there are at most 25 iterations: these centres are places to start from, or sum up where cells lie, and need not be at
 * rest. With 300 instead, the fit's held-out F1 is the same to four digits (docs/aligned.md).
 */
public final class KMeans {
    private static final int ITERATIONS = 25;
    private static final int STARTS = 5;
    private static final int THOROUGH_ITERATIONS = 300;
    private static final double STILL = 1e-6;
    private static final double[][] NO_CENTRES = {};

    private final double[][] points;
    private final PointTiles tiles;
    private final boolean spherical;
    private final double[][] fixed;
    private final double[] weights;
    private final int[] nearest;
    private final double[] distance;
    private double[][] centres;

    /**
     * Centres of a k-means.
     *
     * @param centres at most k rows of d coordinates, none of them without points but for fixed ones
     * @param nearest for every point, the row of its centre
     * @param cost the sum over the points of the distance to their centre: squared, or 1 - cosine
     * @param falling the share by which the cost fell in the last iteration there was room for; 0 where it stood still before
     */
    public record Result(double[][] centres, int[] nearest, double cost, double falling) {

        /** @return how many points are nearest to each centre */
        public int[] sizes() {
            int[] sizes = new int[centres.length];
            for (int k : nearest) {
                sizes[k]++;
            }
            return sizes;
        }
    }

    private KMeans(double[][] points, boolean spherical, double[][] fixed) {
        this(points, ones(points.length), spherical, fixed);
    }

    private KMeans(double[][] points, double[] weights, boolean spherical, double[][] fixed) {
        this.fixed = fixed;
        this.weights = weights;
        this.points = points;
        this.tiles = new PointTiles(points, spherical);
        this.spherical = spherical;
        this.nearest = new int[points.length];
        this.distance = new double[points.length];
    }

    /**
     * By direction: points are brought to unit length, distances are 1 - cosine, centres are of unit length. The start is greedy, as in
     * {@link #thorough}: it comes upon more of the small groups, and less of what follows hangs on the seed.
     *
     * @param points n rows of d coordinates, at least one; not changed
     * @param k the number of centres wanted, at least 1
     * @param seed the seed of the start
     * @return the centres; fewer than k where there are not as many distinct directions
     */
    public static Result spherical(List<double[]> points, int k, long seed) {
        return new KMeans(directions(points), true, NO_CENTRES).run(k, seed, greedyTries(k), ITERATIONS);
    }

    /**
     * By direction, of groups of points of which only the sum of unit vectors is known: each stands where its sum points, and counts by the
     * sum's length. The cost is then that of all the points, but for what they differ within groups. Of {@value #STARTS} greedy starts the one
     * that ends at the lowest cost is taken.
     *
     * @param sums n rows of d coordinates, at least one, in an order of their own; not changed
     * @param k the number of centres wanted, at least 1
     * @param seed the seed of the start
     * @return the centres; fewer than k where there are not as many distinct directions
     */
    public static Result sphericalOfSums(List<double[]> sums, int k, long seed) {
        double[] lengths = sums.stream().mapToDouble(KMeans::length).toArray();
        double[][] directions = directions(sums);
        SplittableRandom seeds = new SplittableRandom(seed);
        return Stream.generate(seeds::nextLong)
                .limit(STARTS)
                .map(start ->
                        new KMeans(directions, lengths, true, NO_CENTRES).run(k, start, greedyTries(k), ITERATIONS))
                .min(Comparator.comparingDouble(Result::cost))
                .orElseThrow();
    }

    /**
     * By direction, beside centres that are there already and stay where they are: the others take the points that these leave, from the plain
     * start, as they are few.
     *
     * @param points n rows of d coordinates, at least one; not changed
     * @param fixed rows of d coordinates, of unit length
     * @param k the number of further centres wanted, at least 1
     * @param seed the seed of the start
     * @return the fixed centres, and the further ones after them, each in the direction of the points nearest to it; {@code nearest} counts
     *     through both
     */
    public static Result sphericalBeside(List<double[]> points, double[][] fixed, int k, long seed) {
        KMeans means = new KMeans(directions(points), true, fixed);
        return means.means(means.run(fixed.length + k, seed, 1, ITERATIONS).falling());
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1.0);
        return ones;
    }

    private static double[][] directions(List<double[]> points) {
        return points.stream().map(double[]::clone).map(KMeans::toUnit).toArray(double[][]::new);
    }

    /**
     * By squared Euclidean distance.
     *
     * @param points n rows of d coordinates, at least one; not changed
     * @param k the number of centres wanted, at least 1
     * @param seed the seed of the start
     * @return the centres; fewer than k where there are not as many distinct points
     */
    public static Result euclidean(List<double[]> points, int k, long seed) {
        return new KMeans(points.toArray(double[][]::new), false, NO_CENTRES).run(k, seed, 1, ITERATIONS);
    }

    /**
     * The same with no centre of fewer points than a given number, where there are as many: the smallest is given up as long as it is too small,
     * and its points go to the nearest of the others.
     *
     * @param points n rows of d coordinates, at least one; not changed
     * @param k the number of centres wanted, at least 1
     * @param least the least number of points of a centre, at least 1
     * @param seed the seed of the start
     * @return the centres, the means of their points
     */
    public static Result euclideanOfAtLeast(List<double[]> points, int k, int least, long seed) {
        KMeans means = new KMeans(points.toArray(double[][]::new), false, NO_CENTRES);
        Result found = means.run(k, seed, 1, ITERATIONS);
        return means.without(means.means(found.falling()), least);
    }

    private Result without(Result found, int least) {
        Result left = found;
        for (int small = smallest(left); isTooSmall(left, small, least); small = smallest(left)) {
            List<double[]> others = new ArrayList<>(List.of(left.centres()));
            others.remove(small);
            centres = others.toArray(double[][]::new);
            assign();
            left = means(left.falling());
        }
        return left;
    }

    private static int smallest(Result found) {
        int[] sizes = found.sizes();
        int smallest = 0;
        for (int k = 1; k < sizes.length; k++) {
            smallest = sizes[k] < sizes[smallest] ? k : smallest;
        }
        return smallest;
    }

    private static boolean isTooSmall(Result found, int k, int least) {
        return found.centres().length > 1 && found.sizes()[k] < least;
    }

    /** The centres that have points, each at the mean, or in the direction, of those that were found nearest to it. */
    private Result means(double falling) {
        move();
        double cost = 0.0;
        for (int i = 0; i < points.length; i++) {
            double square = Vectors.square(points[i], centres[nearest[i]]);
            cost += spherical ? square / 2.0 : square;
        }
        return occupied(cost, falling);
    }

    /**
     * By squared Euclidean distance, with more care than {@link #euclidean}: of 2 + ln k points chosen at random the one that lowers the cost most
     * becomes the next centre of the start (greedy k-means++, as scikit-learn's), and up to 300 iterations follow.
     *
     * @param points n rows of d coordinates, at least one; not changed
     * @param k the number of centres wanted, at least 1
     * @param seed the seed of the start
     * @return the centres; fewer than k where there are not as many distinct points
     */
    public static Result thorough(List<double[]> points, int k, long seed) {
        return new KMeans(points.toArray(double[][]::new), false, NO_CENTRES)
                .run(k, seed, greedyTries(k), THOROUGH_ITERATIONS);
    }

    private static int greedyTries(int k) {
        return 2 + (int) Math.log(k);
    }

    private Result run(int k, long seed, int tries, int iterations) {
        centres = start(k, new SplitMix64(seed), tries);
        double last = Double.POSITIVE_INFINITY;
        double falling = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < iterations && falling > 0.0; iteration++) {
            double cost = assign();
            move();
            falling = last - cost <= STILL * cost ? 0.0 : (last - cost) / cost;
            last = cost;
        }
        double cost = assign();
        return occupied(cost, falling);
    }

    /**
     * k-means++: the next centre is a point chosen at random, in proportion to the distance to the nearest one so far. There are no more centres than
     * points; of a point's distance to itself, rounding may leave a little.
     */
    private double[][] start(int k, SplitMix64 random, int tries) {
        List<double[]> chosen = new ArrayList<>(List.of(fixed));
        if (chosen.isEmpty()) {
            chosen.add(points[Math.min(points.length - 1, (int) (random.uniform() * points.length))]);
        }
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        tiles.distances(chosen.subList(0, chosen.size() - 1).toArray(double[][]::new), this::nearer);
        int most = Math.min(k, fixed.length + points.length);
        while (chosen.size() < most) {
            tiles.distances(new double[][] {chosen.get(chosen.size() - 1)}, this::nearer);
            double total = cost();
            if (total <= 0.0) {
                break;
            }
            chosen.add(next(random, total, tries));
        }
        return chosen.stream().map(double[]::clone).toArray(double[][]::new);
    }

    private double[] next(SplitMix64 random, double total, int tries) {
        double[][] tried = new double[tries][];
        Arrays.setAll(tried, unused -> points[place(random.uniform() * total)]);
        if (tries == 1) {
            return tried[0];
        }
        double[] left = left(tried);
        int best = 0;
        for (int other = 1; other < tries; other++) {
            best = left[other] < left[best] ? other : best;
        }
        return tried[best];
    }

    /** For each of these, the cost with it as one more centre. Every tile has sums of its own, so that tiles may be taken at once. */
    private double[] left(double[][] further) {
        double[][] ofTiles = new double[tiles.count()][further.length];
        tiles.distances(further, (k, first, apart, count) -> {
            double sum = 0.0;
            for (int i = 0; i < count; i++) {
                sum += weights[first + i] * Math.min(distance[first + i], apart[i]);
            }
            ofTiles[tiles.tile(first)][k] = sum;
        });
        double[] left = new double[further.length];
        for (double[] ofTile : ofTiles) {
            for (int k = 0; k < left.length; k++) {
                left[k] += ofTile[k];
            }
        }
        return left;
    }

    /** The point at which the running sum of the distances first exceeds a part of their total. */
    private int place(double part) {
        double sum = 0.0;
        for (int i = 0; i < points.length; i++) {
            sum += weights[i] * distance[i];
            if (sum > part) {
                return i;
            }
        }
        return points.length - 1;
    }

    private double assign() {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        tiles.distances(centres, this::nearer);
        return cost();
    }

    private void nearer(int centre, int first, double[] apart, int count) {
        for (int i = 0; i < count; i++) {
            if (apart[i] < distance[first + i]) {
                distance[first + i] = apart[i];
                nearest[first + i] = centre;
            }
        }
    }

    private double cost() {
        double cost = 0.0;
        for (int i = 0; i < distance.length; i++) {
            cost += weights[i] * distance[i];
        }
        return cost;
    }

    private void move() {
        double[][] sums = new double[centres.length][centres[0].length];
        double[] sizes = new double[centres.length];
        for (int i = 0; i < points.length; i++) {
            sizes[nearest[i]] += weights[i];
            for (int j = 0; j < sums[0].length; j++) {
                sums[nearest[i]][j] += weights[i] * points[i][j];
            }
        }
        for (int k = fixed.length; k < centres.length; k++) {
            if (sizes[k] > 0.0) {
                centres[k] = spherical ? toUnit(sums[k]) : divided(sums[k], sizes[k]);
            }
        }
    }

    private Result occupied(double cost, double falling) {
        int[] places = new int[centres.length];
        Arrays.fill(places, -1);
        for (int k : nearest) {
            places[k] = k;
        }
        List<double[]> kept = new ArrayList<>();
        for (int k = 0; k < centres.length; k++) {
            if (k < fixed.length || places[k] == k) {
                places[k] = kept.size();
                kept.add(centres[k]);
            }
        }
        int[] there = Arrays.stream(nearest).map(k -> places[k]).toArray();
        return new Result(kept.toArray(double[][]::new), there, cost, falling);
    }

    private static double length(double[] vector) {
        double square = 0.0;
        for (double x : vector) {
            square += x * x;
        }
        return Math.sqrt(square);
    }

    /** The same array, brought to unit length; as it is where it has no direction. */
    static double[] toUnit(double[] vector) {
        double length = length(vector);
        return length > 0.0 ? divided(vector, length) : vector;
    }

    private static double[] divided(double[] vector, double by) {
        for (int j = 0; j < vector.length; j++) {
            vector[j] /= by;
        }
        return vector;
    }
}
