package atlasprox.metrics;

import static atlasprox.metrics.Metric.BRAS;
import static atlasprox.metrics.Metric.CLISI;
import static atlasprox.metrics.Metric.GRAPH_CONNECTIVITY;
import static atlasprox.metrics.Metric.ILISI;
import static atlasprox.metrics.Metric.ISOLATED_LABELS;
import static atlasprox.metrics.Metric.ISOLATED_LABELS_F1;
import static atlasprox.metrics.Metric.KBET;
import static atlasprox.metrics.Metric.KMEANS_ARI;
import static atlasprox.metrics.Metric.KMEANS_NMI;
import static atlasprox.metrics.Metric.LEIDEN_ARI;
import static atlasprox.metrics.Metric.LEIDEN_NMI;
import static atlasprox.metrics.Metric.PCR_COMPARISON;
import static atlasprox.metrics.Metric.SILHOUETTE_BATCH;
import static atlasprox.metrics.Metric.SILHOUETTE_LABEL;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which metrics count toward which side of a scorecard. */
public enum Profile {
    /** What scib-metrics takes by default, 0.5.10 and 0.6.1 alike. */
    SCIB(
            EnumSet.of(ISOLATED_LABELS, KMEANS_NMI, KMEANS_ARI, SILHOUETTE_LABEL, CLISI),
            EnumSet.of(BRAS, ILISI, KBET, GRAPH_CONNECTIVITY, PCR_COMPARISON)),
    /** What scBatchProx was judged by (arXiv 2602.00423). */
    PAPER(
            EnumSet.of(
                    KMEANS_NMI,
                    KMEANS_ARI,
                    LEIDEN_NMI,
                    LEIDEN_ARI,
                    SILHOUETTE_LABEL,
                    ISOLATED_LABELS_F1,
                    ISOLATED_LABELS,
                    CLISI),
            EnumSet.of(SILHOUETTE_BATCH, ILISI, KBET, GRAPH_CONNECTIVITY, PCR_COMPARISON)),
    /** The fewer metrics of a study in which batches arrive one after another. */
    CUMULATIVE(
            EnumSet.of(KMEANS_NMI, KMEANS_ARI, LEIDEN_NMI, LEIDEN_ARI, SILHOUETTE_LABEL),
            EnumSet.of(ILISI, SILHOUETTE_BATCH)),
    /** Unscaled LISI with deviations, as Harmony's authors have it; no figure that is summed up. */
    LISI(EnumSet.noneOf(Metric.class), EnumSet.noneOf(Metric.class));

    private final Set<Metric> bio;
    private final Set<Metric> batch;

    Profile(Set<Metric> bio, Set<Metric> batch) {
        this.bio = Collections.unmodifiableSet(bio);
        this.batch = Collections.unmodifiableSet(batch);
    }

    /** @return whether it sums metrics up to bio conservation, batch correction and a total */
    public boolean hasTotal() {
        return !bio.isEmpty();
    }

    /** @return the metrics of how far biology is conserved */
    public Set<Metric> bio() {
        return bio;
    }

    /** @return the metrics of how far batches are corrected */
    public Set<Metric> batch() {
        return batch;
    }
}
