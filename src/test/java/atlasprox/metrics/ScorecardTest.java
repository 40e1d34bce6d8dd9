package atlasprox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorecardTest {

    /** panc8, uncorrected, as scib-metrics 0.5.10 has it. */
    @Test
    void aggregatesAsScibMetrics() {
        Scorecard card = new Scorecard(Map.of(
                Metric.ISOLATED_LABELS, 0.544595,
                Metric.KMEANS_NMI, 0.431367,
                Metric.KMEANS_ARI, 0.244135,
                Metric.SILHOUETTE_LABEL, 0.502425,
                Metric.CLISI, 0.951124,
                Metric.BRAS, 0.591263,
                Metric.ILISI, 0.177634,
                Metric.KBET, 0.234483,
                Metric.GRAPH_CONNECTIVITY, 0.771123,
                Metric.PCR_COMPARISON, 0.0));
        assertThat(card.bio(Profile.SCIB)).isEqualTo(0.534729, within(1e-6));
        assertThat(card.batch(Profile.SCIB)).isEqualTo(0.354901, within(1e-6));
        assertThat(card.total(Profile.SCIB)).isEqualTo(0.462798, within(1e-6));
    }

    @Test
    void everyProfileCountsItsOwnMetrics() {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, (double) (1 << metric.ordinal()));
        }
        Scorecard card = new Scorecard(values);
        for (Profile profile : Profile.values()) {
            assertThat(card.bio(profile) * profile.bio().size())
                    .isEqualTo(profile.bio().stream().mapToDouble(values::get).sum());
            assertThat(card.batch(profile) * profile.batch().size())
                    .isEqualTo(profile.batch().stream().mapToDouble(values::get).sum());
            assertThat(profile.bio()).doesNotContainAnyElementsOf(profile.batch());
        }
        assertThat(card.batch(Profile.CUMULATIVE)).isEqualTo(((1 << 8) + (1 << 10)) / 2.0);
    }

    @Test
    void metricsWithoutAValueDoNotCount() {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.CLISI, 0.5);
        values.put(Metric.KMEANS_NMI, Double.NaN);
        Scorecard half = new Scorecard(values);
        assertThat(half.bio(Profile.SCIB)).isEqualTo(0.5);
        assertThat(half.batch(Profile.SCIB)).isNaN();
        assertThat(half.total(Profile.SCIB)).isNaN();
        values.put(Metric.ILISI, 1.0);
        assertThat(half.total(Profile.SCIB)).isNaN();
        assertThat(new Scorecard(values).total(Profile.SCIB)).isEqualTo(0.7, within(1e-15));
    }
}
