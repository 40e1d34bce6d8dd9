package atlasprox.job.counts;

import atlasprox.counts.BatchCounts;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneJoin;
import atlasprox.results.CountsSummary;
import atlasprox.results.CountsSummary.CountQuality;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts of which an embedding was made.
 *
 * @param source the cells with their counts
 * @param choice which counts were meant
 * @param model gives cells coordinates
 * @param folder where the model was read from; empty where it was made of these cells
 * @param batches what was found of them by their names; empty where the model was read
 */
public record EmbeddedCounts(
        CountSource source,
        CountChoice choice,
        CountEmbedder model,
        Optional<String> folder,
        Map<String, BatchCounts.Summary> batches) {

    /** @return the same for {@code run.json} and the report */
    public CountsSummary summary() {
        Map<String, CountQuality> quality = new TreeMap<>();
        batches.forEach((batch, found) -> quality.put(batch, quality(found)));
        return new CountsSummary(
                choice.layer(),
                choice.geneId().orElse(null),
                choice.join().map(GeneJoin::toString).orElse(null),
                model.settings(),
                folder.orElse(null),
                source.genes().size(),
                model.genes().size(),
                model.share(),
                quality);
    }

    private static CountQuality quality(BatchCounts.Summary found) {
        return new CountQuality(
                found.cells(), found.unusable(), found.depth(), found.genesPerCell(), found.expressed());
    }
}
