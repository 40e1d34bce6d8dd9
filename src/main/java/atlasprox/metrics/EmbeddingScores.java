package atlasprox.metrics;

import java.util.List;
import java.util.Map;

/**
 * The scores of one embedding.
 *
 * @param embedding its name
 * @param metrics the values by {@link Metric#title}, in the enum's order; a metric that could not be computed is absent
 * @param bio bio conservation, the mean of the profile's metrics that have a value; null if none has
 * @param batch batch correction, likewise
 * @param total 0.6 bio + 0.4 batch; null if either is
 * @param batches what became of each batch since the first embedding, largest batch first; empty for the first embedding itself, or where
 *     the two differ in dimension
 * @param labels the same of each label
 */
public record EmbeddingScores(
        String embedding,
        Map<String, Double> metrics,
        Double bio,
        Double batch,
        Double total,
        List<GroupChange> batches,
        List<GroupChange> labels) {}
