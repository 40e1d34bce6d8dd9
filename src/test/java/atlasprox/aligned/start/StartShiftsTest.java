package atlasprox.aligned.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.settings.Parts;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartShiftsTest {
    private static final double CAREFUL = 1.5;
    private static final double[][] KINDS = {{0, 0, 0}, {9, 0, 0}, {0, 9, 0}, {0, 0, 9}, {9, 9, 9}};

    /** Drawn shifts, sizes and labels that batches lack; every two batches have some label in common by whatever way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void labelsTellBatchesShiftsWhateverTheirCompositions(long seed) {
        Random random = new Random(seed);
        Drawn drawn = new Drawn();
        double[][] shift = new double[4][];
        for (int b = 0; b < shift.length; b++) {
            shift[b] = random.doubles(3, -50, 50).toArray();
            for (int kind = 0; kind < KINDS.length; kind++) {
                if (kind == b || kind == b + 1 || random.nextBoolean()) {
                    drawn.add(b, kind, 0, 1 + random.nextInt(500), Vectors.plus(KINDS[kind], shift[b]));
                }
            }
        }
        double[][] found = drawn.shifts();
        for (int client = 0; client < found.length; client++) {
            int b = drawn.batch.get(client);
            assertThat(Vectors.plus(found[client], shift[b]))
                    .containsExactly(Vectors.plus(found[0], shift[0]), within(1e-3));
        }
    }

    @Test
    void batchesThatShareNoLabelAreLeftAsTheyLie() {
        Drawn drawn = new Drawn();
        drawn.add(0, 0, 0, 100, new double[] {1, 2, 3});
        drawn.add(1, 1, 0, 100, new double[] {-70, 2, 3});
        assertThat(drawn.shifts()).isDeepEqualTo(new double[2][3]);
    }

    /** Batch 2 has no label: its centroids lie as those of batch 0, which labels have brought onto batch 1. */
    @Test
    void aBatchWithoutLabelsJoinsThoseThatHaveThemByWhereItsCentroidsLie() {
        Drawn drawn = new Drawn();
        double[] far = {30, 0, 0};
        double[] farther = {-40, 5, 0};
        for (int kind = 0; kind < KINDS.length; kind++) {
            drawn.add(0, kind, 0, 100, KINDS[kind]);
            drawn.add(1, kind, 0, 100, Vectors.plus(KINDS[kind], far));
        }
        drawn.add(
                2,
                Parts.UNLABELLED,
                0,
                500,
                IntStream.range(0, KINDS.length)
                        .mapToObj(kind -> Vectors.plus(KINDS[kind], farther))
                        .toArray(double[][]::new));
        double[][] found = drawn.shifts();
        double[] last = found[found.length - 1];
        assertThat(Vectors.plus(last, farther)).containsExactly(found[0], within(0.5));
    }

    /** What lies at the same place in another condition is another thing: only cells of one value are brought onto each other. */
    @Test
    void centroidsOfDifferentValuesAreNeverMatched() {
        double[] by = {3, -2, 1};
        Drawn drawn = new Drawn();
        drawn.add(0, 0, 0, 500, KINDS);
        drawn.add(1, 0, 1, 500, moved(by));
        assertThat(drawn.shifts()).isDeepEqualTo(new double[2][3]);
        Drawn same = new Drawn();
        same.add(0, 0, 0, 500, KINDS);
        same.add(1, 0, 0, 500, moved(by));
        double[][] found = same.shifts();
        assertThat(Vectors.minus(found[0], found[1])).containsExactly(by, within(1e-6));
    }

    @Test
    void aBatchOfBothValuesBringsThoseOfEitherTogether() {
        Drawn drawn = new Drawn();
        drawn.add(0, 0, 0, 500, KINDS);
        drawn.add(1, 0, 1, 500, moved(new double[] {3, -2, 1}));
        drawn.add(2, 0, 0, 500, moved(new double[] {-4, 0, 1}));
        drawn.add(2, 0, 1, 500, moved(new double[] {-4, 0, 1}));
        double[][] found = drawn.shifts();
        assertThat(Vectors.minus(found[0], found[1])).containsExactly(new double[] {3, -2, 1}, within(0.1));
        assertThat(Vectors.minus(found[0], found[2])).containsExactly(new double[] {-4, 0, 1}, within(0.1));
        assertThat(found[3]).isEqualTo(found[2]);
    }

    /** A way from the one value to the other would have no support at all, and no rival. */
    @Test
    void aForcedShiftTakesNoWayBetweenDifferentValues() {
        Drawn drawn = new Drawn();
        drawn.add(0, 0, 0, 500, KINDS);
        drawn.add(1, 0, 0, 500, moved(new double[] {1, 2, 0}));
        drawn.add(1, 0, 1, 500, moved(new double[] {1, 2, 0}));
        drawn.add(2, 0, 1, 500, moved(new double[] {-2, 0, 3}));
        double[][] found = drawn.shifts(0.0);
        assertThat(Vectors.minus(found[0], found[1])).containsExactly(new double[] {1, 2, 0}, within(0.1));
        assertThat(Vectors.minus(found[1], found[3])).containsExactly(new double[] {-3, -2, 3}, within(0.1));
    }

    /** Of fifteen values, twenty centroids each: batches that share the last two alone are matched by these. */
    @Test
    void everyValueHasASayHoweverManyThereAre() {
        Drawn drawn = new Drawn();
        for (int value = 0; value < 15; value++) {
            drawn.add(0, 0, value, 500, spreadOut(value, new double[3]));
        }
        for (int value = 13; value < 15; value++) {
            drawn.add(1, 0, value, 500, spreadOut(value, new double[] {4, -6, 2}));
        }
        double[][] found = drawn.shifts();
        assertThat(Vectors.minus(found[0], found[15])).containsExactly(new double[] {4, -6, 2}, within(0.5));
    }

    private static double[][] spreadOut(long seed, double[] by) {
        Random random = new Random(seed);
        return IntStream.range(0, 20)
                .mapToObj(i -> Vectors.plus(random.doubles(3, -60, 60).toArray(), by))
                .toArray(double[][]::new);
    }

    /** One cell that is labelled wrongly is no reason to leave out where all others lie. */
    @Test
    void aFewLabelsDoNotDecideWhereABatchGoes() {
        Drawn drawn = new Drawn();
        for (int kind = 0; kind < KINDS.length; kind++) {
            drawn.add(0, kind, 0, 100, KINDS[kind]);
        }
        double[] by = {30, 0, 0};
        drawn.add(1, Parts.UNLABELLED, 0, 500, moved(by));
        drawn.add(1, 0, 0, 1, Vectors.plus(KINDS[4], by));
        double[][] found = drawn.shifts();
        assertThat(Vectors.minus(found[0], found[5])).containsExactly(by, within(0.5));
    }

    private static double[][] moved(double[] by) {
        return IntStream.range(0, KINDS.length)
                .mapToObj(kind -> Vectors.plus(KINDS[kind], by))
                .toArray(double[][]::new);
    }

    /** Parts of batches, each of some centroids of deviation 1. */
    private static final class Drawn {
        private final List<Integer> batch = new ArrayList<>();
        private final List<Integer> label = new ArrayList<>();
        private final List<Integer> value = new ArrayList<>();
        private final List<Long> cells = new ArrayList<>();
        private final List<ClientCentroids> centroids = new ArrayList<>();
        private final List<Moments> moments = new ArrayList<>();

        void add(int ofBatch, int ofLabel, int ofValue, long size, double[]... places) {
            batch.add(ofBatch);
            label.add(ofLabel);
            value.add(ofValue);
            cells.add(size);
            double[] mean = Vectors.mean(
                    places,
                    IntStream.range(0, places.length).mapToDouble(i -> 1.0).toArray());
            double among = 0.0;
            for (double[] place : places) {
                among += Vectors.square(place, mean) / places.length;
            }
            centroids.add(new ClientCentroids(places, size, mean, among + 1.0, size));
            moments.add(moments(size, places));
        }

        /** Of so many cells, in turn at each of the places. */
        private static Moments moments(long size, double[][] places) {
            Moments moments = new Moments(places[0].length);
            for (int i = 0; i < size; i++) {
                double[] place = places[i % places.length];
                moments.add(new float[] {(float) place[0], (float) place[1], (float) place[2]}, 0);
            }
            return moments;
        }

        double[][] shifts() {
            return shifts(CAREFUL);
        }

        double[][] shifts(double ratio) {
            Parts parts = new Parts(
                    ints(batch), ints(label), ints(value), label.stream().anyMatch(one -> one != 0));
            long[] sizes = cells.stream().mapToLong(Long::longValue).toArray();
            Centre origin = Centre.origin(KINDS[0].length);
            return StartShifts.of(parts, moments, origin, sizes, () -> centroids, ratio);
        }

        private static int[] ints(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
