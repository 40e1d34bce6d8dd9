package atlasprox.ml;

import atlasprox.Shown;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.round.RoundFigures;
import atlasprox.math.StandOut;
import atlasprox.rounds.RoundTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What the trace gives a user cause to look at, one plain sentence each. */
final class FitWarnings {
    private static final double FAR_APART = 0.5;
    private static final double ALONE = 0.7;
    private static final double STILL_FALLING = 0.01;
    private static final int NAMED = 10;

    private FitWarnings() {}

    /**
     * @param batches the clients' names, in the order of the trace
     * @param trace one entry a round
     * @return the warnings
     */
    static List<String> of(List<String> batches, List<RoundTrace> trace) {
        List<String> warnings = new ArrayList<>();
        rises(trace, warnings);
        falls(trace, warnings);
        if (trace.isEmpty() || trace.get(trace.size() - 1).clientFigure(RoundTrace.PRESERVED) == null) {
            return warnings;
        }
        RoundTrace last = trace.get(trace.size() - 1);
        bent(batches, last.clientFigure(RoundTrace.PRESERVED), warnings);
        // Where values are preserved, batches of different ones are meant to stay apart.
        if (last.figure(RoundTrace.DIFFERENCE) == null) {
            apart(batches, last, warnings);
        }
        return warnings;
    }

    /**
     * @param arrived experts of batches that arrived at a reference
     * @param shared the number of prototypes that the reference has
     * @return the warnings
     */
    static List<String> ofKindsLacking(FilmMixture arrived, int shared) {
        List<Double> own = IntStream.range(0, arrived.batches().size())
                .mapToObj(client -> (double) (arrived.prototypes(client).length - shared))
                .toList();
        List<String> warnings = new ArrayList<>();
        name(
                arrived.batches(),
                own,
                0.0,
                batch -> String.format(
                        Locale.ROOT,
                        "Batch %s holds cells of kinds that the reference lacks (%.0f prototypes of its own): they move with their"
                                + " batch, and are not mixed with the same kinds of other batches that arrive.",
                        Shown.name(arrived.batches().get(batch)),
                        own.get(batch)),
                "hold cells of kinds that the reference lacks; model show has ownPrototypes for each.",
                warnings);
        return warnings;
    }

    private static void rises(List<RoundTrace> trace, List<String> warnings) {
        List<String> rounds = trace.stream()
                .filter(RoundTrace::hasRisen)
                .map(round -> String.valueOf(round.round()))
                .toList();
        if (rounds.isEmpty()) {
            return;
        }
        int last = rounds.size() - 1;
        String named = last == 0
                ? "round " + rounds.get(0)
                : "rounds " + String.join(", ", rounds.subList(0, last)) + " and " + rounds.get(last);
        warnings.add("The objective rose in " + named + " of " + trace.size()
                + ", which is no convergence: see in the trace what became of separation and preserved structure.");
    }

    /** Below that, a further round does not change the outcome by what a user would see. */
    private static void falls(List<RoundTrace> trace, List<String> warnings) {
        if (trace.size() < 2) {
            return;
        }
        RoundTrace last = trace.get(trace.size() - 1);
        RoundTrace before = trace.get(trace.size() - 2);
        double fall = (before.objective() - last.objective()) / Math.abs(before.objective());
        if (last.rose() != null
                && Objects.equals(last.figure(RoundTrace.THETA), before.figure(RoundTrace.THETA))
                && fall > STILL_FALLING) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The fit has not converged: in the last of %d rounds the objective still fell by %.1f %%. Raise --rounds.",
                    trace.size(),
                    100.0 * fall));
        }
    }

    /**
     * @param trace one entry a round
     * @return a warning if several batch columns could not be told apart for good
     */
    static List<String> ofColumns(List<RoundTrace> trace) {
        Double moving = trace.isEmpty() ? null : trace.get(trace.size() - 1).figure(RoundFigures.MOVING);
        return moving == null || moving == 0.0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "The shifts of the batch columns have not converged: the last sweep still moved a group by %.1e deviations. The"
                                + " columns may mean nearly the same batches; correct for fewer of them, or raise --ridge.",
                        moving));
    }

    private static void apart(List<String> batches, RoundTrace last, List<String> warnings) {
        if (last.figure(RoundTrace.SEPARATION) > FAR_APART) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The batches still lie apart (separation %.2f, where 0 is mixed and 1 apart): they hold different cells, or lie too"
                            + " far from each other to be matched with confidence.",
                    last.figure(RoundTrace.SEPARATION)));
            return;
        }
        name(
                batches,
                last.clientFigure(RoundTrace.SEPARATION),
                ALONE,
                batch -> String.format(
                        Locale.ROOT,
                        "Batch %s still lies apart from the others (separation %.2f, where 0 is mixed and 1 apart): it holds"
                                + " different cells, or lies too far off to be matched with confidence.",
                        Shown.name(batches.get(batch)),
                        last.clientFigure(RoundTrace.SEPARATION).get(batch)),
                "still lie apart from the others; run.json has clientSeparation for each.",
                warnings);
    }

    private static void bent(List<String> batches, List<Double> preserved, List<String> warnings) {
        List<Double> bent = preserved.stream().map(share -> 1.0 - share).toList();
        StandOut rule = StandOut.among(preserved);
        name(
                batches,
                bent,
                rule.limit(),
                batch -> String.format(
                        Locale.ROOT,
                        "Batch %s was bent more than the rest: %.0f %% of its structure was changed, against %.1f %% of the middle"
                                + " batch's. Look whether it holds cells that the others lack.",
                        Shown.name(batches.get(batch)),
                        100.0 * bent.get(batch),
                        100.0 * (1.0 - rule.middle())),
                "were bent more than the rest; run.json has clientPreserved for each.",
                warnings);
    }

    /** A sentence for each batch whose figure is above a limit, and the number of those left over after the first few. */
    private static void name(
            List<String> batches,
            List<Double> figures,
            double limit,
            IntFunction<String> sentence,
            String rest,
            List<String> warnings) {
        int[] above = IntStream.range(0, batches.size())
                .filter(b -> figures.get(b) > limit)
                .toArray();
        Arrays.stream(above).limit(NAMED).mapToObj(sentence).forEach(warnings::add);
        if (above.length > NAMED) {
            warnings.add(above.length - NAMED + " more batches " + rest);
        }
    }
}
