package atlasprox.aligned;

import static atlasprox.aligned.GroupedCells.CELLS;
import static atlasprox.aligned.GroupedCells.DIMENSION;
import static atlasprox.aligned.GroupedCells.GROUPS;
import static atlasprox.aligned.GroupedCells.cells;
import static atlasprox.aligned.GroupedCells.doubles;
import static atlasprox.aligned.GroupedCells.drawn;
import static atlasprox.aligned.GroupedCells.moved;
import static atlasprox.aligned.GroupedCells.plainMean;
import static atlasprox.aligned.GroupedCells.withoutGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.diversity.PressureEpoch;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import atlasprox.math.Centre;
import atlasprox.math.Frame;
import atlasprox.math.Moments;
import atlasprox.rounds.Clients;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Rounds;
import atlasprox.sample.CellKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AlignedServerTest {

    @Test
    void theSameCellsMovedByASmallShiftComeBackOntoEachOther() {
        float[] truth = cells(1);
        List<float[]> batches = List.of(moved(truth, 0.3f), moved(truth, -0.2f), moved(truth, 0.1f));
        FilmMixture mixture = fit(batches, settings(8, 0.0)).mixture();
        for (int i = 0; i < CELLS; i++) {
            double[] first = corrected(mixture, 0, batches.get(0), i);
            for (int b = 1; b < 3; b++) {
                assertThat(corrected(mixture, b, batches.get(b), i)).containsExactly(first, within(1e-3));
            }
        }
    }

    @Test
    void batchesThatAreAlikeHardlyMove() {
        float[] truth = cells(2);
        Outcome result = fit(List.of(truth, truth.clone()), settings(5, 0.0));
        for (int i = 0; i < CELLS; i++) {
            double[] cell = corrected(result.mixture(), 1, truth, i);
            assertThat(cell).containsExactly(doubles(truth, i), within(1e-9));
        }
        RoundTrace last = result.trace().get(result.trace().size() - 1);
        assertThat(last.figure(RoundTrace.PRESERVED)).isEqualTo(1.0, within(1e-12));
        assertThat(last.figure(RoundTrace.SEPARATION)).isEqualTo(0.0, within(1e-9));
    }

    @Test
    void aGroupThatOnlyOneBatchHasMovesWithItsBatch() {
        float[] truth = cells(3);
        float[] lacking = moved(withoutGroup(truth, 0), 1.0f);
        FilmMixture mixture = fit(List.of(truth, lacking), settings(30, 0.0)).mixture();
        double[] lone = mean(mixture, 0, truth, 0);
        double[] shared = mean(mixture, 0, truth, 1);
        double[] loneBefore = plainMean(truth, 0);
        double[] sharedBefore = plainMean(truth, 1);
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(lone[j] - loneBefore[j]).isEqualTo(shared[j] - sharedBefore[j], within(0.15));
        }
    }

    @Property(tries = 30)
    void resultsDoNotDependOnTheOrderOfCellsOrShards(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int shards) {
        List<float[]> batches = List.of(cells(4), moved(cells(5), 1.5f));
        Random random = new Random(seed);
        FilmMixture straight = fit(batches, pressed(5, 2.0)).mixture();
        FilmMixture shuffled = fit(batches, pressed(5, 2.0), shards, random).mixture();
        assertThat(shuffled.penalties()).isDeepEqualTo(straight.penalties());
        for (int b = 0; b < 2; b++) {
            assertThat(shuffled.gamma(b)).isDeepEqualTo(straight.gamma(b));
            assertThat(shuffled.beta(b)).isDeepEqualTo(straight.beta(b));
        }
    }

    @Test
    void separationIsTheClientsOwnWeightedByTheirEntropy() {
        RoundTrace first = fit(List.of(cells(4), withoutGroup(cells(5), 0)), settings(1, 0.0))
                .trace()
                .get(0);
        double[] share = {GROUPS / (2.0 * GROUPS - 1), (GROUPS - 1) / (2.0 * GROUPS - 1)};
        double entropy = 0;
        double weighted = 0;
        for (int b = 0; b < 2; b++) {
            entropy -= share[b] * Math.log(share[b]);
            weighted -= share[b]
                    * Math.log(share[b])
                    * first.clientFigure(RoundTrace.SEPARATION).get(b);
        }
        assertThat(first.figure(RoundTrace.SEPARATION))
                .isEqualTo(weighted / entropy, within(1e-12))
                .isGreaterThan(0.05);
    }

    @Test
    void stopsWhenTheObjectiveStandsStill() {
        List<float[]> batches = List.of(cells(6), moved(cells(7), 0.5f));
        assertThat(fit(batches, settings(40, 0.0)).trace()).hasSize(40);
        assertThat(fit(batches, settings(40, 1e-3)).trace()).hasSizeBetween(2, 39);
    }

    @Test
    void sumsThatAreNotFiniteNameRoundBatchAndPrototype() {
        float[] extreme = cells(8);
        extreme[0] = Float.NaN;
        assertThatThrownBy(() -> fit(List.of(cells(8), extreme), settings(3, 0.0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("round 1: the sums of batch 'b1' for prototype 0 are not finite");
    }

    @Test
    void expertsThatAreNotFiniteNameRoundBatchAndPrototype() {
        assertThatThrownBy(() -> fit(List.of(cells(9), cells(10)), weighed(1e308, 2.0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("round 1: the experts of batch 'b0' for prototype 0 are not finite");
    }

    @Test
    void shiftsWithoutASolutionNameTheRound() {
        assertThatThrownBy(() -> fit(List.of(cells(9), cells(10)), weighed(0.2, 1e-300)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("round \\d: the batches' shifts have no solution; .*");
    }

    @Test
    void aRiseOfTheObjectiveIsSaidAndIsNoConvergence() {
        List<Float> shares = List.of(0.1f, 0.03f, 0.031f, 0.032f, 0.0319f, 0f);
        List<RoundTrace> trace = fitDrawn(List.of(cells(11), cells(12)), shares, settings(6, 0.05))
                .trace();
        assertThat(trace).extracting(RoundTrace::rose).containsExactly(false, false, true, true, false);
        double risen = trace.get(3).objective();
        assertThat(risen - trace.get(2).objective()).isBetween(0.0, 0.05 * risen);
    }

    @Test
    void anObjectiveThatStandsStillDoesNotRise() {
        float[] truth = cells(13);
        List<RoundTrace> trace =
                fit(List.of(truth, truth.clone()), settings(30, 0.0)).trace();
        assertThat(trace.subList(10, 30)).extracting(RoundTrace::rose).containsOnly(false);
    }

    @Test
    void aFallOfThePressureIsNoFallOfTheObjective() {
        List<Float> shares = new ArrayList<>(Collections.nCopies(13, 0f));
        shares.set(9, 0.02f);
        List<RoundTrace> trace = fitDrawn(List.of(cells(14), withoutGroup(cells(15), 0)), shares, pressed(13, 2.0))
                .trace();
        assertThat(trace)
                .extracting(round -> round.figure(RoundTrace.THETA))
                .containsExactly(2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.6, 1.2, 0.8, 0.4);
        assertThat(trace.get(9).rose()).isTrue();
    }

    @Test
    void roundsDoNotEndBeforeThePressureHasFaded() {
        List<float[]> batches = List.of(cells(6), moved(cells(7), 0.5f));
        assertThat(fit(batches, PlainSettings.of(40, GROUPS, 2.0, 0.5)).trace()).hasSize(15);
    }

    private static AlignedSettings settings(int rounds, double tolerance) {
        return PlainSettings.of(rounds, GROUPS, 0.0, tolerance);
    }

    private static AlignedSettings pressed(int rounds, double theta) {
        return PlainSettings.of(rounds, GROUPS, theta, 0.0);
    }

    private static AlignedSettings weighed(double alpha, double ridge) {
        return PlainSettings.of(3, GROUPS, 0.0, alpha, ridge, 0.0);
    }

    private static Outcome fit(List<float[]> batches, AlignedSettings settings) {
        return fit(batches, settings, 1, new Random(0));
    }

    private record Outcome(FilmMixture mixture, List<RoundTrace> trace) {}

    private static Outcome fit(List<float[]> batches, AlignedSettings settings, int shards, Random random) {
        return fit(
                batches,
                settings,
                pressure(batches, settings, shards, random),
                (what, message) -> sums(message.mixture(), message.huber(), batches, shards, random));
    }

    /** Every round sees the cells drawn by its share, under the first round's experts, so that the objective goes where it is sent. */
    private static Outcome fitDrawn(List<float[]> batches, List<Float> shares, AlignedSettings settings) {
        Iterator<Float> next = shares.iterator();
        List<FilmMixture> seen = new ArrayList<>();
        return fit(batches, settings, pressure(batches, settings, 1, new Random(0)), (what, message) -> {
            seen.add(message.mixture());
            FilmMixture first = seen.get(0).withPenalties(message.mixture().penalties());
            return sums(first, null, drawn(batches, next.next()), 1, new Random(0));
        });
    }

    private static Outcome fit(
            List<float[]> batches,
            AlignedSettings settings,
            DiversityPressure pressure,
            Clients<AlignedMessage, ClientSums> clients) {
        List<String> names =
                IntStream.range(0, batches.size()).mapToObj(b -> "b" + b).toList();
        AlignedServer server = new AlignedServer(
                settings,
                names,
                sizes(batches),
                Covariates.oneColumn(names.size()),
                pressure,
                prototypes(batches),
                new double[batches.size()][DIMENSION]);
        Rounds.Result<AlignedState> rounds = Rounds.run(server, clients, settings.rounds(), (trace, most) -> {});
        return new Outcome(rounds.state().mixture(), rounds.trace());
    }

    private static long[] sizes(List<float[]> batches) {
        return batches.stream().mapToLong(cells -> cells.length / DIMENSION).toArray();
    }

    /** Clients that fail when they are asked although there is no pressure. */
    private static DiversityPressure pressure(
            List<float[]> batches, AlignedSettings settings, int shards, Random random) {
        long[] sizes = sizes(batches);
        return new DiversityPressure(settings, Covariates.oneColumn(sizes.length), sizes, (what, epoch) -> {
            assertThat(settings.theta()).isPositive();
            SortedMap<Integer, PressureEpoch.Answer> answers = new TreeMap<>();
            for (int b = 0; b < sizes.length; b++) {
                answers.put(b, epoch.run(b, sample(batches.get(b), shards, random)));
            }
            return answers;
        });
    }

    private static List<float[]> sample(float[] cells, int shards, Random random) {
        List<CellSample> parts = new ArrayList<>();
        List<Integer> order = shuffled(cells.length / DIMENSION, random);
        for (int s = 0; s < shards; s++) {
            List<CellBlock> blocks = new ArrayList<>();
            for (int i = s; i < order.size(); i += shards) {
                int from = order.get(i) * DIMENSION;
                float[] cell = Arrays.copyOfRange(cells, from, from + DIMENSION);
                blocks.add(new CellBlock(0, DIMENSION, new long[] {CellKeys.content(cell)}, cell));
            }
            parts.add(CellSample.smallest(blocks.iterator(), CELLS));
        }
        return parts.stream()
                .reduce((a, b) -> a.merge(b, CELLS))
                .orElseThrow()
                .cells()
                .map(CellSample.Cell::values)
                .toList();
    }

    private static SortedMap<Integer, ClientSums> sums(
            FilmMixture mixture, HuberWeight huber, List<float[]> batches, int shards, Random random) {
        SortedMap<Integer, ClientSums> sums = new TreeMap<>();
        for (int b = 0; b < batches.size(); b++) {
            sums.put(b, sums(mixture, huber, b, batches.get(b), shards, random));
        }
        return sums;
    }

    private static ClientSums sums(
            FilmMixture mixture, HuberWeight cut, int client, float[] cells, int shards, Random random) {
        List<Integer> order = shuffled(cells.length / DIMENSION, random);
        Frame frame = Frame.of(moments(cells), Centre.origin(DIMENSION));
        List<ClientSums> parts = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            ClientSums part = new ClientSums(mixture.prototypes(client).length, frame);
            ClientSums.Visitor visitor = new ClientSums.Visitor(mixture, cut);
            for (int i = s; i < order.size(); i += shards) {
                visitor.visit(client, cells, order.get(i) * DIMENSION, part);
            }
            parts.add(part);
        }
        Collections.shuffle(parts, random);
        return parts.stream().reduce(new ClientSums(mixture.prototypes(client).length, frame), ClientSums::merge);
    }

    private static Moments moments(float[] cells) {
        Moments moments = new Moments(DIMENSION);
        for (int from = 0; from < cells.length; from += DIMENSION) {
            moments.add(cells, from);
        }
        return moments;
    }

    private static List<Integer> shuffled(int count, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }

    /** The directions of the true groups, as k-means would find them. */
    private static double[][] prototypes(List<float[]> batches) {
        double[][] prototypes = new double[GROUPS][];
        for (int g = 0; g < GROUPS; g++) {
            prototypes[g] = plainMean(batches.get(0), g);
            double length =
                    Math.sqrt(Arrays.stream(prototypes[g]).map(x -> x * x).sum());
            for (int j = 0; j < DIMENSION; j++) {
                prototypes[g][j] /= length;
            }
        }
        return prototypes;
    }

    private static double[] mean(FilmMixture mixture, int client, float[] cells, int group) {
        double[] mean = new double[DIMENSION];
        for (int i = group; i < CELLS; i += GROUPS) {
            double[] cell = corrected(mixture, client, cells, i);
            for (int j = 0; j < DIMENSION; j++) {
                mean[j] += cell[j] * GROUPS / CELLS;
            }
        }
        return mean;
    }

    private static double[] corrected(FilmMixture mixture, int client, float[] cells, int i) {
        double[] cell = doubles(cells, i);
        new CentredMixture(Centre.origin(DIMENSION), mixture).correct(client, cell);
        return cell;
    }
}
