package atlasprox.report;

import atlasprox.Shown;
import atlasprox.results.BatchEffect;
import atlasprox.results.FitSummary;
import atlasprox.rounds.RoundTrace;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which batches differ, by how many times chance, in one plain sentence. */
public final class Differences {
    private static final int NAMED = 3;

    /** More than any number of cells tells: where cells do not vary, chance makes nothing. */
    private static final double BEYOND_NUMBERS = 1e9;

    private final List<BatchEffect> largest;
    private final boolean severalColumns;

    private Differences(List<BatchEffect> effects) {
        largest = effects.stream()
                .sorted(Comparator.comparingDouble(Differences::evidence).reversed())
                .toList();
        severalColumns = effects.stream().map(BatchEffect::column).distinct().count() > 1;
    }

    /**
     * @param effects how far the batches differ; null where that was not asked
     * @return one sentence; empty where there is nothing to tell
     */
    public static Optional<String> words(List<BatchEffect> effects) {
        if (effects == null || effects.size() < 2) {
            return Optional.empty();
        }
        long corrected =
                effects.stream().filter(effect -> effect.corrected() > 0.0).count();
        Differences differences = new Differences(effects);
        return Optional.of(corrected == 0 ? differences.none() : differences.some(corrected));
    }

    /**
     * @param fit what a fit did
     * @return which batches differ, and what became of values to preserve, in one plain sentence each; empty where there is nothing to tell
     */
    public static Optional<String> words(FitSummary fit) {
        String all = Stream.of(words(fit.effects()), ofValues(fit.trace()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static Optional<String> ofValues(List<RoundTrace> rounds) {
        if (rounds.isEmpty() || rounds.get(0).figure(RoundTrace.DIFFERENCE) == null) {
            return Optional.empty();
        }
        RoundTrace first = rounds.get(0);
        RoundTrace last = rounds.get(rounds.size() - 1);
        String within = first.figure(RoundTrace.SEPARATION_WITHIN) == null
                ? "No value to preserve is in several batches;"
                : String.format(
                        Locale.ROOT,
                        "Within the values to preserve the separation of the batches went from %.2f to %.2f (0 is mixed, 1 apart);",
                        first.figure(RoundTrace.SEPARATION_WITHIN),
                        last.figure(RoundTrace.SEPARATION_WITHIN));
        return Optional.of(within
                + String.format(
                        Locale.ROOT,
                        " the values lie %.2f deviations apart, %.2f before.",
                        last.figure(RoundTrace.DIFFERENCE),
                        first.figure(RoundTrace.DIFFERENCE)));
    }

    private String none() {
        BatchEffect first = largest.get(0);
        String most = "No batch effect beyond chance, so every cell is left where it was: " + name(first)
                + " stands out most, by " + times(first);
        // Beyond the limit one may be from all others together, and not from those that it was put together with.
        return first.timesChance() > first.limit()
                ? most + ", but not from the batches that are most like it."
                : most + ", where chance alone comes to " + number(first.limit()) + " times.";
    }

    private String some(long corrected) {
        String most = largest.stream()
                .filter(effect -> effect.corrected() > 0.0)
                .limit(NAMED)
                .map(effect -> name(effect) + " by " + times(effect))
                .collect(Collectors.joining(", "));
        long apart = largest.stream()
                .map(effect -> List.of(effect.column(), effect.group()))
                .distinct()
                .count();
        String joint = apart == largest.size()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; those that do not differ from each other are corrected as one, so that %,d are left of %,d",
                        apart,
                        largest.size());
        String of = corrected == largest.size() ? "All" : String.format(Locale.ROOT, "%,d of", corrected);
        String what = severalColumns ? "levels of the batch columns" : "batches";
        return of + String.format(Locale.ROOT, " %,d %s differ from the others beyond chance: ", largest.size(), what)
                + most
                + (corrected > NAMED ? ", ..." : "")
                + joint
                + ".";
    }

    private String name(BatchEffect effect) {
        return (severalColumns ? effect.column() + " " : "") + Shown.name(effect.level());
    }

    private static String times(BatchEffect effect) {
        return effect.timesChance() < BEYOND_NUMBERS
                ? number(effect.timesChance()) + " times chance"
                : "more than any chance";
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number < 10.0 ? "%.1f" : "%,.0f", number);
    }

    /** How far beyond chance, in units of what chance alone comes to. */
    private static double evidence(BatchEffect effect) {
        return (effect.timesChance() - 1.0) / Math.max(effect.limit() - 1.0, Double.MIN_NORMAL);
    }
}
