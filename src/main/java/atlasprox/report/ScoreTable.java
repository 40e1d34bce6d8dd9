package atlasprox.report;

import atlasprox.metrics.EmbeddingScores;
import atlasprox.metrics.Evaluation;
import atlasprox.metrics.Metric;
import atlasprox.metrics.Profile;
import atlasprox.metrics.score.LisiSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Scores as text: a table for a terminal, and CSV. */
public final class ScoreTable {
    private static final int NAME_WIDTH = 22;
    private static final String NO_VALUE = "-";

    private ScoreTable() {}

    /**
     * @param found scores
     * @return a table with a line for each metric and a column for each embedding, the verdict and the notes
     */
    public static String text(Evaluation found) {
        Profile profile = Profile.valueOf(found.profile().toUpperCase(Locale.ROOT));
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Scores of %,d cells in %s, %,d with one of %,d labels;%s profile %s; %.1f s",
                found.scored(),
                found.batches() == 1 ? "1 batch" : String.format(Locale.ROOT, "%,d batches", found.batches()),
                found.labelled(),
                found.labels(),
                profile.hasTotal() ? " higher is better;" : "",
                found.profile(),
                found.seconds()));
        lines.add("");
        lines.add(line("", found, EmbeddingScores::embedding));
        if (profile.hasTotal()) {
            metrics(lines, found, "Bio conservation", profile.bio());
            metrics(lines, found, "Batch correction", profile.batch());
            lines.add("");
            lines.add(line("Bio conservation", found, scores -> number(scores.bio())));
            lines.add(line("Batch correction", found, scores -> number(scores.batch())));
            lines.add(line("Total (0.6, 0.4)", found, scores -> number(scores.total())));
        } else {
            lisi(lines, found);
        }
        metrics(
                lines,
                found,
                profile.hasTotal() ? "Beside the total" : "Beside LISI (higher is better)",
                Set.of(Metric.HELD_OUT_F1, Metric.PRESERVED));
        lines.add("");
        lines.add(Verdict.of(found));
        found.notes().forEach(note -> lines.add("Note: " + note));
        return String.join(System.lineSeparator(), lines).stripTrailing();
    }

    /**
     * @param found scores
     * @return a row for each embedding as RFC 4180 has it, but with plain line ends; empty where there is no value
     */
    public static String csv(Evaluation found) {
        List<String> titles = Arrays.stream(Metric.values())
                .map(Metric::title)
                .filter(title -> found.embeddings().stream()
                        .anyMatch(scores -> scores.metrics().containsKey(title)))
                .toList();
        Map<String, Function<EmbeddingScores, Double>> lisi = lisi(found);
        Stream<String> head = Stream.of(
                        Stream.of("Embedding"),
                        lisi.keySet().stream().map(ScoreTable::quoted),
                        titles.stream(),
                        Stream.of("Bio conservation", "Batch correction", "Total"))
                .flatMap(Function.identity());
        Stream<String> rows = found.embeddings().stream().map(scores -> Stream.of(
                        Stream.of(quoted(scores.embedding())),
                        lisi.values().stream().map(of -> plain(of.apply(scores))),
                        titles.stream().map(title -> plain(scores.metrics().get(title))),
                        Stream.of(scores.bio(), scores.batch(), scores.total()).map(ScoreTable::plain))
                .flatMap(Function.identity())
                .collect(Collectors.joining(",")));
        return Stream.concat(Stream.of(head.collect(Collectors.joining(","))), rows)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void metrics(List<String> lines, Evaluation found, String title, Set<Metric> metrics) {
        lines.add("");
        lines.add(title);
        Arrays.stream(Metric.values())
                .filter(metrics::contains)
                .forEach(metric -> lines.add(line(
                        "  " + metric.title(),
                        found,
                        scores -> number(scores.metrics().get(metric.title())))));
    }

    private static void lisi(List<String> lines, Evaluation found) {
        lines.add("");
        lines.add("LISI, unscaled (of batches: higher is more mixed; of cell types: 1 is best)");
        lisi(found).forEach((title, of) -> lines.add(line("  " + title, found, scores -> number(of.apply(scores)))));
    }

    /** Mean and deviation by title; every embedding has LISI of the same columns. */
    private static Map<String, Function<EmbeddingScores, Double>> lisi(Evaluation found) {
        Map<String, Function<EmbeddingScores, Double>> figures = new LinkedHashMap<>();
        List<LisiSpread> first = found.embeddings().stream()
                .findFirst()
                .map(EmbeddingScores::lisi)
                .orElse(List.of());
        for (int i = 0; i < first.size(); i++) {
            int place = i;
            String title = first.get(i).title();
            figures.put(title, scores -> scores.lisi().get(place).mean());
            figures.put(title + " deviation", scores -> scores.lisi().get(place).deviation());
        }
        return figures;
    }

    private static String line(String name, Evaluation found, Function<EmbeddingScores, String> cell) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + nameWidth(found) + "s", name));
        for (EmbeddingScores scores : found.embeddings()) {
            int width = Math.max(8, scores.embedding().length());
            line.append(String.format(Locale.ROOT, "  %" + width + "s", cell.apply(scores)));
        }
        return line.toString();
    }

    private static int nameWidth(Evaluation found) {
        return lisi(found).keySet().stream()
                .mapToInt(title -> 2 + title.length())
                .reduce(NAME_WIDTH, Math::max);
    }

    private static String number(Double value) {
        return value == null ? NO_VALUE : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String plain(Double value) {
        return value == null ? "" : value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
