package atlasprox.cli.command;

import atlasprox.Shown;
import atlasprox.report.Differences;
import atlasprox.results.BatchSize;
import atlasprox.results.Inspection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The findings of {@code inspect} as text for a terminal. */
final class InspectionTable {
    private static final int BATCHES_SHOWN = 40;
    private static final int COLUMNS_SHOWN = 60;
    private static final int NAMED = 10;

    private InspectionTable() {}

    static String of(Inspection found) {
        List<String> lines = new ArrayList<>();
        lines.add("Input       " + String.join(", ", found.input()));
        lines.add(String.format("Cells       %,d usable of %,d rows", found.cells(), found.rows()));
        lines.add(String.format("Embedding   %s, %d dimensions", found.embedding(), found.dimension()));
        lines.add(String.format(
                "Batch       %s, %s",
                String.join(", ", found.batchColumns()),
                Words.batches(found.batches().size())));
        lines.add("Id          " + (found.id() == null ? "none" : found.id()));
        lines.add("Fingerprint " + found.fingerprint() + " of embedding and batches, in any row order");
        found.invalid()
                .forEach((reason, rows) -> lines.add(String.format(
                        "Invalid     %s %s", rows == 1 ? "1 row" : String.format("%,d rows: each", rows), reason)));
        memory(lines, found.memory());
        columns(lines, found);
        batches(lines, found);
        confounding(lines, found.confounding());
        preserved(lines, found.preserved());
        Differences.words(found.effects()).ifPresent(lines::add);
        found.warnings().forEach(warning -> lines.add("Warning: " + warning));
        found.problems().forEach(problem -> lines.add("Problem: " + problem));
        lines.add(found.problems().isEmpty() ? "Ready to be corrected." : "Not ready: see the problems above.");
        return String.join(System.lineSeparator(), lines);
    }

    private static void memory(List<String> lines, Inspection.Memory memory) {
        lines.add(String.format(
                Locale.ROOT,
                "Memory      of a run with these options about %s for the driver, %s for the largest task,",
                bytes(memory.driver()),
                bytes(memory.largestTask())));
        lines.add(String.format(
                Locale.ROOT,
                "            %s for what an executor's tasks share, %s for the cells visited (on disk where memory ends);",
                bytes(memory.executor()),
                bytes(memory.cells())));
        if (memory.labels() > 0L) {
            lines.add("            %s for the labels on the driver, after the fit: groups, sums and distances by batch;"
                    .formatted(bytes(memory.labels())));
        }
        lines.add(String.format(
                Locale.ROOT,
                "            in this JVM, with %d tasks at a time, %s; its heap is %s",
                memory.tasks(),
                bytes(memory.here()),
                bytes(memory.heap())));
    }

    private static void columns(List<String> lines, Inspection found) {
        lines.add("");
        lines.add(String.format("%-40s %s", "column", "type"));
        found.columns().entrySet().stream()
                .limit(COLUMNS_SHOWN)
                .forEach(column -> lines.add(String.format("%-40s %s", column.getKey(), column.getValue())));
        more(lines, found.columns().size() - COLUMNS_SHOWN, "columns");
    }

    private static void batches(List<String> lines, Inspection found) {
        lines.add("");
        lines.add(String.format("%-40s %12s %10s", "batch, largest first", "cells", "invalid"));
        found.batches().stream()
                .sorted(Comparator.comparingLong(BatchSize::cells).reversed().thenComparing(BatchSize::batch))
                .limit(BATCHES_SHOWN)
                .forEach(batch -> lines.add(
                        String.format("%-40s %,12d %,10d", shown(batch.batch()), batch.cells(), batch.invalid())));
        more(lines, found.batches().size() - BATCHES_SHOWN, "batches");
        lines.add("");
    }

    /** In quotes where blanks or marks would hide what the name is. */
    private static String shown(String name) {
        String exactly = Shown.exactly(name);
        boolean plain = exactly.equals(Shown.name(name)) && name.equals(name.strip()) && !name.isEmpty();
        return plain ? Shown.cut(name) : exactly;
    }

    private static void confounding(List<String> lines, Inspection.Confounding found) {
        if (found == null) {
            return;
        }
        lines.add(String.format(
                "Label       %,d labels, %,d rows without; dependence of batch and label (Cramer's V, 0 to 1) %.3f",
                found.labels(), found.unlabelled(), found.cramersV()));
        lines.add(String.format(
                "            %,d batches of a single label%s",
                found.oneLabelBatches().size(), named(found.oneLabelBatches())));
        lines.add(String.format(
                "            %,d labels in a single batch%s",
                found.oneBatchLabels().size(), named(found.oneBatchLabels())));
    }

    private static void preserved(List<String> lines, Inspection.Preserved found) {
        if (found == null) {
            return;
        }
        lines.add(String.format(
                "Preserved   %s, %,d values; %,d batches have a single one; %,d groups of batches share none with each other",
                Shown.cut(found.column()), found.values().size(), found.oneValueBatches(), found.groups()));
        found.values().stream()
                .limit(NAMED)
                .forEach(value -> lines.add(String.format(
                        "            %s: %,d cells in %s",
                        shown(value.value()), value.cells(), Words.batches(value.batches()))));
        more(lines, found.values().size() - NAMED, "values");
    }

    private static String named(List<String> names) {
        return names.isEmpty()
                ? ""
                : ": " + names.stream().limit(NAMED).map(Shown::cut).collect(Collectors.joining(", "));
    }

    private static void more(List<String> lines, int rest, String what) {
        if (rest > 0) {
            lines.add("and " + rest + " more " + what);
        }
    }

    private static String bytes(long bytes) {
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / 1048576.0))
                : String.format(Locale.ROOT, "%,.1f GiB", bytes / 1073741824.0);
    }
}
