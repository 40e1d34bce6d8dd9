package atlasprox.aligned.effect;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.aligned.model.Responsibilities;
import atlasprox.aligned.settings.Covariates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of many kinds of cells, common and rare, in batches large and small. */
class BatchEffectsTest {
    private static final int DIMENSION = 20;
    private static final double RATE = 0.001;
    private static final int DRAWS = 5;

    @ParameterizedTest
    @CsvSource({"5, 100", "10, 250", "20, 100", "20, 500"})
    void kindsThatASmallBatchDoesNotTellOfAreNoEffect(int minCells, int small) {
        for (long seed = 0; seed < DRAWS; seed++) {
            Types types = new Types(new Random(seed), 50, 1.0);
            BatchEffects found = effects(List.of(types.cells(1_000), types.cells(small)), types, minCells);
            assertThat(found.share()[0]).as("seed %d", seed).containsOnly(0.0);
        }
    }

    /** Of a kind of a handful of cells, of which no pair is looked at, is not known how much it varies. */
    @ParameterizedTest
    @CsvSource({"24, 2, 1000", "30, 2, 1000", "30, 20, 300"})
    void rareKindsAreNoEffect(int kinds, int batches, int size) {
        for (long seed = 100; seed < 100 + DRAWS; seed++) {
            Types types = new Types(new Random(seed), kinds, 0.8);
            List<List<float[]>> cells =
                    IntStream.range(0, batches).mapToObj(b -> types.cells(size)).toList();
            assertThat(effects(cells, types, 1).share()[0]).as("seed %d", seed).containsOnly(0.0);
        }
    }

    /** None of the small ones differs from the large one by itself, and all of them do. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.7, 0.9})
    void aLargeBatchIsNotPutTogetherWithManySmallOnesThatLieElsewhere(double displaced) {
        Types types = new Types(new Random(1), 5, 1.0);
        List<List<float[]>> cells = new ArrayList<>(List.of(types.cells(1_000)));
        for (int b = 0; b < 50; b++) {
            List<float[]> small = types.cells(30);
            small.forEach(cell -> cell[0] += (float) displaced);
            cells.add(small);
        }
        BatchEffects found = effects(cells, types, 1);
        assertThat(found.share()[0][0]).isEqualTo(1.0);
        int large = found.groups()[0][0];
        assertThat(Arrays.stream(found.groups()[0])
                        .filter(group -> group == large)
                        .count())
                .isLessThan(25);
    }

    @Test
    void aDonorWhoseCellsVaryMoreIsNoEffectWhateverTheOtherColumn() {
        int[] donor = IntStream.range(0, 20).map(client -> client % 10).toArray();
        int[] assay = IntStream.range(0, 20).map(client -> client / 10).toArray();
        Covariates covariates = new Covariates(new int[][] {donor, assay}, new double[][] {ones(10), ones(2)});
        for (long seed = 100; seed < 100 + DRAWS; seed++) {
            Types types = new Types(new Random(seed), 12, 0.8);
            List<List<float[]>> cells = Arrays.stream(donor)
                    .mapToObj(of -> types.cells(100, of == 0 ? 1.3 : 1.0))
                    .toList();
            BatchEffects found = BatchEffects.of(told(cells, types, 1), covariates, RATE);
            assertThat(Arrays.stream(found.share()).flatMapToDouble(Arrays::stream))
                    .as("seed %d", seed)
                    .containsOnly(0.0);
        }
    }

    @Test
    void batchesThatTellNothingMakeNoDifferenceToThoseThatDo() {
        Types types = new Types(new Random(1), 5, 1.0);
        List<List<float[]>> cells = new ArrayList<>();
        IntStream.range(0, 10).forEach(b -> cells.add(types.cells(60)));
        double[] alone = evidence(effects(cells, types, 20));
        IntStream.range(0, 700).forEach(b -> cells.add(types.cells(5)));
        BatchEffects found = effects(cells, types, 20);
        assertThat(found.share()[0]).containsOnly(0.0);
        // But for the rate, which more levels share.
        double[] among = evidence(found);
        for (int b = 0; b < alone.length; b++) {
            assertThat(among[b]).isLessThanOrEqualTo(alone[b]);
        }
    }

    private static double[] evidence(BatchEffects found) {
        return Arrays.stream(found.levels()[0])
                .mapToDouble(LevelEffect::evidence)
                .toArray();
    }

    private static BatchEffects effects(List<List<float[]>> cells, Types types, int minCells) {
        return BatchEffects.of(told(cells, types, minCells), Covariates.oneColumn(cells.size()), RATE);
    }

    private static List<EffectSums> told(List<List<float[]>> cells, Types types, int minCells) {
        Responsibilities belonging = types.belonging();
        List<KindSums> first =
                cells.stream().map(own -> KindSums.of(own, belonging, minCells)).toList();
        Kinds kinds = Kinds.of(first, belonging, 2.0, minCells);
        return cells.stream().map(own -> EffectSums.of(own, kinds, minCells)).toList();
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1.0);
        return ones;
    }

    /** Types of cells, each so much rarer than the one before, and a prototype for each. */
    private record Types(Random random, double[][] centres, double[] frequency) {

        Types(Random random, int count, double rarer) {
            this(
                    random,
                    IntStream.range(0, count)
                            .mapToObj(t -> random.doubles(DIMENSION)
                                    .map(any -> 3.0 * random.nextGaussian())
                                    .toArray())
                            .toArray(double[][]::new),
                    IntStream.range(0, count)
                            .mapToDouble(t -> Math.pow(rarer, t))
                            .toArray());
        }

        Responsibilities belonging() {
            return new Responsibilities(
                    Arrays.stream(centres)
                            .map(centre -> {
                                double length = Math.sqrt(
                                        Arrays.stream(centre).map(x -> x * x).sum());
                                return Arrays.stream(centre)
                                        .map(x -> x / length)
                                        .toArray();
                            })
                            .toArray(double[][]::new),
                    0.1);
        }

        List<float[]> cells(int count) {
            return cells(count, 1.0);
        }

        List<float[]> cells(int count, double deviation) {
            return IntStream.range(0, count).mapToObj(i -> cell(deviation)).toList();
        }

        private float[] cell(double deviation) {
            double draw = Arrays.stream(frequency).sum() * random.nextDouble();
            int type = 0;
            while (type < frequency.length - 1 && draw > frequency[type]) {
                draw -= frequency[type++];
            }
            float[] cell = new float[DIMENSION];
            for (int j = 0; j < cell.length; j++) {
                cell[j] = (float) (centres[type][j] + deviation * random.nextGaussian());
            }
            return cell;
        }
    }
}
