package atlasprox.report;

import atlasprox.Shown;
import atlasprox.results.BatchEffect;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which batches differ, by how many times chance, in one plain sentence. */
public final class Differences {
    private static final int NAMED = 3;

    private Differences() {}

    /**
     * @param effects how far the batches differ; null where that was not asked
     * @return one sentence; empty where there is nothing to tell
     */
    public static Optional<String> words(List<BatchEffect> effects) {
        if (effects == null || effects.size() < 2) {
            return Optional.empty();
        }
        List<BatchEffect> largest = effects.stream()
                .sorted(Comparator.comparingDouble(Differences::evidence).reversed())
                .toList();
        long corrected =
                effects.stream().filter(effect -> effect.corrected() > 0.0).count();
        return Optional.of(corrected == 0 ? none(largest.get(0)) : some(largest, corrected));
    }

    private static String none(BatchEffect largest) {
        String most = "No batch effect beyond chance, so every cell is left where it was: " + name(largest)
                + " stands out most, by " + times(largest);
        // Beyond the limit one may be from all others together, and not from those that it was put together with.
        return largest.timesChance() > largest.limit()
                ? most + ", but not from the batches that are most like it."
                : most + ", where chance alone comes to " + number(largest.limit()) + " times.";
    }

    private static String some(List<BatchEffect> largest, long corrected) {
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
        return of + String.format(Locale.ROOT, " %,d batches differ from the others beyond chance: ", largest.size())
                + most
                + (corrected > NAMED ? ", ..." : "")
                + joint
                + ".";
    }

    private static String name(BatchEffect effect) {
        return Shown.name(effect.level());
    }

    private static String times(BatchEffect effect) {
        return number(effect.timesChance()) + " times chance";
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number < 10.0 ? "%.1f" : "%,.0f", number);
    }

    /** How far beyond chance, in units of what chance alone comes to. */
    private static double evidence(BatchEffect effect) {
        return (effect.timesChance() - 1.0) / Math.max(effect.limit() - 1.0, Double.MIN_NORMAL);
    }
}
