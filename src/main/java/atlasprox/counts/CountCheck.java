package atlasprox.counts;

import atlasprox.BadDataException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Decides from what was found of counts whether they can become an embedding, in words for their owner.
 *
 * @param layer the counts' name
 * @param failing whether a row that is no usable cell is refused
 * @param method the method that needs counts as they are, whichever genes it takes; empty where logarithms will do
 */
public record CountCheck(String layer, boolean failing, Optional<String> method) {

    /** What to do with rows that are no usable cells. */
    public static final String REMEDY =
            "set --on-invalid drop to leave them out of the output, or --on-invalid pass to write them without an embedding";

    /** So few of the largest values of a table of logarithms are above this, which is e^20 counts. */
    private static final double LARGEST_LOG = 20.0;

    /** A check of counts that become logarithms. */
    public CountCheck(String layer, boolean failing) {
        this(layer, failing, Optional.empty());
    }

    /**
     * @param batches what was found of each
     * @param settings how counts are to become an embedding
     * @throws BadDataException if they cannot
     */
    void require(SortedMap<String, BatchCounts.Summary> batches, CountSettings settings) {
        long cells =
                batches.values().stream().mapToLong(BatchCounts.Summary::cells).sum();
        Map<CountDefect, Long> defects = defects(batches);
        long invalid = defects.values().stream().mapToLong(Long::longValue).sum();
        if (cells == 0) {
            throw new BadDataException("none of the " + invalid + " rows is a usable cell (" + words(defects)
                    + "); check --layer and --batch");
        }
        if (failing && invalid > 0) {
            throw new BadDataException(invalid + " of " + (cells + invalid) + " rows have no usable counts in '" + layer
                    + "': " + words(defects)
                    + "; " + REMEDY);
        }
        long fractions = batches.values().stream()
                .mapToLong(BatchCounts.Summary::fractions)
                .sum();
        if (fractions > 0) {
            double fraction = batches.values().stream()
                    .mapToDouble(BatchCounts.Summary::fraction)
                    .max()
                    .orElse(0.0);
            requireCounts(settings, fractions, fraction);
        } else if (settings.normalized()) {
            throw new BadDataException("all values in '" + layer + "' are whole numbers, which are no logarithms of "
                    + "normalised counts; leave out --normalized, or normalise them first");
        }
    }

    private void requireCounts(CountSettings settings, long fractions, double fraction) {
        if (method.isPresent() && !settings.roundCounts()) {
            throw new BadDataException(fractions + " values in '" + layer + "' are no whole numbers, such as "
                    + fraction + ", and " + method.get()
                    + " needs counts; name their layer by --layer, or set --round-counts if they are estimated counts");
        }
        boolean logs = fraction <= LARGEST_LOG;
        if (!settings.normalized() && logs && !settings.roundCounts()) {
            throw new BadDataException(
                    fractions + " values in '" + layer + "' are no whole numbers, the largest of these being "
                            + fraction
                            + ": it looks as if they were normalised already; name the layer of the counts by --layer, "
                            + "or set --normalized if they are log(1 + x) of normalised counts, or --round-counts if they are "
                            + "estimated counts");
        }
        if (settings.needsWholeNumbers() && !settings.roundCounts()) {
            throw new BadDataException(
                    fractions + " values in '" + layer + "' are no whole numbers, such as " + fraction
                            + ", and " + settings.flavor()
                            + " needs counts; name their layer by --layer, or set --round-counts, or "
                            + "choose --gene-flavor seurat");
        }
    }

    private static Map<CountDefect, Long> defects(SortedMap<String, BatchCounts.Summary> batches) {
        Map<CountDefect, Long> defects = new EnumMap<>(CountDefect.class);
        batches.values()
                .forEach(batch -> batch.defects().forEach((defect, rows) -> defects.merge(defect, rows, Long::sum)));
        return defects;
    }

    private static String words(Map<CountDefect, Long> defects) {
        List<String> words = defects.entrySet().stream()
                .map(defect -> (defect.getValue() == 1 ? "1 row" : defect.getValue() + " rows, each of which") + " "
                        + defect.getKey().words())
                .toList();
        return words.stream().collect(Collectors.joining(", "));
    }
}
