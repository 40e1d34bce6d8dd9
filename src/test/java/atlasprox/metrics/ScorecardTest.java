package atlasprox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static final List<Profile> WITH_TOTAL =
            Arrays.stream(Profile.values()).filter(Profile::hasTotal).toList();

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
        for (Profile profile : WITH_TOTAL) {
            assertThat(card.bio(profile) * profile.bio().size())
                    .isEqualTo(profile.bio().stream().mapToDouble(values::get).sum());
            assertThat(card.batch(profile) * profile.batch().size())
                    .isEqualTo(profile.batch().stream().mapToDouble(values::get).sum());
            assertThat(profile.bio()).doesNotContainAnyElementsOf(profile.batch());
        }
        assertThat(card.batch(Profile.CUMULATIVE)).isEqualTo(((1 << 8) + (1 << 10)) / 2.0);
    }

    @Test
    void aMeanOfWhatIsLeftIsNoAggregate() {
        for (Profile profile : WITH_TOTAL) {
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            profile.bio().forEach(metric -> values.put(metric, 0.5));
            profile.batch().forEach(metric -> values.put(metric, 1.0));
            assertThat(new Scorecard(values).total(profile)).isEqualTo(0.7, within(1e-15));
            for (Metric metric : Metric.values()) {
                Map<Metric, Double> without = new EnumMap<>(values);
                without.remove(metric);
                requireNoneOf(metric, profile, new Scorecard(without));
                if (values.containsKey(metric)) {
                    without.put(metric, Double.NaN);
                    requireNoneOf(metric, profile, new Scorecard(without));
                }
            }
        }
    }

    @Test
    void lisiIsSummedUpToNothing() {
        Scorecard card = new Scorecard(Map.of(Metric.ILISI, 0.5, Metric.CLISI, 0.5, Metric.HELD_OUT_F1, 0.5));
        assertThat(card.bio(Profile.LISI)).isNaN();
        assertThat(card.batch(Profile.LISI)).isNaN();
        assertThat(card.total(Profile.LISI)).isNaN();
    }

    private static void requireNoneOf(Metric metric, Profile profile, Scorecard card) {
        boolean bio = profile.bio().contains(metric);
        boolean batch = profile.batch().contains(metric);
        assertThat(Double.isNaN(card.bio(profile))).isEqualTo(bio);
        assertThat(Double.isNaN(card.batch(profile))).isEqualTo(batch);
        assertThat(Double.isNaN(card.total(profile))).isEqualTo(bio || batch);
    }
}
