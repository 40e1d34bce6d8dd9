package atlasprox.metrics;

/**
 * The metrics of a scorecard. Each lies in [0, 1] (ARI and preserved structure: at most 1), and higher is better. The last two count in
 * no profile.
 */
public enum Metric {
    ISOLATED_LABELS("Isolated labels"),
    ISOLATED_LABELS_F1("Isolated labels F1"),
    KMEANS_NMI("KMeans NMI"),
    KMEANS_ARI("KMeans ARI"),
    LEIDEN_NMI("Leiden NMI"),
    LEIDEN_ARI("Leiden ARI"),
    SILHOUETTE_LABEL("Silhouette label"),
    CLISI("cLISI"),
    SILHOUETTE_BATCH("Silhouette batch"),
    BRAS("BRAS"),
    ILISI("iLISI"),
    KBET("KBET"),
    GRAPH_CONNECTIVITY("Graph connectivity"),
    PCR_COMPARISON("PCR comparison"),
    HELD_OUT_F1("Held-out F1"),
    PRESERVED("Preserved structure");

    private final String title;

    Metric(String title) {
        this.title = title;
    }

    /** @return the name in tables; scib-metrics' where it has the metric */
    public String title() {
        return title;
    }
}
