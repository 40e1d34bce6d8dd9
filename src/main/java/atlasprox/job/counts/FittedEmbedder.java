package atlasprox.job.counts;

import atlasprox.counts.BatchCounts;
import atlasprox.results.ScFedViSummary;
import java.util.Map;
import java.util.Optional;

/**
 * A model that was made of a table's counts.
 *
 * @param model gives cells coordinates
 * @param batches what was found of them, by their names
 * @param training what its rounds did, of a method that has some
 */
public record FittedEmbedder(
        CountEmbedder model, Map<String, BatchCounts.Summary> batches, Optional<ScFedViSummary> training) {}
