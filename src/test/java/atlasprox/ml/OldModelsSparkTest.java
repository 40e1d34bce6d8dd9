package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as earlier format versions saved them, fitted to the sample data, with some of the cells that those versions corrected. */
@ExtendWith(SparkExtension.class)
class OldModelsSparkTest {
    private static final Path MODELS = Path.of("src/test/resources/models");

    @ParameterizedTest
    @ValueSource(strings = {"v1-aligned", "v1-scbatchprox", "v2-aligned", "v2-scbatchprox", "v3-aligned"})
    void correctAsTheyDid(String name, SparkSession spark) throws IOException {
        BatchRefinerModel model = BatchRefinerModel.load(MODELS.resolve(name).toString());
        JsonNode expected = Json.tree(Files.readString(MODELS.resolve(name + ".json")));
        assertThat(expected).hasSize(15);
        List<Row> corrected = model.transform(cells(spark))
                .select("cell_id", "X_pca_corrected")
                .collectAsList();
        int compared = 0;
        for (Row row : corrected) {
            if (expected.has(row.getString(0))) {
                compared++;
                JsonNode there = expected.path(row.getString(0));
                List<Float> here = row.getList(1);
                for (int j = 0; j < here.size(); j++) {
                    assertThat((double) here.get(j)).isCloseTo(there.path(j).asDouble(), within(1e-5));
                }
            }
        }
        assertThat(compared).isEqualTo(15);
        ModelCard card = ModelCard.of(model);
        assertThat(card.versions()).hasSize(1);
        assertThat(card.batches()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-aligned", "v2-aligned"})
    void withoutAReferenceAreNotExtended(String name, SparkSession spark) {
        BatchRefinerModel model = BatchRefinerModel.load(MODELS.resolve(name).toString());
        Dataset<Row> arriving = cells(spark).withColumn("batch", functions.lit("another"));
        assertThatThrownBy(() -> model.extend(arriving, false, (round, rounds) -> {}))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("kept no reference")
                .hasMessageContaining("fit it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1-scbatchprox", "v2-scbatchprox"})
    void withoutNeedOfAReferenceAreExtended(String name, SparkSession spark) {
        BatchRefinerModel model = BatchRefinerModel.load(MODELS.resolve(name).toString());
        Dataset<Row> arriving = cells(spark).withColumn("batch", functions.lit("another"));
        BatchRefinerModel extended = model.extend(arriving, false, (round, rounds) -> {});
        assertThat(extended.correction().batches()).hasSize(4).contains("another");
    }

    @Test
    void keepTheirSettingsByTheNamesOfToday(SparkSession spark) {
        BatchRefinerModel third =
                BatchRefinerModel.load(MODELS.resolve("v3-aligned").toString());
        assertThat(third.inForce())
                .containsEntry("huberCutoff", 1.5)
                .containsEntry("rounds", 3)
                .doesNotContainKey("tailCut");
        assertThat(third.alignedSettings().huberCutoff()).isEqualTo(1.5);
        BatchRefinerModel second =
                BatchRefinerModel.load(MODELS.resolve("v2-aligned").toString());
        assertThat(second.inForce()).containsEntry("huberCutoff", 2.0).containsEntry("theta", 1.0);
        assertThat(second.getDefault(second.rounds()).get()).isEqualTo(13);
        BatchRefinerModel first =
                BatchRefinerModel.load(MODELS.resolve("v1-scbatchprox").toString());
        assertThat(first.inForce()).containsEntry("mu", 0.001).containsEntry("rounds", 3);
    }

    @Test
    void theSameFitIsTheSameVersionAsItWas(SparkSession spark) {
        BatchRefinerModel saved =
                BatchRefinerModel.load(MODELS.resolve("v3-aligned").toString());
        BatchRefinerModel again = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setRounds(3)
                .setPrototypes(5)
                .setHuberCutoff(1.5)
                .fit(spark.read().parquet("data-samples/three_batches.parquet").coalesce(1));
        assertThat(again.versions()).isEqualTo(saved.versions());
        assertThat(again.summary().fingerprint()).isEqualTo(saved.summary().fingerprint());
        assertThat(again.defaultParamMap().size())
                .isEqualTo(saved.defaultParamMap().size());
    }

    /** A setting that older versions lack tells versions apart only where it is set to something else. */
    @Test
    void aSettingThatCameLaterTellsVersionsOnceItIsUsed(SparkSession spark) {
        BatchRefiner refiner = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setRounds(1)
                .setPrototypes(5);
        String asItWas = refiner.fit(cells(spark)).versions().get(0).id();
        assertThat(refiner.inForceOfVersion()).doesNotContainKey("falseAlarms").containsKey("tailCut");
        String otherwise =
                refiner.setFalseAlarms(1.0).fit(cells(spark)).versions().get(0).id();
        assertThat(otherwise).isNotEqualTo(asItWas);
    }

    /** That version had changed the refiner's defaults when it was fitted by another method, and saved them. */
    @Test
    void aRefinerOfAnEarlierVersionFitsByItsMethod(SparkSession spark) {
        BatchRefiner refiner = (BatchRefiner)
                Pipeline.load(MODELS.resolve("v3-pipeline").toString()).getStages()[0];
        assertThat(refiner.getDefault(refiner.rounds()).get()).isEqualTo(7);
        assertThat(refiner.alignedSettings().rounds()).isEqualTo(8);
        assertThat(refiner.alignedSettings().mu()).isZero();
        assertThat(refiner.alignedSettings().huberCutoff()).isEqualTo(1.5);
        assertThat(refiner.fit(cells(spark)).inForce())
                .containsEntry("rounds", 8)
                .containsEntry("mu", 0.0);
    }

    private static Dataset<Row> cells(SparkSession spark) {
        return CellSources.open(spark, List.of("data-samples/three_batches.h5ad"), Optional.empty())
                .rows();
    }
}
