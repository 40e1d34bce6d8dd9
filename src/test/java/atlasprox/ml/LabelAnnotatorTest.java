package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.labels.AnnotationSettings;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LabelAnnotatorTest {

    @Test
    void aStageThatWasSavedBeforeKeepsItsSettings() {
        String before = "{\"uid\":\"labelAnnotator_1\",\"paramMap\":{},"
                + "\"annotation\":{\"minConfidence\":0.5,\"maxNovelty\":0.9,\"newAbove\":0.95,\"candidates\":3}}";
        assertThat(LabelAnnotator.withFormerSettings(stage(), Json.tree(before)).annotation())
                .isEqualTo(new AnnotationSettings(0.5, 0.9, 0.95, 3));
        LabelAnnotator stage = stage().setNewAbove(0.7);
        assertThat(LabelAnnotator.withFormerSettings(stage, Json.tree("{\"paramMap\":{}}"))
                        .annotation())
                .isEqualTo(new AnnotationSettings(0.0, 1.0, 0.7, 0));
    }

    private static LabelAnnotator stage() {
        return (LabelAnnotator) LabelAnnotator.settingsAlone();
    }

    @Test
    void aTableThatWasNotAnnotatedIsRefusedInWords() {
        StructType annotated = new StructType();
        for (String end : new String[] {"predicted", "confidence", "novelty", "new"}) {
            StructType partly = annotated;
            assertThatThrownBy(() -> LabelAnnotator.requireAnnotated(partly, Set.of("type")))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("'type_" + end + "'")
                    .hasMessageContaining("annotate it first");
            annotated = annotated.add("type_" + end, DataTypes.StringType);
        }
        StructType whole = annotated;
        assertThatCode(() -> LabelAnnotator.requireAnnotated(whole, Set.of("type")))
                .doesNotThrowAnyException();
    }

    @Test
    void cellsLabelledAsHavingNoLabelAreSpokenOf() {
        assertThat(ModelLabels.warning("type", 0L)).isEmpty();
        assertThat(ModelLabels.warning("type", 1L))
                .contains(
                        "1 cell labelled 'unassigned' in 'type' is taken for unlabelled, since that stands for no label.");
        assertThat(ModelLabels.warning("type", 1_200L))
                .contains(
                        "1,200 cells labelled 'unassigned' in 'type' are taken for unlabelled, since that stands for no label.");
    }
}
