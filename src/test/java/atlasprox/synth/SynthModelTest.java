package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.synth.SynthModel.BatchEffect;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SynthModelTest {
    private static final double TINY = 1e-12;

    @Test
    void balancedBatchesHoldEveryTypeAlike() {
        assertThat(List.of(shares(Composition.BALANCED)))
                .allSatisfy(row -> assertThat(row).containsOnly(0.125));
    }

    @Test
    void partlyDisjointBatchesShareHalfTheTypesAndOwnOne() {
        assertThat(shares(Composition.PARTLY_DISJOINT)).isDeepEqualTo(new double[][] {
            {.2, .2, .2, .2, .2, 0, 0, 0},
            {.2, .2, .2, .2, 0, .2, 0, 0},
            {.2, .2, .2, .2, 0, 0, .2, 0},
            {.2, .2, .2, .2, 0, 0, 0, .2}
        });
    }

    @Test
    void lastBatchIsOfASingleType() {
        double[][] shares = shares(Composition.SINGLE_TYPE);
        assertThat(shares[3]).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
        assertThat(shares[2]).containsOnly(0.125);
    }

    @Test
    void imbalanceIsComplementary() {
        double[][] shares = shares(Composition.IMBALANCE);
        for (double[] row : shares) {
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(TINY));
        }
        assertThat(shares[0][0] / shares[0][7]).isCloseTo(100, within(1e-9));
        assertThat(shares[3][7] / shares[3][0]).isCloseTo(100, within(1e-9));
        for (int type = 0; type < 8; type++) {
            for (int batch = 0; batch < 4; batch++) {
                assertThat(shares[batch][type] > 0.4).isEqualTo(type / 2 == batch);
            }
        }
    }

    @Test
    void disjointBatchesHaveNoTypeInCommon() {
        double[][] shares = shares(Composition.DISJOINT);
        for (int type = 0; type < 8; type++) {
            int column = type;
            assertThat(Arrays.stream(shares).filter(row -> row[column] > 0)).hasSize(1);
        }
    }

    @Test
    void rareTypeIsInTheFirstBatchOnly() {
        double[][] shares = shares(Composition.RARE_TYPE);
        assertThat(shares[0][7]).isCloseTo(Composition.RARE_SHARE, within(TINY));
        assertThat(shares[0][0]).isCloseTo((1 - Composition.RARE_SHARE) / 7, within(TINY));
        assertThat(shares[1][7]).isZero();
    }

    private static double[][] shares(Composition composition) {
        SynthModel model =
                new SynthModel(SynthSettings.builder().composition(composition).build());
        return IntStream.range(0, 4).mapToObj(model::typeShares).toArray(double[][]::new);
    }

    @Test
    void largestBatchHasItsShareAndTheOthersAreEqual() {
        SynthModel model = new SynthModel(
                SynthSettings.builder().cells(1001).largestBatchShare(0.9).build());
        assertThat(IntStream.range(0, 4).mapToLong(model::batchSize)).containsExactly(901L, 34L, 33L, 33L);
    }

    @Property(tries = 200)
    void batchOfAgreesWithBatchSizes(
            @ForAll @IntRange(min = 1, max = 60) int batches,
            @ForAll @IntRange(max = 500) int moreCells,
            @ForAll boolean skewed) {
        int cells = 4 * batches + moreCells;
        SynthModel model = new SynthModel(SynthSettings.builder()
                .cells(cells)
                .batches(batches)
                .largestBatchShare(skewed && batches > 1 ? 0.5 : 0)
                .build());
        int[] counted = new int[batches];
        LongStream.range(0, cells).forEach(cell -> counted[model.batchOf(cell)]++);
        int[] inOrder = LongStream.range(0, cells).mapToInt(model::batchOf).toArray();
        assertThat(inOrder).isSorted();
        assertThat(Arrays.stream(counted).asLongStream().toArray())
                .isEqualTo(
                        IntStream.range(0, batches).mapToLong(model::batchSize).toArray());
        assertThat(Arrays.stream(counted).skip(1).distinct().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void effectsHaveTheSpreadsAskedFor() {
        SynthModel model = new SynthModel(SynthSettings.builder()
                .types(5)
                .dimension(2000)
                .shift(4)
                .scale(0.3)
                .warp(0.25)
                .centre(6)
                .build());
        BatchEffect effect = model.effect(2);
        assertThat(deviation(effect.shift())).isCloseTo(4, within(0.2));
        assertThat(deviation(Arrays.stream(effect.scale()).map(Math::log).toArray()))
                .isCloseTo(0.3, within(0.015));
        assertThat(deviation(effect.warp()[4])).isCloseTo(0.25, within(0.0125));
        assertThat(deviation(model.centre(3))).isCloseTo(6, within(0.3));
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void farBatchesAreNearBatchesMovedFurther() {
        BatchEffect near = new SynthModel(SynthSettings.builder().shift(1.5).build()).effect(1);
        BatchEffect far = new SynthModel(SynthSettings.builder().shift(3).build()).effect(1);
        assertThat(far.shift())
                .isEqualTo(Arrays.stream(near.shift()).map(x -> 2 * x).toArray());
        assertThat(far.warp()).isDeepEqualTo(near.warp());
    }

    @Test
    void namesSortAsTheirNumbers() {
        SynthModel model = new SynthModel(
                SynthSettings.builder().cells(5000).batches(5000).types(10).build());
        assertThat(model.batchName(7)).isEqualTo("batch_0007");
        assertThat(model.typeName(9)).isEqualTo("type_9");
    }

    @Test
    void aConditionDisplacesHalfOfTheTypesAndTheFirstOneNone() {
        SynthModel model = new SynthModel(
                SynthSettings.builder().conditions(3).conditionEffect(2).build());
        assertThat(Arrays.stream(model.conditionEffect(0)).flatMapToDouble(Arrays::stream))
                .containsOnly(0.0);
        for (int condition = 1; condition < 3; condition++) {
            double[][] effect = model.conditionEffect(condition);
            assertThat(Arrays.stream(effect, 4, 8).flatMapToDouble(Arrays::stream))
                    .containsOnly(0.0);
            double square = Arrays.stream(effect, 0, 4)
                    .flatMapToDouble(Arrays::stream)
                    .map(x -> x * x)
                    .average()
                    .orElseThrow();
            assertThat(Math.sqrt(square)).isCloseTo(2.0, within(0.5));
        }
        assertThat(model.conditionEffect(1)[0]).isNotEqualTo(model.conditionEffect(2)[0]);
    }

    @Test
    void crossedBatchesHaveEveryConditionAndNestedOnesOne() {
        for (ConditionDesign design : ConditionDesign.values()) {
            SynthModel model = new SynthModel(SynthSettings.builder()
                    .conditions(2)
                    .conditionDesign(design)
                    .build());
            for (int batch = 0; batch < 4; batch++) {
                int of = batch;
                int[] counts = new int[2];
                LongStream.range(0, 4000)
                        .filter(cell -> model.batchOf(cell) == of)
                        .forEach(cell -> counts[model.conditionOf(cell, of)]++);
                if (design == ConditionDesign.NESTED) {
                    assertThat(counts[batch % 2]).isEqualTo(1000);
                } else {
                    assertThat(counts[0]).isBetween(400, 600);
                }
            }
        }
    }
}
