package atlasprox.aligned.start;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Start shifts from the clients' centroids: beginning with the client of the most centroids, every client joins a pool once the
 * displacement that brings most of its centroids onto the pool's has no rival ({@link DisplacementMatch}). A client that shares only
 * one group with the others, or none, has no such displacement, and a wrong shift is the worst harm: it stays where it is, unless it
 * lies farther off than any composition of cells explains ({@link GrandMeanShrinkage}). Costs O(B) matches of 20 centroids by at most
 * {@value #MOST_MATCHED} for each sweep over the clients, on all cores.
 */
public final class DisplacementVoting {
    /** The squared width of a centroid, as a share of the cells' variance about their centroid: bench/constants.py. */
    private static final double WIDTH = 0.25;

    /**
     * How far the centroids that support a long displacement must lie from their mean, squared, as a share of the cells' variance about their
     * centroid, to be of more than one group. Measured: bench/constants.py.
     */
    private static final double MORE_THAN_A_GROUP = 1.15;

    /** From which squared length on a displacement is long, as a multiple of the squared width of the centroids that support it: bench/constants.py. */
    private static final double LONG = 1.0 / 0.15;

    /** How many clients may be tried as the one that the pool begins with, richest first: bounds the time where no two clients match. */
    private static final int MOST_ROOTS = 20;

    /** How many centroids of the pool a client is matched with, those of most clients: bounds the time of a match, bench/constants.py. */
    private static final int MOST_MATCHED = 100;

    /** Nothing hangs on how often placed clients are settled, as the rounds go on from there: bench/constants.py. */
    private static final int SETTLING_SWEEPS = 3;

    private static final int SETTLING_STEPS = 10;

    private final long[] sizes;
    private final double ratio;
    private final double within;
    private final double squareWidth;
    private final List<WeightedCentroids> clients;
    private final double[][] shifts;

    private DisplacementVoting(List<ClientCentroids> centroids, long[] sizes, double ratio) {
        double squares =
                centroids.stream().mapToDouble(ClientCentroids::withinSquares).sum();
        this.within =
                squares / centroids.stream().mapToLong(ClientCentroids::cells).sum();
        this.squareWidth = WIDTH * within;
        this.sizes = sizes;
        this.ratio = ratio;
        this.clients = centroids.stream()
                .map(client -> new WeightedCentroids(List.of(client.centroids()), client.values(), squareWidth))
                .toList();
        this.shifts = new double[centroids.size()][centroids.get(0).centroids()[0].length];
    }

    /**
     * @param centroids one summary per client, at least one
     * @param sizes the clients' cell counts
     * @param ratio by how much a displacement must beat every rival to be taken; 0 takes every best one
     * @return a shift per client; zeros for those that have none
     */
    public static double[][] shifts(List<ClientCentroids> centroids, long[] sizes, double ratio) {
        DisplacementVoting start = new DisplacementVoting(centroids, sizes, ratio);
        if (start.within > 0.0 && centroids.size() > 1) {
            List<Integer> placed = start.vote();
            new GrandMeanShrinkage(centroids, sizes, start.shifts).shrink(placed);
        }
        return start.shifts;
    }

    /** @return the clients that were placed, ascending; none, or at least two */
    private List<Integer> vote() {
        List<Integer> roots = IntStream.range(0, clients.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer b) -> -clients.get(b).effectiveNumber()))
                .limit(MOST_ROOTS)
                .toList();
        for (int root : roots) {
            Pool pool = new Pool(clients.get(root), squareWidth);
            List<Integer> placed = gathered(root, pool);
            if (placed.size() > 1) {
                placed.sort(Comparator.naturalOrder());
                settle(placed, pool);
                centre(placed);
                return placed;
            }
        }
        return List.of();
    }

    /** Everyone who clearly matches joins, the clearest first; then the others try again on the larger pool. */
    private List<Integer> gathered(int root, Pool pool) {
        List<Integer> placed = new ArrayList<>(List.of(root));
        List<Integer> left = new ArrayList<>(IntStream.range(0, clients.size())
                .filter(b -> b != root)
                .boxed()
                .toList());
        List<Joining> joining = joining(left, pool);
        while (!joining.isEmpty()) {
            for (Joining next : joining) {
                shifts[next.client()] = next.shift();
                left.remove(Integer.valueOf(next.client()));
                placed.add(next.client());
                pool.add(clients.get(next.client()), next.shift());
            }
            joining = joining(left, pool);
        }
        return placed;
    }

    private List<Joining> joining(List<Integer> left, Pool pool) {
        WeightedCentroids onto = pool.foremost();
        return left.parallelStream()
                .flatMap(b -> joining(b, onto).stream())
                .sorted(Comparator.comparingDouble((Joining next) -> -next.lead())
                        .thenComparingInt(Joining::client))
                .toList();
    }

    private Optional<Joining> joining(int b, WeightedCentroids onto) {
        DisplacementMatch.Found found = new DisplacementMatch(clients.get(b), onto, squareWidth).best(2.0 * within);
        return found.support() > 0.0 && found.support() >= ratio * found.rival() && believable(found)
                ? Optional.of(new Joining(b, found.shift(), found.support() - found.rival()))
                : Optional.empty();
    }

    /**
     * The pieces of a single group agree with the pieces of any other about the way from the one to the other. A long way is
     * believed only if the centroids that support it lie farther apart than pieces of a group do.
     */
    private boolean believable(DisplacementMatch.Found found) {
        return ratio == 0.0
                || found.width() >= MORE_THAN_A_GROUP * within
                || found.squareLength() <= LONG * found.width();
    }

    /** A fixed number of steps uphill, from which the rounds go on. Each against all the others as they lie, in turn; if they are many, against their foremost centroids. */
    private void settle(List<Integer> placed, Pool pool) {
        int centroids = placed.stream().mapToInt(b -> clients.get(b).size()).sum();
        if (centroids > MOST_MATCHED) {
            WeightedCentroids foremost = pool.foremost();
            placed.parallelStream().forEach(b -> settle(b, foremost, SETTLING_SWEEPS * SETTLING_STEPS));
            return;
        }
        for (int sweep = 0; sweep < SETTLING_SWEEPS; sweep++) {
            placed.forEach(b -> settle(b, others(placed, b), SETTLING_STEPS));
        }
    }

    private WeightedCentroids others(List<Integer> placed, int b) {
        List<Integer> others = placed.stream().filter(other -> other != b).toList();
        return new WeightedCentroids(
                others.stream()
                        .flatMap(other -> clients.get(other).moved(shifts[other]).stream())
                        .toList(),
                others.stream()
                        .flatMapToInt(other -> IntStream.of(clients.get(other).values()))
                        .toArray(),
                squareWidth);
    }

    private void settle(int b, WeightedCentroids others, int steps) {
        for (int step = 0; step < steps; step++) {
            double[] next = DisplacementMatch.step(clients.get(b), others, shifts[b]);
            if (next == null) {
                return;
            }
            shifts[b] = next;
        }
    }

    private void centre(List<Integer> placed) {
        double cells = placed.stream().mapToLong(b -> sizes[b]).sum();
        double[] mean = new double[shifts[0].length];
        for (int b : placed) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += sizes[b] / cells * shifts[b][j];
            }
        }
        placed.forEach(b -> shifts[b] = Vectors.minus(shifts[b], mean));
    }

    private record Joining(int client, double[] shift, double lead) {}

    /**
     * The centroids of those who have joined; a centroid that comes to lie on another is averaged into it. Of thousands of clients there may be
     * tens of thousands, all of which are searched for every centroid that joins: their coordinates stand in one row.
     */
    private static final class Pool {
        /** Dimensions whose squares are summed before the sum is looked at: as many as fill a vector register. */
        private static final int AT_ONCE = 8;

        private final List<Integer> counts = new ArrayList<>();
        private final double squareWidth;
        private final int dimension;
        private final List<Integer> values = new ArrayList<>();
        private double[] coordinates;

        Pool(WeightedCentroids first, double squareWidth) {
            this.squareWidth = squareWidth;
            this.dimension = first.points().get(0).length;
            this.coordinates = new double[first.size() * dimension];
            for (int i = 0; i < first.size(); i++) {
                append(first.points().get(i), first.values()[i]);
            }
        }

        /** The centroids that most centroids were averaged into; of equals the first to come. */
        WeightedCentroids foremost() {
            List<Integer> foremost = IntStream.range(0, counts.size())
                    .boxed()
                    .sorted(Comparator.comparingInt((Integer i) -> -counts.get(i)))
                    .limit(MOST_MATCHED)
                    .sorted()
                    .toList();
            return new WeightedCentroids(
                    foremost.stream()
                            .map(i -> Arrays.copyOfRange(coordinates, i * dimension, (i + 1) * dimension))
                            .toList(),
                    foremost.stream().mapToInt(values::get).toArray(),
                    squareWidth);
        }

        void add(WeightedCentroids joining, double[] shift) {
            List<double[]> moved = joining.moved(shift);
            for (int i = 0; i < moved.size(); i++) {
                add(moved.get(i), joining.values()[i]);
            }
        }

        private void add(double[] point, int value) {
            int nearest = nearest(point, value);
            if (nearest < 0) {
                append(point, value);
            } else {
                average(nearest, point);
            }
        }

        /** The nearest centroid within the width, of equals the first; -1 where there is none. */
        private int nearest(double[] point, int value) {
            int nearest = -1;
            double least = Math.nextUp(squareWidth);
            for (int i = 0; i < counts.size(); i++) {
                double square = values.get(i) == value ? square(i * dimension, point, least) : Double.MAX_VALUE;
                if (square < least) {
                    nearest = i;
                    least = square;
                }
            }
            return nearest;
        }

        /** The squared distance where it is below a limit; else any number that is not. */
        private double square(int first, double[] point, double limit) {
            double sum = 0.0;
            for (int from = 0; from < dimension && sum < limit; from += AT_ONCE) {
                for (int j = from; j < Math.min(dimension, from + AT_ONCE); j++) {
                    double apart = coordinates[first + j] - point[j];
                    sum += apart * apart;
                }
            }
            return sum;
        }

        private void append(double[] point, int value) {
            int first = counts.size() * dimension;
            if (first == coordinates.length) {
                coordinates = Arrays.copyOf(coordinates, 2 * first);
            }
            System.arraycopy(point, 0, coordinates, first, dimension);
            counts.add(1);
            values.add(value);
        }

        private void average(int i, double[] point) {
            int count = counts.get(i);
            for (int j = 0; j < dimension; j++) {
                int at = i * dimension + j;
                coordinates[at] = (count * coordinates[at] + point[j]) / (count + 1);
            }
            counts.set(i, count + 1);
        }
    }
}
