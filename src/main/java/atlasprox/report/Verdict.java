package atlasprox.report;

import atlasprox.metrics.EmbeddingScores;
import atlasprox.metrics.Evaluation;
import atlasprox.metrics.Metric;
import atlasprox.rounds.RoundTrace;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether it helped, in one plain sentence. */
public final class Verdict {
    /** What a total may differ by between two seeds. */
    private static final double LITTLE = 0.01;

    private static final double WELL_PRESERVED = 0.8;

    private Verdict() {}

    /**
     * Compares the embedding of the best total with the first; where two were scored, the second, whichever is better.
     *
     * @param evaluation the scores
     * @return one sentence
     */
    public static String of(Evaluation evaluation) {
        List<EmbeddingScores> all = evaluation.embeddings();
        if (all.isEmpty()) {
            return "No embedding was scored.";
        }
        EmbeddingScores first = all.get(0);
        return switch (all.size()) {
            case 1 -> alone(first);
            case 2 -> compared(all.get(1).embedding(), evaluation, all.get(1), first);
            default -> ofSeveral(evaluation, first, all.subList(1, all.size()));
        };
    }

    /**
     * What the rounds' own figures say where nothing was scored.
     *
     * @param rounds the trace of a fit
     * @return one sentence; empty where the method measures neither separation nor preserved structure
     */
    static Optional<String> of(List<RoundTrace> rounds) {
        if (rounds.isEmpty()
                || rounds.get(rounds.size() - 1).figure(RoundTrace.SEPARATION) == null
                || rounds.get(rounds.size() - 1).figure(RoundTrace.PRESERVED) == null) {
            return Optional.empty();
        }
        RoundTrace last = rounds.get(rounds.size() - 1);
        boolean well = last.figure(RoundTrace.PRESERVED) >= WELL_PRESERVED;
        return Optional.of(separated(rounds.get(0).figure(RoundTrace.SEPARATION), last.figure(RoundTrace.SEPARATION))
                + (well ? ", and " : ", but only ") + percent(last.figure(RoundTrace.PRESERVED))
                + " of the structure within batches was preserved.");
    }

    private static String separated(double first, double last) {
        String from = String.format(Locale.ROOT, "from %.2f to %.2f (0 is mixed, 1 apart)", first, last);
        if (last < first - LITTLE) {
            return "The batches lie closer together: their separation fell " + from;
        }
        if (last > first + LITTLE) {
            return "The batches lie farther apart: their separation rose " + from;
        }
        return String.format(Locale.ROOT, "The separation of the batches stayed at %.2f (0 is mixed, 1 apart)", last);
    }

    private static String alone(EmbeddingScores scores) {
        StringJoiner figures = new StringJoiner(", ");
        figures(scores).forEach((words, value) -> figures.add(String.format(Locale.ROOT, "%s %.3f", words, value)));
        return figures.length() == 0
                ? "No score of " + scores.embedding() + " could be computed."
                : scores.embedding() + " alone was scored, so there is nothing to compare with: " + figures + ".";
    }

    private static String ofSeveral(Evaluation evaluation, EmbeddingScores first, List<EmbeddingScores> others) {
        if (!first.lisi().isEmpty()) {
            return "Unscaled LISI names no best of " + evaluation.embeddings().size()
                    + " embeddings: that of batches is to be read with that of cell types and held-out F1.";
        }
        Optional<Yardstick> common = Yardstick.common(first, others);
        if (common.isEmpty()) {
            return "No embedding has a score in common with " + first.embedding() + ".";
        }
        Function<EmbeddingScores, Double> figure = common.get().of;
        boolean judged = common.get() == Yardstick.TOTAL;
        EmbeddingScores best = others.stream()
                .filter(scores -> figure.apply(scores) != null)
                .max(Comparator.comparing(figure))
                .orElseThrow();
        boolean ahead = figure.apply(best) > figure.apply(first);
        String name = best.embedding();
        return "Of " + evaluation.embeddings().size() + " embeddings " + (ahead ? name : first.embedding())
                + " has the best " + common.get().words + "; " + (ahead ? "" : "of the rest, ")
                + compared(ahead && judged ? "it" : name, evaluation, best, first);
    }

    private static String compared(
            String subject, Evaluation evaluation, EmbeddingScores scores, EmbeddingScores first) {
        if (scores.total() == null || first.total() == null) {
            return withoutTotal(subject, evaluation, scores, first);
        }
        String judged =
                judged(scores.total() - first.total(), scores.bio() - first.bio(), scores.batch() - first.batch());
        return subject + " " + String.format(judged, first.embedding()) + ": " + figures(scores, first) + ".";
    }

    private static String judged(double total, double bio, double batch) {
        if (total >= LITTLE) {
            return bio < -LITTLE
                    ? "is better than %s on the whole, at a cost to biology"
                    : batch < -LITTLE ? "is better than %s on the whole, though batches mix less" : "is better than %s";
        }
        if (batch >= LITTLE && bio <= -LITTLE) {
            return total <= -LITTLE
                    ? "is worse than %s: batches mix better, but biology lost more than that is worth"
                    : "is no better than %s on the whole: batches mix better, but at as much cost to biology";
        }
        if (bio >= LITTLE && batch <= -LITTLE) {
            return total <= -LITTLE
                    ? "is worse than %s: biology is kept better, but batches mix less"
                    : "is no better than %s on the whole: biology is kept better, but batches mix less";
        }
        return total <= -LITTLE ? "is worse than %s" : "is about as good as %s";
    }

    private static String withoutTotal(
            String subject, Evaluation evaluation, EmbeddingScores scores, EmbeddingScores first) {
        String figures = figures(scores, first);
        if (figures.isEmpty()) {
            return subject + " and " + first.embedding() + " have no score in common.";
        }
        String open = evaluation.labels() == 0
                ? "; without labels, what became of biology is not known"
                : scores.lisi().isEmpty() ? "; no total could be computed" : "";
        return subject + " against " + first.embedding() + ": " + figures + preserved(scores) + open + ".";
    }

    private static String preserved(EmbeddingScores scores) {
        Double share = scores.metrics().get(Metric.PRESERVED.title());
        return share == null ? "" : ", with " + percent(share) + " of the structure within batches preserved";
    }

    private static String figures(EmbeddingScores scores, EmbeddingScores first) {
        Map<String, Double> before = figures(first);
        StringJoiner figures = new StringJoiner(", ");
        figures(scores).forEach((words, value) -> {
            if (before.containsKey(words)) {
                figures.add(String.format(Locale.ROOT, "%s from %.3f to %.3f", words, before.get(words), value));
            }
        });
        return figures.toString();
    }

    /** What there is to tell of an embedding, by what it is called. */
    private static Map<String, Double> figures(EmbeddingScores scores) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Yardstick yardstick : Yardstick.values()) {
            figures.put(yardstick.words, yardstick.of.apply(scores));
        }
        if (!scores.lisi().isEmpty()) {
            scores.lisi().forEach(lisi -> figures.put(lisi.title(), lisi.mean()));
            figures.put(Metric.HELD_OUT_F1.title(), scores.metrics().get(Metric.HELD_OUT_F1.title()));
        }
        figures.values().removeIf(Objects::isNull);
        return figures;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100.0 * share);
    }

    /** What embeddings are compared by, the first that two have; iLISI, which needs no labels, stands in for batch correction alone. */
    private enum Yardstick {
        TOTAL("total", EmbeddingScores::total),
        BIO("bio conservation", EmbeddingScores::bio),
        BATCH("batch correction", EmbeddingScores::batch),
        MIXED(
                Metric.ILISI.title(),
                scores -> scores.batch() == null ? scores.metrics().get(Metric.ILISI.title()) : null);

        private final String words;
        private final Function<EmbeddingScores, Double> of;

        Yardstick(String words, Function<EmbeddingScores, Double> of) {
            this.words = words;
            this.of = of;
        }

        /** Biology alone is kept best by doing nothing, so it is none to choose by. */
        static Optional<Yardstick> common(EmbeddingScores first, List<EmbeddingScores> others) {
            return Stream.of(TOTAL, BATCH, MIXED)
                    .filter(yardstick -> yardstick.of.apply(first) != null)
                    .filter(yardstick -> others.stream().anyMatch(scores -> yardstick.of.apply(scores) != null))
                    .findFirst();
        }
    }
}
