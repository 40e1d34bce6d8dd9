package atlasprox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.GoldenData;
import atlasprox.SparkExtension;
import atlasprox.metrics.cluster.Agreement;
import atlasprox.metrics.cluster.KMeansAgreement;
import atlasprox.metrics.groups.CodedCells;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.NeighbourSearch;
import atlasprox.ml.BatchRefiner;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What scib-metrics, scikit-learn and igraph make of the sample data, uncorrected and after harmonypy. As the tests on real sets beside
 * it, and with their tolerances, but in every clone.
 */
@ExtendWith(SparkExtension.class)
class SampleScoresSparkTest {
    /** Both sides draw, by seeds that mean nothing to each other. */
    private static final Map<Metric, Double> DRAWN =
            Map.of(Metric.KMEANS_NMI, 0.03, Metric.KMEANS_ARI, 0.03, Metric.LEIDEN_NMI, 0.05);

    private static final double TOLERANCE = 1e-3;

    /** What scib-metrics lacks has names of its own in the golden file. */
    private static final Map<Metric, String> NAMES = Map.of(Metric.HELD_OUT_F1, "F1", Metric.PRESERVED, "preserved");

    @ParameterizedTest
    @ValueSource(strings = {"raw", "harmony"})
    void theScorerAgreesWithScibMetrics(String name, SparkSession spark) {
        RealSets cells = RealSets.sample(spark);
        Map<Metric, Double> found = new EnumMap<>(Metric.class);
        for (Profile profile : List.of(Profile.SCIB, Profile.PAPER)) {
            found.putAll(scored(cells, cells.embedding(name), profile).values());
        }
        // For these two there is nothing to compare with.
        found.keySet().removeAll(Set.of(Metric.ISOLATED_LABELS_F1, Metric.LEIDEN_ARI));
        assertThat(found).hasSize(14);
        SoftAssertions all = new SoftAssertions();
        found.forEach((metric, value) -> all.assertThat(value)
                .as(metric.title())
                .isEqualTo(
                        cells.reference(name, NAMES.getOrDefault(metric, metric.title())),
                        within(DRAWN.getOrDefault(metric, TOLERANCE))));
        all.assertAll();
    }

    /** As with real sets: scib-metrics' one start of k-means is held against the cheapest of ten, by cost. */
    @ParameterizedTest
    @ValueSource(strings = {"raw", "harmony"})
    void kMeansAgreesWithTheCheapestClusterings(String name, SparkSession spark) {
        RealSets cells = RealSets.sample(spark);
        float[][] embedding = cells.embedding(name);
        List<Agreement> found = LongStream.range(0, 20)
                .mapToObj(seed -> KMeansAgreement.of(embedding, cells.labels(), seed, new Unsettled()))
                .toList();
        assertThat(found.stream().mapToDouble(Agreement::nmi).average().orElseThrow())
                .isEqualTo(cells.reference(name, "KMeans NMI of the cheapest"), within(0.03));
        assertThat(found.stream().mapToDouble(Agreement::ari).average().orElseThrow())
                .isEqualTo(cells.reference(name, "KMeans ARI of the cheapest"), within(0.03));
        double cost = cells.reference(name, "KMeans cost");
        assertThat(ReferenceClustersSparkTest.kMeansCost(embedding, cells.labels()))
                .isLessThan(1.001 * cost);
    }

    /** The method's whole purpose, at its defaults. */
    @Test
    void alignedIsNotBelowHarmony(SparkSession spark) {
        RealSets cells = RealSets.sample(spark);
        double harmony = scored(cells, cells.harmony(), Profile.SCIB).total(Profile.SCIB);
        double aligned = scored(cells, aligned(spark), Profile.SCIB).total(Profile.SCIB);
        assertThat(harmony).isEqualTo(cells.reference("harmony", "Total"), within(0.01));
        assertThat(aligned).isGreaterThanOrEqualTo(harmony);
    }

    private static Scorecard scored(RealSets cells, float[][] embedding, Profile profile) {
        CodedCells coded = CodedCells.of(names(cells.batches()), names(cells.labels()));
        NeighbourSearch search = (of, k) -> new ExactNeighbours(of).all(k);
        return new Scorer(coded, profile, search, 0L, new Unsettled()).score(cells.raw(), embedding);
    }

    private static List<String> names(int[] codes) {
        return Arrays.stream(codes).mapToObj(Integer::toString).toList();
    }

    private static float[][] aligned(SparkSession spark) {
        Dataset<Row> cells = GoldenData.sample(spark);
        return new BatchRefiner()
                        .setEmbeddingCol("X_pca")
                        .setBatchCol("batch")
                        .fit(cells)
                        .transform(cells)
                        .orderBy("cell_id")
                        .select("X_pca_corrected")
                        .collectAsList()
                        .stream()
                        .map(row -> RealSets.floats(row, 0))
                        .toArray(float[][]::new);
    }
}
