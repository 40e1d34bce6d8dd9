package atlasprox.metrics;

import static atlasprox.metrics.Metric.BRAS;
import static atlasprox.metrics.Metric.CLISI;
import static atlasprox.metrics.Metric.GRAPH_CONNECTIVITY;
import static atlasprox.metrics.Metric.HELD_OUT_F1;
import static atlasprox.metrics.Metric.ILISI;
import static atlasprox.metrics.Metric.ISOLATED_LABELS;
import static atlasprox.metrics.Metric.ISOLATED_LABELS_F1;
import static atlasprox.metrics.Metric.KBET;
import static atlasprox.metrics.Metric.KMEANS_ARI;
import static atlasprox.metrics.Metric.KMEANS_NMI;
import static atlasprox.metrics.Metric.LEIDEN_ARI;
import static atlasprox.metrics.Metric.LEIDEN_NMI;
import static atlasprox.metrics.Metric.PCR_COMPARISON;
import static atlasprox.metrics.Metric.PRESERVED;
import static atlasprox.metrics.Metric.SILHOUETTE_BATCH;
import static atlasprox.metrics.Metric.SILHOUETTE_LABEL;

import atlasprox.metrics.cluster.Agreement;
import atlasprox.metrics.cluster.KMeansAgreement;
import atlasprox.metrics.cluster.LeidenAgreement;
import atlasprox.metrics.cluster.LeidenClusterings;
import atlasprox.metrics.graph.GraphConnectivity;
import atlasprox.metrics.graph.Kbet;
import atlasprox.metrics.groups.CodedCells;
import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.NeighbourSearch;
import atlasprox.metrics.neighbours.Neighbours;
import atlasprox.metrics.score.BatchSilhouette;
import atlasprox.metrics.score.Bras;
import atlasprox.metrics.score.Clisi;
import atlasprox.metrics.score.HeldOutF1;
import atlasprox.metrics.score.Ilisi;
import atlasprox.metrics.score.IsolatedLabels;
import atlasprox.metrics.score.IsolatedLabelsF1;
import atlasprox.metrics.score.LabelSilhouette;
import atlasprox.metrics.score.PcrComparison;
import atlasprox.metrics.score.Preserved;
import atlasprox.metrics.score.SilhouetteWidths;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Scores embeddings of the same cells. Neighbours are searched for once where a metric wants any, as many as the one that wants most, and cut
 * for the others. Cells without a label count in iLISI, PCR comparison and preserved structure only; where there are such cells, the others'
 * neighbours are searched for among themselves. A metric that the cells do not allow (a single batch, no labels, a single label) has
 * no value.
 */
public final class Scorer {
    /** scib-metrics' numbers, the cell itself included. */
    private static final int LISI_NEIGHBOURS = 90;

    private static final int KBET_NEIGHBOURS = 50;
    private static final int GRAPH_NEIGHBOURS = 15;

    /** Of the classifier in held-out F1; ours, as scib-metrics has no such score. */
    private static final int VOTERS = 15;

    private final CodedCells all;
    private final int[] labelled;
    private final CodedCells known;
    private final Set<Metric> wanted;
    private final NeighbourSearch search;
    private final long seed;
    private final Unsettled unsettled;

    /**
     * @param cells who the cells are, at least one
     * @param profile which metrics are wanted; held-out F1 and preserved structure are given besides
     * @param search how to find neighbours
     * @param seed the seed of k-means and Leiden
     * @param unsettled is told of solvers that ended without having converged
     */
    public Scorer(CodedCells cells, Profile profile, NeighbourSearch search, long seed, Unsettled unsettled) {
        this.unsettled = unsettled;
        this.all = cells;
        this.labelled = cells.labelled();
        this.known = labelled.length == cells.batches().length ? cells : cells.at(labelled);
        this.wanted = EnumSet.of(HELD_OUT_F1, PRESERVED);
        wanted.addAll(profile.bio());
        wanted.addAll(profile.batch());
        this.search = search;
        this.seed = seed;
    }

    /**
     * @param before n x any, what PCR comparison and preserved structure compare with
     * @param embedding n x d, the embedding to score
     * @return the values of the metrics that are wanted and that the cells allow
     */
    public Scorecard score(float[][] before, float[][] embedding) {
        Card card = new Card(wanted);
        boolean severalBatches = all.batchNames().size() > 1;
        Supplier<Neighbours> near = neighbours(embedding);
        if (severalBatches) {
            card.put(ILISI, () -> Ilisi.of(near.get(), all.batches()));
            card.put(PCR_COMPARISON, () -> PcrComparison.of(before, embedding, all.batches()));
        }
        if (before[0].length == embedding[0].length) {
            card.put(PRESERVED, () -> Preserved.of(before, embedding, all.batches()));
        }
        if (known.labelNames().size() > 1) {
            boolean allKnown = labelled.length == embedding.length;
            float[][] cells = allKnown ? embedding : Groups.at(labelled, embedding);
            labels(card, cells, allKnown ? near : neighbours(cells));
        }
        return card.made();
    }

    /** Searches when first asked. */
    private Supplier<Neighbours> neighbours(float[][] cells) {
        return new Supplier<>() {
            private Neighbours found;

            @Override
            public Neighbours get() {
                if (found == null) {
                    found = search.of(cells, Math.min(LISI_NEIGHBOURS, cells.length));
                }
                return found;
            }
        };
    }

    private void labels(Card card, float[][] cells, Supplier<Neighbours> near) {
        int[] labels = known.labels();
        card.put(CLISI, () -> Clisi.of(near.get(), labels));
        card.put(GRAPH_CONNECTIVITY, () -> GraphConnectivity.of(cut(near.get(), GRAPH_NEIGHBOURS), labels));
        kMeans(card, cells);
        leiden(card, near);
        boolean severalBatches = known.batchNames().size() > 1;
        if (card.wants(SILHOUETTE_LABEL, ISOLATED_LABELS)) {
            double[] widths = SilhouetteWidths.of(cells, labels);
            card.put(SILHOUETTE_LABEL, () -> LabelSilhouette.of(widths));
            if (severalBatches) {
                card.put(ISOLATED_LABELS, () -> IsolatedLabels.of(widths, labels, known.batches()));
            }
        }
        if (severalBatches) {
            card.put(SILHOUETTE_BATCH, () -> BatchSilhouette.of(cells, labels, known.batches()));
            card.put(BRAS, () -> Bras.of(cells, labels, known.batches()));
            card.put(KBET, () -> Kbet.of(cut(near.get(), KBET_NEIGHBOURS), known.batches(), labels, unsettled));
            card.put(HELD_OUT_F1, () -> HeldOutF1.of(cells, known.batches(), labels, VOTERS));
        }
    }

    private void kMeans(Card card, float[][] cells) {
        if (card.wants(KMEANS_NMI, KMEANS_ARI)) {
            card.put(KMEANS_NMI, KMEANS_ARI, KMeansAgreement.of(cells, known.labels(), seed, unsettled));
        }
    }

    private void leiden(Card card, Supplier<Neighbours> near) {
        if (!card.wants(LEIDEN_NMI, LEIDEN_ARI, ISOLATED_LABELS_F1)) {
            return;
        }
        Neighbours graph = cut(near.get(), GRAPH_NEIGHBOURS);
        int[][] clusterings = LeidenClusterings.of(graph.index(), graph.distance(), seed, unsettled);
        card.put(LEIDEN_NMI, LEIDEN_ARI, LeidenAgreement.of(clusterings, known.labels()));
        if (known.batchNames().size() > 1) {
            card.put(ISOLATED_LABELS_F1, () -> IsolatedLabelsF1.of(clusterings, known.labels(), known.batches()));
        }
    }

    private static Neighbours cut(Neighbours near, int k) {
        return near.cut(Math.min(k, near.cells()));
    }

    /** Computes what is wanted, and keeps what has a value. */
    private static final class Card {
        private final Set<Metric> wanted;
        private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

        Card(Set<Metric> wanted) {
            this.wanted = wanted;
        }

        boolean wants(Metric... any) {
            return Arrays.stream(any).anyMatch(wanted::contains);
        }

        void put(Metric metric, DoubleSupplier value) {
            if (wanted.contains(metric)) {
                double found = value.getAsDouble();
                if (!Double.isNaN(found)) {
                    values.put(metric, found);
                }
            }
        }

        void put(Metric nmi, Metric ari, Agreement found) {
            put(nmi, found::nmi);
            put(ari, found::ari);
        }

        Scorecard made() {
            return new Scorecard(values);
        }
    }
}
