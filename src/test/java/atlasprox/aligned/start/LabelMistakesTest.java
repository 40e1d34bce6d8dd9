package atlasprox.aligned.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.settings.Parts;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells of kinds far from each other, labelled by these but for a few, in batches that are displaced. */
class LabelMistakesTest {
    private static final int DIMENSION = 6;
    private static final int LABELS = 8;
    private static final int ORDINARY = 1_000;

    /** No kind in two batches: only mistakes would bring them together. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mistakesBringNoBatchesTogether(long seed) {
        Drawn drawn = new Drawn(seed, 4);
        for (int b = 0; b < 4; b++) {
            int cells = 50 + drawn.random.nextInt(2_000);
            drawn.add(b, 0.05, b, cells / 2, b + 4, cells / 2);
        }
        assertThat(drawn.shifts()).isDeepEqualTo(new double[4 * LABELS][DIMENSION]);
    }

    /** A batch's mistakes are told among its cells of each value to preserve, however far its cells lie from the origin. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void norInEitherValueNorFarAway(long seed) {
        Drawn drawn = new Drawn(seed, 4, 3_000.0);
        for (int b = 0; b < 4; b++) {
            int cells = 50 + drawn.random.nextInt(2_000);
            drawn.add(b, 0.05, b, cells / 2, b + 4, cells / 2);
            drawn.value = 1;
            drawn.add(b, 0.05, b, cells, b + 4, cells / 4);
            drawn.value = 0;
        }
        assertThat(drawn.shifts()).isDeepEqualTo(new double[2 * 4 * LABELS][DIMENSION]);
    }

    /** All others hold every kind. Mistakes draw the centre of a kind a twentieth of the way to the others'; if heard, they would draw the batch half of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aBatchOfOneKindGoesByThisAlone(long seed) {
        Drawn drawn = new Drawn(seed, 3);
        int[] every = IntStream.range(0, 2 * LABELS)
                .map(i -> i % 2 == 0 ? i / 2 : ORDINARY / LABELS)
                .toArray();
        drawn.add(0, 0.05, every);
        drawn.add(1, 0.05, every);
        drawn.add(2, 0.05, drawn.random.nextInt(LABELS), 100 + drawn.random.nextInt(2_000));
        drawn.requireTogether(4.0);
    }

    /** What is common in one batch is rare in all others, so that few labelled cells could all be mistakes; but they agree. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void fewCellsOfManyKindsAreHeardTogether(long seed) {
        Drawn drawn = new Drawn(seed, 4);
        for (int b = 0; b < 4; b++) {
            int favoured = 2 * b;
            int[] cells = IntStream.range(0, 2 * LABELS)
                    .map(i -> i % 2 == 0 ? i / 2 : i / 2 - favoured == 0 || i / 2 - favoured == 1 ? 50 : 2)
                    .toArray();
            drawn.add(b, 0.0, cells);
        }
        drawn.requireTogether(2.0);
    }

    /** A kind that one batch has a few cells of, as many as mistakes would give, is all that it has in common with the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aRareKindThatLiesApartHasItsSay(long seed) {
        Drawn drawn = new Drawn(seed, 2);
        drawn.add(0, 0.0, 0, 10 * ORDINARY, 1, 20);
        drawn.add(1, 0.0, 1, ORDINARY, 2, ORDINARY);
        drawn.requireTogether(1.0);
    }

    private static final class Drawn {
        private final Random random;
        private final double[][] kinds;
        private final double[][] shift;
        private final List<Integer> batch = new ArrayList<>();
        private final List<Integer> label = new ArrayList<>();
        private final List<Moments> told = new ArrayList<>();

        private final List<Integer> ofValue = new ArrayList<>();
        private int value;

        Drawn(long seed, int batches) {
            this(seed, batches, 30.0);
        }

        Drawn(long seed, int batches, double apart) {
            this.random = new Random(seed);
            this.kinds = places(LABELS, 10.0);
            this.shift = places(batches, apart);
        }

        private double[][] places(int count, double deviation) {
            return IntStream.range(0, count)
                    .mapToObj(i -> around(new double[DIMENSION], deviation))
                    .toArray(double[][]::new);
        }

        private double[] around(double[] place, double deviation) {
            return Vectors.plus(
                    place,
                    random.doubles(DIMENSION)
                            .map(any -> deviation * random.nextGaussian())
                            .toArray());
        }

        /** Cells of kinds, each followed by its number of cells; a share of the labels is drawn anew. */
        void add(int ofBatch, double wrong, int... kindsAndCells) {
            Moments[] ofLabels = IntStream.range(0, LABELS)
                    .mapToObj(l -> new Moments(DIMENSION))
                    .toArray(Moments[]::new);
            for (int i = 0; i < kindsAndCells.length; i += 2) {
                double[] place = Vectors.plus(kinds[kindsAndCells[i]], shift[ofBatch]);
                for (int cell = 0; cell < kindsAndCells[i + 1]; cell++) {
                    double[] z = around(place, 1.0);
                    float[] values = new float[DIMENSION];
                    IntStream.range(0, DIMENSION).forEach(j -> values[j] = (float) z[j]);
                    int l = random.nextDouble() < wrong ? random.nextInt(LABELS) : kindsAndCells[i];
                    ofLabels[l].add(values, 0);
                }
            }
            for (int l = 0; l < LABELS; l++) {
                batch.add(ofBatch);
                label.add(l);
                ofValue.add(value);
                told.add(ofLabels[l]);
            }
        }

        double[][] shifts() {
            Parts parts = new Parts(ints(batch), ints(label), ints(ofValue), true);
            return StartShifts.of(
                    parts,
                    told,
                    Centre.origin(DIMENSION),
                    told.stream().mapToLong(Moments::count).toArray(),
                    List::of,
                    1.5);
        }

        /** Batches that are brought together have their displacements taken off, but for what they have in common. */
        void requireTogether(double tolerance) {
            double[][] found = shifts();
            for (int client = 0; client < found.length; client++) {
                assertThat(Vectors.plus(found[client], shift[batch.get(client)]))
                        .containsExactly(Vectors.plus(found[0], shift[0]), within(tolerance));
            }
        }

        private static int[] ints(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
