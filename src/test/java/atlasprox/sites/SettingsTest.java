package atlasprox.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.ml.BatchRefiner;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void theCoordinatorsSettingsAreTakenAndColumnsAreTheSitesOwn() {
        BatchRefiner site = new BatchRefiner().setEmbeddingCol("here");
        Settings.apply(Settings.of(new BatchRefiner().setEmbeddingCol("there").setMinCells(7)), site);
        assertThat(site.getOrDefault(site.minCells())).isEqualTo(7);
        assertThat(site.getOrDefault(site.embeddingCol())).isEqualTo("here");
    }

    @Test
    void aColumnWhoseValuesWouldLeaveIsNamedByTheSiteToo() {
        assertThatThrownBy(() -> Settings.apply(Map.of("guideCol", "patient"), new BatchRefiner()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("the coordinator asks for --guide patient")
                .hasMessageContaining("start it with --guide patient as well");
        assertThatThrownBy(() -> Settings.apply(
                        Map.of("preserveCol", "patient"), new BatchRefiner().setPreserveCol("condition")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("the coordinator asks for --preserve patient");
        BatchRefiner named = new BatchRefiner().setPreserveCol("condition");
        Settings.apply(Map.of("preserveCol", "condition", "guideCol", "none"), named);
        assertThat(named.getOrDefault(named.preserveCol())).isEqualTo("condition");
    }

    @Test
    void whatIsNoSettingIsRefused() {
        assertThatThrownBy(() -> Settings.apply(Map.of("nonsense", 1), new BatchRefiner()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("a setting 'nonsense'");
        assertThatThrownBy(() -> Settings.apply(Map.of("minCells", 0), new BatchRefiner()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("sets 'minCells' to 0, which is not allowed");
    }
}
