package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.metrics.groups.GroupChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedGroupsTest {

    @Test
    void namesTheBatchesThatStandOut() {
        ChangedGroups groups = ChangedGroups.of(
                "batch",
                List.of(
                        new GroupChange("a", 10, 0.5, 0.98),
                        new GroupChange("b", 1_234, 1.5, 0.7),
                        new GroupChange("c", 20, 0.1, 0.97),
                        new GroupChange("d", 3, 0.2, null)));

        assertThat(groups.words())
                .isEqualTo(
                        "Look at b (1\u202f234 cells, 70.0 % of their structure kept); the middle batch kept 97.0 %. "
                                + "Moved farthest: b, by 1.50 times the spread of cells within their batches.");
        assertThat(groups.standing()).isEqualTo(1);
        assertThat(groups.shown()).extracting(GroupChange::name).containsExactly("b", "c", "a", "d");
    }

    @Test
    void saysThatNoneStandsOut() {
        ChangedGroups groups = ChangedGroups.of(
                "label", List.of(new GroupChange("a", 10, 0.5, 0.98), new GroupChange("b", 10, 0.1, 0.96)));

        assertThat(groups.words())
                .startsWith(
                        "No label stands out: the most changed, b, kept 96.0 % of its structure, the middle one 98.0 %. ");
        assertThat(groups.standing()).isZero();
    }

    /** Where all are bent alike, none stands out, but the figure tells. */
    @Test
    void bentAllAlike() {
        assertThat(ChangedGroups.of(
                                "batch",
                                List.of(
                                        new GroupChange("a", 10, 0.5, 0.4),
                                        new GroupChange("b", 10, 0.5, 0.5),
                                        new GroupChange("c", 10, 0.5, 0.5)))
                        .words())
                .contains("kept 40.0 % of its structure, the middle one 50.0 %");
    }

    @Test
    void oneGroupNoneAndUnknown() {
        assertThat(ChangedGroups.of("batch", List.of(new GroupChange("a", 10, 0.5, 0.9)))
                        .words())
                .startsWith("a kept 90.0 % of its structure. Moved");
        assertThat(ChangedGroups.of("batch", List.of(new GroupChange("a", 10, 0.5, null)))
                        .words())
                .startsWith("Moved farthest: a");
        assertThat(ChangedGroups.of("batch", List.of()).words()).isEmpty();
    }
}
