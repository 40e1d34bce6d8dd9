package atlasprox.metrics;

import atlasprox.metrics.groups.CodedCells;
import atlasprox.metrics.groups.GroupChange;
import atlasprox.metrics.groups.GroupChanges;
import atlasprox.metrics.score.LisiSpread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of one embedding.
 *
 * @param embedding its name
 * @param metrics the values by {@link Metric#title}, in the enum's order; a metric that could not be computed is absent
 * @param lisi unscaled LISI by column, the batch columns first; empty where the profile has none
 * @param bio bio conservation, the mean of the profile's metrics; null unless all have a value
 * @param batch batch correction, likewise
 * @param total 0.6 bio + 0.4 batch; null if either is
 * @param batches what became of each batch since the first embedding, largest batch first; empty for the first embedding itself, or where
 *     the two differ in dimension
 * @param labels the same of each label
 */
public record EmbeddingScores(
        String embedding,
        Map<String, Double> metrics,
        List<LisiSpread> lisi,
        Double bio,
        Double batch,
        Double total,
        List<GroupChange> batches,
        List<GroupChange> labels) {

    /**
     * @param embedding the embedding's name
     * @param profile which metrics the aggregates take
     * @param scorer scores these cells
     * @param lisi the embedding's unscaled LISI; empty where that is not wanted
     * @param cells who the cells are
     * @param before n x any, what to compare with
     * @param after n x d, the embedding to score; the same array where it is what to compare with
     * @return its scores
     */
    public static EmbeddingScores of(
            String embedding,
            Profile profile,
            Scorer scorer,
            List<LisiSpread> lisi,
            CodedCells cells,
            float[][] before,
            float[][] after) {
        Scorecard card = scorer.score(before, after);
        Map<String, Double> metrics = new LinkedHashMap<>();
        card.values().forEach((metric, value) -> metrics.put(metric.title(), value));
        boolean comparable = before != after && before[0].length == after[0].length;
        return new EmbeddingScores(
                embedding,
                metrics,
                lisi,
                orNull(card.bio(profile)),
                orNull(card.batch(profile)),
                orNull(card.total(profile)),
                comparable
                        ? GroupChanges.of(before, after, cells.batches(), cells.batches(), cells.batchNames())
                        : List.of(),
                comparable
                        ? GroupChanges.of(before, after, cells.batches(), cells.labels(), cells.labelNames())
                        : List.of());
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
