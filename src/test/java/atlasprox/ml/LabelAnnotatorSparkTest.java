package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.labels.LabelHead;
import atlasprox.results.AnnotationSummary;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Labels carried over from the cells of a fit to others. */
@ExtendWith(SparkExtension.class)
class LabelAnnotatorSparkTest {
    private static final String FIRST = "batch != 'batch_2'";
    private static final String LAST = "batch = 'batch_2'";

    @TempDir
    private Path folder;

    @Test
    void tellsTheCellsOfABatchThatCameLater(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = fitted(cells.filter(FIRST)).withLabels(cells.filter(FIRST), "cell_type");
        BatchRefinerModel extended = model.extend(cells.filter(LAST), false);
        Dataset<Row> said = new LabelAnnotator(extended).transform(cells.filter(LAST));
        assertThat(said.columns())
                .endsWith(
                        "X_pca_corrected",
                        "cell_type_predicted",
                        "cell_type_confidence",
                        "cell_type_novelty",
                        "cell_type_new");
        assertThat(said.filter("cell_type_predicted = cell_type").count()).isGreaterThan(190);
        assertThat(said.filter("cell_type_new").count()).isLessThan(20);
        assertThat(said.filter("cell_type_new = (cell_type_novelty > float(0.99))")
                        .count())
                .isEqualTo(200);
    }

    @Test
    void aTypeThatTheReferenceLacksIsNew(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        Dataset<Row> first = cells.filter(FIRST).filter("cell_type != 'type_0'");
        BatchRefinerModel model = fitted(first).withLabels(first, "cell_type");
        BatchRefinerModel extended = model.extend(cells.filter(LAST), false);
        Dataset<Row> said = new LabelAnnotator(extended).transform(cells.filter(LAST));
        Dataset<Row> unknown = said.filter("cell_type = 'type_0'");
        assertThat(unknown.filter("cell_type_new").count()).isGreaterThan(unknown.count() / 2);
        assertThat(said.filter("cell_type != 'type_0' and cell_type_new").count())
                .isLessThan(said.count() / 10);
    }

    @Test
    void theSameBitsForAnyLayoutAndAfterSaving(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel fitted = fitted(cells);
        BatchRefinerModel model = fitted.withLabels(cells, "cell_type", "half");
        BatchRefinerModel shuffled =
                fitted.withLabels(cells.repartition(5).orderBy(functions.rand(1L)), "half", "cell_type");
        requireSame(model, shuffled);
        String path = folder.resolve("model").toString();
        model.save(path);
        BatchRefinerModel loaded = BatchRefinerModel.load(path);
        requireSame(model, loaded);
        assertThat(annotated(loaded, cells)).isEqualTo(annotated(model, cells));
        assertThat(model.heads().keySet()).containsExactly("cell_type", "half");

        LabelAnnotator stage = annotator(model, 0.7, 0.9, 0.5, 2);
        stage.write().save(folder.resolve("stage").toString());
        LabelAnnotator again = LabelAnnotator.load(folder.resolve("stage").toString());
        assertThat(again.uid()).isEqualTo(stage.uid());
        assertThat(told(again, cells))
                .isEqualTo(told(stage, cells))
                .isNotEqualTo(told(new LabelAnnotator(model), cells));
    }

    private static List<Row> told(LabelAnnotator stage, Dataset<Row> cells) {
        return stage.transform(cells)
                .selectExpr("cell_id", "cell_type_predicted", "cell_type_new", "half_predicted")
                .orderBy("cell_id")
                .collectAsList();
    }

    private static void requireSame(BatchRefinerModel one, BatchRefinerModel other) {
        assertThat(other.heads().keySet()).isEqualTo(one.heads().keySet());
        one.heads().forEach((column, head) -> {
            LabelHead same = other.heads().get(column);
            assertThat(same.reference().labels()).isEqualTo(head.reference().labels());
            assertThat(same.reference().scatter())
                    .isDeepEqualTo(head.reference().scatter());
            assertThat(same.reference().components())
                    .usingRecursiveComparison()
                    .isEqualTo(head.reference().components());
            assertThat(same.calibration().errors())
                    .containsExactly(head.calibration().errors());
            assertThat(same.calibration().distances())
                    .usingRecursiveComparison()
                    .isEqualTo(head.calibration().distances());
        });
    }

    private static List<Row> annotated(BatchRefinerModel model, Dataset<Row> cells) {
        return new LabelAnnotator(model)
                .transform(cells)
                .select("cell_id", "cell_type_predicted", "cell_type_confidence", "cell_type_novelty", "half_predicted")
                .orderBy("cell_id")
                .collectAsList();
    }

    @Test
    void rareMissingAndOneBatchsLabelsAllWork(SparkSession spark) {
        Dataset<Row> cells = cells(spark)
                .withColumn(
                        "label",
                        functions.expr(
                                "CASE WHEN cell_type = 'type_1' THEN NULL"
                                        + " WHEN cell_type = 'type_2' AND batch = 'batch_0' THEN 'only in one' ELSE cell_type END"));
        Row one = cells.filter("label = 'type_0'").orderBy("cell_id").first();
        Dataset<Row> rare = cells.withColumn(
                "label",
                functions
                        .when(functions.col("cell_id").equalTo(one.<Object>getAs("cell_id")), "rare")
                        .otherwise(functions.col("label")));
        BatchRefinerModel model = fitted(rare).withLabels(rare, "label");
        assertThat(model.heads().get("label").reference().labels())
                .containsKeys("rare", "only in one", "type_0")
                .doesNotContainKey("type_1");
        assertThat(model.heads().get("label").reference().labels().get("rare").cells())
                .isEqualTo(1);
        assertThat(model.heads()
                        .get("label")
                        .reference()
                        .labels()
                        .get("only in one")
                        .batches())
                .isEqualTo(1);
        Dataset<Row> said = new LabelAnnotator(model).transform(rare);
        assertThat(said.filter("label_predicted is null").count()).isZero();
        assertThat(said.filter("label = 'rare' and label_predicted = 'rare'").count())
                .isEqualTo(1);
    }

    @Test
    void aColumnWithoutLabelsLeavesAModelThatTellsNone(SparkSession spark) {
        Dataset<Row> cells =
                cells(spark).withColumn("label", functions.lit(null).cast("string"));
        BatchRefinerModel model = fitted(cells).withLabels(cells, "label");
        assertThat(model.heads()).isEmpty();
        assertThatThrownBy(() -> new LabelAnnotator(model))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("tells no labels")
                .hasMessageContaining("--label");
    }

    @Test
    void aReferenceTakesInTheLabelsOfABatchThatCameLater(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = fitted(cells.filter(FIRST)).withLabels(cells.filter(FIRST), "cell_type");
        BatchRefinerModel extended = model.extend(cells.filter(LAST), true);
        BatchRefinerModel grown = extended.withMoreLabels(cells.filter(LAST), "cell_type");
        assertThat(cells(grown, "cell_type")).isEqualTo(600L);
        assertThat(cells(extended, "cell_type")).isEqualTo(400L);
        assertThat(seen(grown, "cell_type")).isEqualTo(600L);
        assertThatThrownBy(() -> extended.withMoreLabels(cells.filter(LAST), "half"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'half'")
                .hasMessageContaining("'cell_type'");
    }

    private static long cells(BatchRefinerModel model, String column) {
        return model.heads().get(column).reference().labels().values().stream()
                .mapToLong(of -> of.cells())
                .sum();
    }

    @Test
    void settingsUnassignAndListCandidates(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = fitted(cells).withLabels(cells, "cell_type");
        Dataset<Row> strict = annotator(model, 0.0, 0.5, 0.8, 3).transform(cells);
        assertThat(strict.filter("(cell_type_predicted = 'unassigned') != (cell_type_novelty > 0.5)")
                        .count())
                .isZero();
        assertThat(strict.filter("cell_type_predicted = 'unassigned'").count()).isBetween(150L, 450L);
        assertThat(strict.filter(
                                "size(cell_type_candidates) between 1 and 3 and cell_type_candidates[0].probability = cell_type_confidence")
                        .count())
                .isEqualTo(600);
        Dataset<Row> never = annotator(model, 1.0, 0.0, 1.0, 0).transform(cells);
        assertThat(never.filter("cell_type_predicted != 'unassigned' or cell_type_new")
                        .count())
                .isZero();
    }

    @Test
    void columnsThatAreThereAreNotOverwritten(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = fitted(cells).withLabels(cells, "cell_type");
        LabelAnnotator annotator = new LabelAnnotator(model);
        assertThatThrownBy(() -> annotator.transform(cells.withColumn("cell_type_new", functions.lit(1))))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'cell_type_new'");
        assertThatThrownBy(() -> annotator.transform(cells.withColumn("Cell_Type_NEW", functions.lit(1))))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'Cell_Type_NEW'");
        assertThatThrownBy(() -> model.withLabels(cells, "no such"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("no such");
    }

    @Test
    void thePublishedMethodTellsLabelsToo(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setMethod("scbatchprox")
                .setSolver("moments")
                .setRounds(2)
                .fit(cells)
                .withLabels(cells, "cell_type");
        assertThat(new LabelAnnotator(model)
                        .transform(cells)
                        .filter("cell_type_predicted = cell_type")
                        .count())
                .isGreaterThan(500);
    }

    @Test
    void oneLabelledBatchIsEnoughToCalibrate(SparkSession spark) {
        Dataset<Row> cells = cells(spark).withColumn("label", functions.expr("if(batch = 'batch_0', cell_type, null)"));
        BatchRefinerModel fitted = fitted(cells);
        BatchRefinerModel model = fitted.withLabels(cells, "label", "half");
        assertThat(seen(model, "label")).isBetween(190L, 200L);
        assertThat(seen(model, "half")).isEqualTo(600L);
        requireSame(model, fitted.withLabels(cells.repartition(5), "label", "half"));
        assertThat(new LabelAnnotator(model)
                        .transform(cells)
                        .filter("label_predicted = cell_type")
                        .count())
                .isGreaterThan(550);
    }

    @Test
    void anExtendedModelLearnsFromTheBatchesOfAllVersions(SparkSession spark) {
        Dataset<Row> cells = cells(spark)
                .withColumn(
                        "label",
                        functions.expr("if(batch = 'batch_0' and cell_type = 'type_1', 'only in one', cell_type)"));
        BatchRefinerModel extended = fitted(cells.filter(FIRST)).extend(cells.filter(LAST), true);
        BatchRefinerModel model = extended.withLabels(cells, "label");
        assertThat(cells(model, "label")).isEqualTo(600L);
        // Batches are left out whole, so that no other part knows of these.
        assertThat(model.heads().get("label").calibration().distances())
                .containsKey("type_1")
                .doesNotContainKey("only in one");
    }

    private static long seen(BatchRefinerModel model, String column) {
        return model.heads().get(column).calibration().distances().values().stream()
                .mapToLong(of -> of.cells())
                .sum();
    }

    private static BatchRefinerModel fitted(Dataset<Row> cells) {
        return new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setPrototypes(8)
                .setRounds(4)
                .fit(cells);
    }

    private static Dataset<Row> cells(SparkSession spark) {
        SynthSettings settings = SynthSettings.builder()
                .cells(600L)
                .batches(3)
                .types(4)
                .dimension(20)
                .seed(1L)
                .build();
        return SynthTable.create(spark, settings, 2)
                .withColumn("half", functions.expr("if(cell_type in ('type_0', 'type_1'), 'a', 'b')"));
    }

    private static LabelAnnotator annotator(
            BatchRefinerModel model, double minConfidence, double maxNovelty, double newAbove, int candidates) {
        return new LabelAnnotator(model)
                .setMinConfidence(minConfidence)
                .setMaxNovelty(maxNovelty)
                .setNewAbove(newAbove)
                .setCandidates(candidates);
    }

    @Test
    void sumsUpWhatWasTold(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        Dataset<Row> first = cells.filter(FIRST).filter("cell_type != 'type_0'");
        BatchRefinerModel model = fitted(first).withLabels(first, "cell_type");
        LabelAnnotator annotator = new LabelAnnotator(model.extend(cells.filter(LAST), false));
        Dataset<Row> said = annotator.transform(cells.filter(LAST));
        AnnotationSummary told = annotator.summary(said, Optional.empty()).get(0);
        assertThat(told.all().cells()).isEqualTo(said.count());
        assertThat(told.all().called()).isEqualTo(said.filter("cell_type_new").count());
        assertThat(told.all().confidence())
                .isCloseTo(
                        said.agg(functions.avg("cell_type_confidence")).first().getDouble(0), within(1e-6));
        assertThat(told.labels().stream()
                        .mapToLong(AnnotationSummary.Group::cells)
                        .sum())
                .isEqualTo(said.count());
        long unknown = said.filter("cell_type = 'type_0'").count();
        AnnotationSummary.Agreement agreement = told.agreement();
        assertThat(agreement.lacking()).isEqualTo(unknown);
        assertThat(agreement.cells()).isEqualTo(said.count() - unknown);
        assertThat(agreement.accuracy())
                .isEqualTo(
                        (double) said.filter("cell_type = cell_type_predicted").count() / agreement.cells());
        assertThat(told.populations().stream()
                        .mapToLong(AnnotationSummary.Population::cells)
                        .sum())
                .isEqualTo(told.all().called());
        assertThat(told.populations().get(0).largest()).containsExactly("batch_2");
        Dataset<Row> shuffled = said.repartition(7).orderBy(functions.rand(3L));
        assertThat(Json.line(annotator.summary(shuffled, Optional.empty()).get(0)))
                .isEqualTo(Json.line(told));
        assertThat(annotator
                        .summary(said, Optional.of("batch"))
                        .get(0)
                        .agreement()
                        .lacking())
                .isEqualTo(said.count());
    }
}
