package atlasprox.metrics.cluster;

import java.util.Arrays;
import java.util.Comparator;

/**
 * NMI and ARI of the labels with the clustering of the best NMI (scIB, Luecken et al. 2022; scib-metrics'
 * nmi_ari_cluster_labels_leiden). scIB chooses by NMI for both, as here.
 */
public final class LeidenAgreement {
    private LeidenAgreement() {}

    /**
     * @param clusterings clusterings of the same cells, each a cluster (at least 0) per cell; at least one, such as
     *     {@link LeidenClusterings}
     * @param labels the label of every cell, at least 0
     * @return the agreement of the labels and the clustering of the best NMI
     */
    public static Agreement of(int[][] clusterings, int[] labels) {
        return Arrays.stream(clusterings)
                .map(clusters -> Agreement.of(labels, clusters))
                .max(Comparator.comparingDouble(Agreement::nmi))
                .orElseThrow();
    }
}
