package atlasprox.aligned.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.model.Responsibilities;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Strengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EffectTestTest {
    private static final int DIMENSION = 6;
    private static final double[][] PROTOTYPES = {{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}};
    private static final double RATE = 0.05;
    private static final int DRAWS = 400;

    /** Cells of three kinds, in dimensions that go together and with heavy tails, dealt at random. */
    @Test
    void oneInTwentyIsAFalseAlarmWhereThatIsTheRate() {
        for (double[] shares : new double[][] {{0.5, 0.5}, {0.9, 0.1}, {0.3, 0.3, 0.2, 0.1, 0.1}}) {
            Random random = new Random(7);
            int alarms = 0;
            for (int draw = 0; draw < DRAWS; draw++) {
                LevelEffect[] levels =
                        test(dealt(random, 300, shares), RATE).ofColumn(Covariates.oneColumn(shares.length), 0);
                alarms += levels[0].evidence() > 1.0 ? 1 : 0;
            }
            assertThat(alarms / (double) DRAWS).as(Arrays.toString(shares)).isBetween(0.01, 0.09);
        }
    }

    /** Whichever cells chance deals a level of the second column, they are more of one batch, and batches lie far apart. */
    @Test
    void aColumnDealtAtRandomDoesNotStandOutByWhatAnotherDiffersBy() {
        Random random = new Random(5);
        Covariates covariates = Covariates.of(
                List.of(List.of("a", "x"), List.of("a", "y"), List.of("b", "x"), List.of("b", "y")),
                new Strengths(List.of("batch", "dealt"), List.of()));
        int alarms = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            List<List<float[]>> cells = dealt(random, 300, 0.35, 0.15, 0.35, 0.15);
            cells.subList(2, 4).forEach(client -> client.forEach(cell -> cell[4] += 3.0f));
            EffectTest test = test(cells, RATE);
            alarms += test.ofColumn(covariates, 1)[0].evidence() > 1.0 ? 1 : 0;
            assertThat(test.ofColumn(covariates, 0)[0].strength()).isEqualTo(1.0);
        }
        assertThat(alarms / (double) DRAWS).isBetween(0.01, 0.09);
    }

    @Test
    void aColumnThatSharesNoStratumIsHeldAgainstAllOthers() {
        Covariates nested = Covariates.of(
                List.of(List.of("a", "x"), List.of("b", "x"), List.of("c", "y"), List.of("d", "y")),
                new Strengths(List.of("donor", "assay"), List.of()));
        List<List<float[]>> cells = dealt(new Random(2), 400, 0.25, 0.25, 0.25, 0.25);
        cells.subList(2, 4).forEach(client -> client.forEach(cell -> cell[4] += 3.0f));
        EffectTest test = test(cells, RATE);
        assertThat(test.ofColumn(nested, 1))
                .filteredOn(level -> level.strength() == 1.0)
                .hasSize(2);
        assertThat(test.ofColumn(nested, 0)).allMatch(level -> level.strength() == 0.0);
    }

    @Test
    void aBatchThatLiesElsewhereIsFoundAndSoIsOneOfOtherKinds() {
        Random random = new Random(1);
        List<List<float[]>> displaced = dealt(random, 400, 0.5, 0.5);
        displaced.get(1).forEach(cell -> cell[4] += 1.0f);
        List<List<float[]>> others = List.of(cells(random, 200, 0.6, 0.2, 0.2), cells(random, 200, 0.2, 0.6, 0.2));
        List<List<float[]>> oneKind = dealt(random, 400, 0.5, 0.5);
        oneKind.get(1).stream().filter(cell -> cell[0] > 3.0f).forEach(cell -> cell[5] += 2.5f);
        for (List<List<float[]>> cells : List.of(displaced, others, oneKind)) {
            for (LevelEffect level : test(cells, 0.001).ofColumn(Covariates.oneColumn(2), 0)) {
                assertThat(level.strength()).isEqualTo(1.0);
                assertThat(level.timesChance()).isGreaterThan(level.limit());
            }
        }
    }

    /** The sum over all pairs of different cells, as the definition has it. */
    @Property(tries = 20)
    void theSquaredDistanceIsThatOfAllPairs(@ForAll @IntRange(min = 2, max = 12) int first, @ForAll long seed) {
        Random random = new Random(seed);
        List<List<float[]>> cells = List.of(cells(random, first, 1, 1, 1), cells(random, 9, 1, 1, 1));
        Kinds kinds = kinds(cells);
        LevelEffect[] levels = test(cells, RATE).ofColumn(Covariates.oneColumn(2), 0);
        List<float[]> all = new ArrayList<>(cells.get(0));
        all.addAll(cells.get(1));
        Features together = new Features(all, kinds, 1);
        double most = Double.NEGATIVE_INFINITY;
        double timesChance = 0.0;
        EffectTest test = test(cells, RATE);
        for (int way = 0; way < Features.WAYS; way++) {
            double difference = mean(together, way, 0, first, 0, first)
                    + mean(together, way, first, all.size(), first, all.size())
                    - 2.0 * mean(together, way, 0, first, first, all.size());
            LevelEffect effect = test.scaled(way, difference, first, all.size() - first);
            if (effect.evidence() > most) {
                most = effect.evidence();
                timesChance = effect.timesChance();
            }
        }
        assertThat(levels[0].evidence()).isCloseTo(most, within(1e-6 * Math.max(1.0, most)));
        assertThat(levels[0].timesChance()).isCloseTo(timesChance, within(1e-6 * Math.max(1.0, timesChance)));
    }

    private static double mean(Features cells, int way, int from, int to, int otherFrom, int otherTo) {
        double sum = 0.0;
        int pairs = 0;
        for (int i = from; i < to; i++) {
            for (int j = otherFrom; j < otherTo; j++) {
                if (i != j) {
                    sum += cells.product(way, i, j);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    @Test
    void levelsThatDoNotDifferAreOneGroupWhateverTheirOrder() {
        Random random = new Random(3);
        List<List<float[]>> cells = new ArrayList<>();
        for (int batch = 0; batch < 6; batch++) {
            List<float[]> own = cells(random, 100 + 10 * batch, 1, 1, 1);
            int kind = batch % 3;
            own.forEach(cell -> cell[3] += 2.0f * kind);
            cells.add(own);
        }
        assertThat(LevelGroups.of(test(cells, 0.001), Covariates.oneColumn(6), 0))
                .satisfies(EffectTestTest::areThirds);
        List<List<float[]>> turned = new ArrayList<>(cells.subList(3, 6));
        turned.addAll(cells.subList(0, 3));
        assertThat(LevelGroups.of(test(turned, 0.001), Covariates.oneColumn(6), 0))
                .satisfies(EffectTestTest::areThirds);
    }

    private static void areThirds(int[] group) {
        assertThat(Arrays.stream(group).distinct().count()).isEqualTo(3);
        for (int batch = 0; batch < 3; batch++) {
            assertThat(group[batch]).isEqualTo(group[batch + 3]);
        }
    }

    @Test
    void levelsOfDifferentStrengthStayApart() {
        Random random = new Random(5);
        Covariates covariates = new Covariates(new int[][] {{0, 1, 2}}, new double[][] {{1.0, 0.5, 1.0}});
        int[] groups = LevelGroups.of(test(dealt(random, 300, 0.4, 0.3, 0.3), 0.001), covariates, 0);
        assertThat(groups[0]).isEqualTo(groups[2]).isNotEqualTo(groups[1]);
    }

    @Test
    void cellsThatDoNotVaryDifferByAnythingAtAll() {
        List<float[]> here = List.of(new float[] {1, 0, 0, 0, 0, 0}, new float[] {1, 0, 0, 0, 0, 0});
        List<float[]> there = List.of(new float[] {0, 1, 0, 0, 0, 0}, new float[] {0, 1, 0, 0, 0, 0});
        assertThat(test(List.of(here, there), RATE)
                        .ofColumn(Covariates.oneColumn(2), 0)[0]
                        .strength())
                .isEqualTo(1.0);
        assertThat(test(List.of(here, here), RATE)
                        .ofColumn(Covariates.oneColumn(2), 0)[0]
                        .strength())
                .isEqualTo(0.0);
    }

    /** Kinds of a few cells put a single one far out, and leave most pairs with nothing in common. */
    @Test
    void aHandfulOfCellsIsNoAlarmOftenerThanTheRate() {
        for (int size : new int[] {1, 2, 3, 4}) {
            assertThat(alarms(0.01, 20, size, 40, 300)).as("batches of " + size).isLessThan(0.01);
        }
    }

    /** One direction that all dimensions go along, among forty: the tail is heavier than the number of directions tells. */
    @Test
    void rareAlarmsAreRareWhereDimensionsGoTogether() {
        Random random = new Random(17);
        double[][] one = {
            DoubleStream.generate(() -> Math.sqrt(1.0 / 40)).limit(40).toArray()
        };
        int alarms = 0;
        int levels = 0;
        for (int draw = 0; draw < 150; draw++) {
            List<List<float[]>> cells =
                    Stream.generate(() -> goingTogether(random, 30)).limit(20).toList();
            for (LevelEffect level :
                    test(cells, kinds(cells, one), 0.003).ofColumn(Covariates.oneColumn(cells.size()), 0)) {
                alarms += level.strength() > 0.0 ? 1 : 0;
                levels++;
            }
        }
        assertThat(alarms / (double) levels).isLessThan(0.003);
    }

    private static List<float[]> goingTogether(Random random, int count) {
        return Stream.generate(() -> {
                    float[] cell = new float[40];
                    float common = 0.5f * (float) random.nextGaussian();
                    for (int j = 0; j < cell.length; j++) {
                        cell[j] = 5.0f + common + (float) random.nextGaussian();
                    }
                    return cell;
                })
                .limit(count)
                .toList();
    }

    @Test
    void batchesOfTwoCellsEachAreNotBeyondChance() {
        assertThat(alarms(0.001, 4, 2, 50, 0)).isZero();
    }

    /** The share of many batches of a size, beside a large one, that are taken for different. */
    private static double alarms(double rate, int draws, int size, int batches, int large) {
        Random random = new Random(13);
        int alarms = 0;
        for (int draw = 0; draw < draws; draw++) {
            List<List<float[]>> cells = new ArrayList<>();
            for (int batch = 0; batch < batches; batch++) {
                cells.add(cells(random, size, 20, 6, 1));
            }
            if (large > 0) {
                cells.add(cells(random, large, 20, 6, 1));
            }
            LevelEffect[] levels = test(cells, rate).ofColumn(Covariates.oneColumn(cells.size()), 0);
            for (int batch = 0; batch < batches; batch++) {
                alarms += levels[batch].strength() > 0.0 ? 1 : 0;
            }
        }
        return alarms / (double) (draws * batches);
    }

    /** All cells are of the one kind, which no rounding turns into a difference. */
    @Test
    void roundingIsNoDifference() {
        Random random = new Random(4);
        for (int size = 2; size < 60; size++) {
            List<List<float[]>> cells = List.of(cells(random, size, 1, 1, 1), cells(random, size + 1, 1, 1, 1));
            Kinds kinds = kinds(cells, new double[][] {PROTOTYPES[0]});
            LevelEffect[] levels = test(cells, kinds, 1e-9).ofColumn(Covariates.oneColumn(2), 0);
            assertThat(levels[0].strength()).as(size + " cells").isZero();
        }
    }

    @Test
    void whatNothingIsKnownOfIsWithinChance() {
        Random random = new Random(6);
        List<List<float[]>> cells =
                IntStream.range(0, 30).mapToObj(i -> cells(random, 1, 1, 1, 1)).toList();
        assertThat(test(cells, 0.001).ofColumn(Covariates.oneColumn(30), 0)).allSatisfy(level -> {
            assertThat(level.strength()).isZero();
            assertThat(level.timesChance()).isFinite();
        });
    }

    @Test
    void theRarestAlarmsHaveALimitAllTheSame() {
        List<List<float[]>> cells = dealt(new Random(8), 300, 0.5, 0.5);
        cells.get(0).forEach(cell -> cell[4] += 20.0f);
        assertThat(test(cells, 1e-300).ofColumn(Covariates.oneColumn(2), 0)).allSatisfy(level -> {
            assertThat(level.limit()).isFinite();
            assertThat(level.strength()).isEqualTo(1.0);
        });
    }

    @Test
    void aSingleLevelIsAlone() {
        List<List<float[]>> cells = List.of(cells(new Random(2), 50, 1, 1, 1));
        assertThat(test(cells, RATE).ofColumn(Covariates.oneColumn(1), 0)).containsExactly(LevelEffect.ALONE);
    }

    private static EffectTest test(List<List<float[]>> cells, double rate) {
        return test(cells, kinds(cells), rate);
    }

    private static EffectTest test(List<List<float[]>> cells, Kinds kinds, double rate) {
        return new EffectTest(
                cells.stream().map(own -> EffectSums.of(own, kinds, 1)).toList(), rate);
    }

    private static Kinds kinds(List<List<float[]>> cells) {
        return kinds(cells, PROTOTYPES);
    }

    private static Kinds kinds(List<List<float[]>> cells, double[][] prototypes) {
        Responsibilities belonging = new Responsibilities(prototypes, 0.1);
        return Kinds.of(
                cells.stream().map(own -> KindSums.of(own, belonging, 1)).toList(), belonging, 2.0, 1);
    }

    private static List<List<float[]>> dealt(Random random, int count, double... shares) {
        List<List<float[]>> batches = new ArrayList<>();
        Arrays.stream(shares).forEach(share -> batches.add(new ArrayList<>()));
        for (float[] cell : cells(random, count, 3, 2, 1)) {
            double draw = random.nextDouble();
            int batch = 0;
            while (batch < shares.length - 1 && draw > shares[batch]) {
                draw -= shares[batch++];
            }
            batches.get(batch).add(cell);
        }
        return batches;
    }

    private static List<float[]> cells(Random random, int count, double... frequencies) {
        double all = Arrays.stream(frequencies).sum();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double draw = all * random.nextDouble();
                    int kind = draw < frequencies[0] ? 0 : draw < frequencies[0] + frequencies[1] ? 1 : 2;
                    return cell(random, kind);
                })
                .toList();
    }

    private static float[] cell(Random random, int kind) {
        float[] cell = new float[DIMENSION];
        double common = random.nextGaussian();
        // A few cells lie far out.
        double width = random.nextInt(50) == 0 ? 4.0 : 1.0;
        for (int j = 0; j < DIMENSION; j++) {
            cell[j] = (float) (width * (0.7 * random.nextGaussian() + 0.7 * common));
        }
        cell[kind] += 6.0f;
        return cell;
    }
}
