package atlasprox.cli.command;

import atlasprox.Shown;
import atlasprox.ml.ModelCard;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.results.FittedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model's card as text for a terminal. */
final class ModelTable {
    private static final int BATCHES_SHOWN = 40;
    private static final int LABELS_SHOWN = 100;

    private ModelTable() {}

    static String of(String folder, ModelCard card) {
        List<String> lines = new ArrayList<>();
        lines.add("Model       " + folder);
        lines.add(String.format(
                Locale.ROOT,
                "Method      %s, %d dimensions%s",
                card.method(),
                card.dimension(),
                card.prototypes() == 0 ? "" : String.format(Locale.ROOT, ", %d prototypes", card.prototypes())));
        lines.add("Reference   "
                + (card.referenceCells() == 0
                        ? "none"
                        : String.format(Locale.ROOT, "%,d cells", card.referenceCells())));
        lines.add("Settings    "
                + card.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(", ")));
        versions(lines, card.versions());
        batches(lines, card.batches());
        if (!card.labels().isEmpty()) {
            labels(lines, card.labels());
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void versions(List<String> lines, List<ModelVersion> versions) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%7s  %-12s  %-12s  %8s  %12s  %-16s  %s",
                "version",
                "id",
                "parent",
                "batches",
                "cells",
                "fingerprint",
                "reference"));
        for (ModelVersion version : versions) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%7d  %-12s  %-12s  %,8d  %,12d  %-16s  %s",
                    version.version(),
                    version.id(),
                    version.parent() == null ? "-" : version.parent(),
                    version.batches().size(),
                    version.batches().stream().mapToLong(FittedBatch::cells).sum(),
                    version.fingerprint(),
                    version.grown() == null ? "made" : version.grown() ? "grown" : "as it was"));
        }
    }

    private static void batches(List<String> lines, List<ModelCard.Batch> batches) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-40s %7s %12s %14s %10s  %s",
                "batch, largest first",
                "version",
                "cells",
                "own prototypes",
                "shift",
                "scales"));
        batches.stream()
                .limit(BATCHES_SHOWN)
                .forEach(batch -> lines.add(String.format(
                        Locale.ROOT,
                        "%-40s %7d %,12d %14d %10.4g  %.4g to %.4g",
                        Shown.cut(batch.batch()),
                        batch.version(),
                        batch.cells(),
                        batch.ownPrototypes(),
                        batch.shift(),
                        batch.leastScale(),
                        batch.largestScale())));
        if (batches.size() > BATCHES_SHOWN) {
            lines.add("and " + (batches.size() - BATCHES_SHOWN) + " more batches");
        }
    }

    private static void labels(List<String> lines, List<ModelCard.Label> labels) {
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-40s %-20s %12s %8s", "label", "of column", "cells", "batches"));
        labels.stream()
                .limit(LABELS_SHOWN)
                .forEach(label -> lines.add(String.format(
                        Locale.ROOT,
                        "%-40s %-20s %,12d %,8d",
                        Shown.cut(label.label()),
                        Shown.cut(label.column()),
                        label.cells(),
                        label.batches())));
        if (labels.size() > LABELS_SHOWN) {
            lines.add("and " + (labels.size() - LABELS_SHOWN) + " more labels");
        }
    }
}
