package atlasprox.job;

import atlasprox.metrics.Profile;
import atlasprox.results.RunSummary;
import java.util.Locale;

/**
 * How to score embeddings.
 *
 * @param profile which metrics
 * @param maxCells the cells above which a sample of about so many is scored; 0 for no bound
 * @param seed the seed of the sample, of k-means and of Leiden
 */
public record ScoreSettings(Profile profile, int maxCells, long seed) {

    /** @return what a user asked for, by the names of the command line */
    RunSummary.Score asked() {
        return new RunSummary.Score(profile.name().toLowerCase(Locale.ROOT), maxCells);
    }
}
