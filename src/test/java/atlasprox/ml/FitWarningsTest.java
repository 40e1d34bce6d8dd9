package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.aligned.round.RoundFigures;
import atlasprox.rounds.RoundTrace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitWarningsTest {
    private static final List<String> BATCHES = List.of("a", "b", "c", "d", "e");

    @Test
    void aBatchBentMoreThanTheRestIsNamedWithItsFigures() {
        assertThat(FitWarnings.of(BATCHES, List.of(round(0.2, 0.98, 0.99, 0.82, 0.98, 0.97))))
                .singleElement()
                .asString()
                .startsWith("Batch 'c' was bent more than the rest: 18 % of its structure was changed, against 2.0 %");
    }

    @Test
    void batchesBentAlikeOrHardlyAtAllAreNotNamed() {
        assertThat(FitWarnings.of(BATCHES, List.of(round(0.2, 0.80, 0.82, 0.78, 0.85, 0.79))))
                .isEmpty();
        assertThat(FitWarnings.of(BATCHES, List.of(round(0.2, 0.999, 0.999, 0.96, 0.999, 0.999))))
                .isEmpty();
    }

    @Test
    void batchesThatStayApartAreSaidTo() {
        assertThat(FitWarnings.of(BATCHES, List.of(round(0.2, 1, 1, 1, 1, 1), round(0.68, 1, 1, 1, 1, 1))))
                .singleElement()
                .asString()
                .startsWith("The batches still lie apart (separation 0.68,");
    }

    @Test
    void aBatchThatStaysApartFromTheRestIsNamed() {
        RoundTrace mixed = round(0.3, 1, 1, 1, 1, 1);
        RoundTrace alone = round(0.3, mixed.clientFigure(RoundTrace.PRESERVED), List.of(0.1, 0.82, 0.1, 0.2, 0.1));
        assertThat(FitWarnings.of(BATCHES, List.of(alone)))
                .singleElement()
                .asString()
                .startsWith("Batch 'b' still lies apart from the others (separation 0.82,");
        assertThat(FitWarnings.of(BATCHES, List.of(mixed))).isEmpty();
    }

    @Test
    void manyBentBatchesAreCountedNotListed() {
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "b" + i).toList();
        double[] preserved =
                IntStream.range(0, 50).mapToDouble(i -> i < 20 ? 0.5 : 0.99).toArray();
        assertThat(FitWarnings.of(names, List.of(round(0.2, preserved))))
                .hasSize(11)
                .last()
                .asString()
                .startsWith("10 more batches");
    }

    @Test
    void namesTheRoundsInWhichTheObjectiveRose() {
        assertThat(FitWarnings.of(List.of(), trace(false, false, true, false, false, true, true)))
                .containsExactly(
                        "The objective rose in rounds 3, 6 and 7 of 7, which is no convergence: see in the trace what"
                                + " became of separation and preserved structure.");
        assertThat(FitWarnings.of(List.of(), trace(false, true, true)).get(0))
                .startsWith("The objective rose in rounds 2 and 3 of 3,");
        assertThat(FitWarnings.of(List.of(), trace(false, true)).get(0))
                .startsWith("The objective rose in round 2 of 2,");
        assertThat(FitWarnings.of(List.of(), trace(false, false))).isEmpty();
    }

    @Test
    void roundsThatEndWhileTheObjectiveFallsHaveNotConverged() {
        assertThat(FitWarnings.of(List.of(), falling(5.0, 4.0, 3.9, 0.0)))
                .containsExactly(
                        "The fit has not converged: in the last of 3 rounds the objective still fell by 2.5 %. Raise --rounds.");
        assertThat(FitWarnings.of(List.of(), falling(5.0, 4.0, 3.99, 0.0))).isEmpty();
        // Under another theta it is another objective.
        assertThat(FitWarnings.of(List.of(), falling(5.0, 4.0, 3.0, 1.0))).isEmpty();
    }

    private static List<RoundTrace> falling(double first, double second, double last, double theta) {
        return List.of(
                round(1, first, false, Map.of(RoundTrace.THETA, theta)),
                round(2, second, false, Map.of(RoundTrace.THETA, theta)),
                round(3, last, false, Map.of(RoundTrace.THETA, 0.0)));
    }

    @Test
    void columnsThatCannotBeToldApartAreSaidTo() {
        assertThat(FitWarnings.ofColumns(List.of(round(1, 1, false, Map.of())))).isEmpty();
        assertThat(FitWarnings.ofColumns(List.of(round(1, 1, false, Map.of(RoundFigures.MOVING, 0.003)))))
                .singleElement()
                .asString()
                .contains("have not converged", "3.0e-03 deviations", "--ridge");
    }

    @Test
    void aMethodThatMeasuresNothingOfThisSaysNothing() {
        assertThat(FitWarnings.of(List.of(), trace(null, null))).isEmpty();
        assertThat(FitWarnings.of(List.of("a"), List.of())).isEmpty();
    }

    private static List<RoundTrace> trace(Boolean... rose) {
        List<RoundTrace> trace = new ArrayList<>();
        for (Boolean risen : rose) {
            int round = trace.size() + 1;
            trace.add(round(round, 1, risen, Map.of(RoundTrace.THETA, 0.0)));
        }
        return trace;
    }

    private static RoundTrace round(double separation, double... preserved) {
        List<Double> shares =
                IntStream.range(0, preserved.length).mapToObj(b -> preserved[b]).toList();
        List<Double> zeros = Collections.nCopies(preserved.length, 0.0);
        return round(separation, shares, zeros);
    }

    private static RoundTrace round(double separation, List<Double> preserved, List<Double> separations) {
        return new RoundTrace(
                1,
                0,
                false,
                0,
                "a",
                0,
                preserved,
                null,
                Map.of(RoundTrace.PRESERVED, 0.9, RoundTrace.SEPARATION, separation, RoundTrace.THETA, 0.0),
                Map.of(RoundTrace.PRESERVED, preserved, RoundTrace.SEPARATION, separations),
                100,
                0);
    }

    private static RoundTrace round(int round, double objective, Boolean rose, Map<String, Double> figures) {
        return new RoundTrace(round, objective, rose, 1, "a", 0, List.of(), null, figures, Map.of(), 0, 0);
    }
}
