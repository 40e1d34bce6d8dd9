package atlasprox.report;

import atlasprox.metrics.EmbeddingScores;
import atlasprox.metrics.Evaluation;
import atlasprox.metrics.Metric;
import atlasprox.metrics.Profile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An evaluation as the page shows it.
 *
 * @param evaluation the scores, without their lists of batches and labels
 * @param sides the metrics to show, a group of columns each
 * @param changes what became of batches and labels, an entry for each embedding that this is known of
 */
record ScoreFigures(Evaluation evaluation, List<Side> sides, List<Change> changes) {

    /**
     * @param name what the metrics tell of
     * @param metrics their titles
     */
    record Side(String name, List<String> metrics) {}

    /**
     * @param embedding the embedding's name
     * @param batches what became of the batches
     * @param labels what became of the labels
     */
    record Change(String embedding, ChangedGroups batches, ChangedGroups labels) {}

    static ScoreFigures of(Evaluation evaluation) {
        List<EmbeddingScores> embeddings = evaluation.embeddings();
        return new ScoreFigures(
                new Evaluation(
                        evaluation.profile(),
                        evaluation.cells(),
                        evaluation.scored(),
                        evaluation.labelled(),
                        evaluation.batches(),
                        evaluation.labels(),
                        evaluation.seed(),
                        evaluation.seconds(),
                        embeddings.stream().map(ScoreFigures::withoutGroups).toList(),
                        evaluation.notes()),
                sides(evaluation),
                embeddings.stream()
                        .filter(scores -> !scores.batches().isEmpty())
                        .map(scores -> new Change(
                                scores.embedding(),
                                ChangedGroups.of("batch", scores.batches()),
                                ChangedGroups.of("label", scores.labels())))
                        .toList());
    }

    private static EmbeddingScores withoutGroups(EmbeddingScores scores) {
        return new EmbeddingScores(
                scores.embedding(),
                scores.metrics(),
                scores.lisi(),
                scores.bio(),
                scores.batch(),
                scores.total(),
                List.of(),
                List.of());
    }

    /** The profile's metrics whether computed or not, and of the rest those that were. No side is empty. */
    private static List<Side> sides(Evaluation evaluation) {
        Profile profile = Profile.valueOf(evaluation.profile().toUpperCase(Locale.ROOT));
        Set<Metric> rest = EnumSet.of(Metric.HELD_OUT_F1, Metric.PRESERVED);
        Arrays.stream(Metric.values())
                .filter(metric -> evaluation.embeddings().stream()
                        .anyMatch(scores -> scores.metrics().containsKey(metric.title())))
                .forEach(rest::add);
        rest.removeAll(profile.bio());
        rest.removeAll(profile.batch());
        return Stream.of(
                        side("Bio conservation", profile.bio()),
                        side("Batch correction", profile.batch()),
                        side(profile.hasTotal() ? "Beside the total" : "Beside LISI", rest))
                .filter(side -> !side.metrics().isEmpty())
                .toList();
    }

    private static Side side(String name, Set<Metric> metrics) {
        return new Side(name, metrics.stream().map(Metric::title).toList());
    }
}
