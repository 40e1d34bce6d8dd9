package atlasprox.report;

import atlasprox.Shown;
import atlasprox.results.AnnotationSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What cells were told to be, in sentences, and as a table for a terminal. */
public final class ToldTable {
    private static final int LABELS = 12;

    private ToldTable() {}

    /**
     * @param told what the cells were told to be
     * @return sentences, a table of the commonest labels, and what cells called new may be
     */
    public static String text(AnnotationSummary told) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(sentences(told));
        if (!told.labels().isEmpty()) {
            lines.add(
                    String.format(Locale.ROOT, "  %12s  %10s  %10s  %s", "cells", "confidence", "called new", "told"));
            told.labels().stream().limit(LABELS).forEach(group -> lines.add(line(group)));
            if (told.labels().size() > LABELS) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  %12s  and %,d more labels",
                        "",
                        told.labels().size() - LABELS));
            }
        }
        List<String> populations = populations(told);
        if (!populations.isEmpty()) {
            lines.add("Candidates for new populations:");
            populations.forEach(sentence -> lines.add("  " + sentence));
        }
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(AnnotationSummary.Group group) {
        return String.format(
                Locale.ROOT,
                "  %,12d  %10.3f  %,10d  %s",
                group.cells(),
                group.confidence(),
                group.called(),
                Shown.cut(group.name()));
    }

    /**
     * @param told what the cells were told to be
     * @return how many got a label, how many are called new, and how many agree with labels of the table's own
     */
    public static List<String> sentences(AnnotationSummary told) {
        AnnotationSummary.Group all = told.all();
        List<String> sentences = new ArrayList<>();
        sentences.add(String.format(
                Locale.ROOT,
                "Labels of %s: %,d of %s told one%s, with a mean confidence of %.3f.",
                Shown.name(told.label()),
                all.cells() - all.unassigned(),
                cells(all.cells()),
                all.unassigned() == 0L ? "" : String.format(Locale.ROOT, ", %,d unassigned", all.unassigned()),
                all.confidence()));
        sentences.add(String.format(
                Locale.ROOT,
                "%,d called new; of cells like the reference's, about %s of these %,d would be.",
                all.called(),
                expected((1.0 - told.newAbove()) * all.cells()),
                all.cells()));
        AnnotationSummary.Agreement agreement = told.agreement();
        if (agreement != null && agreement.cells() > 0L) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Of %s with a label of their own in %s that the reference has, %.1f %% are told it (macro F1 %.3f).",
                    cells(agreement.cells()),
                    Shown.name(agreement.column()),
                    100.0 * agreement.accuracy(),
                    agreement.macroF1()));
        }
        if (agreement != null && agreement.lacking() > 0L) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "%s one that the reference lacks; %,d of these are called new.",
                    agreement.lacking() == 1L ? "1 cell has" : cells(agreement.lacking()) + " have",
                    agreement.lackingCalled()));
        }
        return sentences;
    }

    private static String expected(double cells) {
        return String.format(Locale.ROOT, "%,d", Math.round(cells));
    }

    private static String cells(long count) {
        return count == 1L ? "1 cell" : String.format(Locale.ROOT, "%,d cells", count);
    }

    /**
     * @param told what the cells were told to be
     * @return a sentence for each group of cells that are called new
     */
    public static List<String> populations(AnnotationSummary told) {
        return told.populations().stream().map(ToldTable::sentence).toList();
    }

    private static String sentence(AnnotationSummary.Population population) {
        String names = population.largest().stream().map(Shown::name).collect(Collectors.joining(", "));
        boolean some = population.largest().size() < population.batches();
        return String.format(
                Locale.ROOT,
                "%s in %s (%s%s) %s called new; nearest %s %s.",
                cells(population.cells()),
                population.batches() == 1 ? "1 batch" : String.format(Locale.ROOT, "%,d batches", population.batches()),
                some ? "most in " : "",
                names,
                population.cells() == 1L ? "is" : "are",
                population.nearest().size() == 1 ? "is" : "are",
                population.nearest().stream().map(Shown::name).collect(Collectors.joining(", ")));
    }
}
