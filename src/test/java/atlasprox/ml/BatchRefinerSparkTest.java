package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.results.FitSummary;
import atlasprox.results.FittedBatch;
import atlasprox.rounds.RoundTrace;
import atlasprox.scbatchprox.FilmTable;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class BatchRefinerSparkTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"adam", "moments", "aligned", "aligned on a sample", "pressed"})
    void theSameCellsGiveTheSameBitsInAnyOrderAndPartitioning(String solver, SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        Map<String, List<Float>> expected = corrected(cells.coalesce(1), solver);
        assertThat(corrected(cells.repartition(7), solver)).isEqualTo(expected);
        assertThat(corrected(cells.orderBy(functions.rand(3)), solver)).isEqualTo(expected);
        assertThat(corrected(cells.repartition(2).sortWithinPartitions("X_pca"), solver))
                .isEqualTo(expected);
    }

    @Test
    void anotherSeedDrawsAnotherSplit(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        FilmTable first = table(refiner().setSeed(1).fit(cells));
        FilmTable again = table(refiner().setSeed(1).fit(cells));
        FilmTable other = table(refiner().setSeed(2).fit(cells));
        assertThat(again.gamma(0)).containsExactly(first.gamma(0));
        assertThat(other.gamma(0)).isNotEqualTo(first.gamma(0));
    }

    @Test
    void theIdentityRegulariserReturnsEveryBit(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        Dataset<Row> corrected = refiner()
                .setSolver("moments")
                .setRegularizer("identity")
                .fit(cells)
                .transform(cells);
        assertThat(corrected.filter("X_pca != X_pca_corrected").count()).isZero();
    }

    @Test
    void severalBatchColumnsAreCovariatesAndALevelOfStrengthZeroKeepsEveryBit(SparkSession spark) {
        Dataset<Row> cells =
                cells(spark).withColumn("half", functions.expr("if(abs(hash(X_pca)) % 2 = 0, 'x|y', 'z')"));
        Dataset<Row> corrected = refiner()
                .setMethod("aligned")
                .setRounds(3)
                .setFalseAlarms(1.0)
                .setBatchCol("batch", "half")
                .setStrength("half:x|y=0", "batch=0.8")
                .fit(cells)
                .transform(cells);
        assertThat(corrected.filter("half = 'x|y' and X_pca != X_pca_corrected").count())
                .isZero();
        assertThat(corrected.filter("half = 'z' and X_pca != X_pca_corrected").count())
                .isEqualTo(cells.filter("half = 'z'").count());
    }

    @Test
    void strengthsThatFitNothingAreRefusedBeforeAnyWork(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        assertThatThrownBy(() -> refiner().setStrength("tissue=0.5").transformSchema(cells.schema()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("names no batch column; the batch columns are batch; mend --strength");
        assertThatThrownBy(() -> refiner()
                        .setMethod("aligned")
                        .setStrength("batch:b99=0")
                        .fit(cells))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("no cell has 'b99' in the batch column 'batch'");
    }

    @Test
    void pressureLastsThirteenRoundsByDefault(SparkSession spark) {
        BatchRefiner refiner = pressed(2);
        assertThat(refiner.fit(cells(spark)).summary().trace()).hasSize(13);
        assertThat(refiner.setTheta(0).fit(cells(spark)).summary().trace()).hasSize(8);
    }

    /** With this seed rounds without a pressure leave one batch far off; with others they may bring it in by themselves. */
    @Test
    void pressureMixesBatchesThatLieFarApart(SparkSession spark) {
        Dataset<Row> cells = SynthTable.create(
                spark,
                SynthSettings.builder()
                        .cells(1200)
                        .batches(3)
                        .types(4)
                        .shift(2.5)
                        .seed(3)
                        .build(),
                3);
        BatchRefinerModel plain = pressed(0).setStart("none").setRounds(13).fit(cells);
        BatchRefinerModel mixed = pressed(2).setStart("none").setRounds(13).fit(cells);
        assertThat(plain.summary().trace().get(12).figure(RoundTrace.SEPARATION))
                .isGreaterThan(0.5);
        assertThat(mixed.summary().trace().get(12).figure(RoundTrace.SEPARATION))
                .isLessThan(0.5 * plain.summary().trace().get(12).figure(RoundTrace.SEPARATION));
        assertThat(apart(mixed.transform(cells))).isLessThan(0.7 * apart(plain.transform(cells)));
    }

    @Test
    void theCentreLiesAmongTheBatchesThatLieTogether(SparkSession spark) {
        Dataset<Row> cells = SynthTable.create(
                        spark, settings().batches(4).shift(0.5).build(), 3)
                .withColumn("X_pca", functions.expr("transform(X_pca, x -> if(batch = 'batch_3', x + 100, x))"));
        CentredMixture aligned = (CentredMixture) refiner()
                .setMethod("aligned")
                .setStart("none")
                .setRounds(1)
                .fit(cells)
                .correction();
        for (double x : aligned.centre().coordinates()) {
            assertThat(x).isBetween(-10.0, 10.0);
        }
    }

    /** The root mean square distance of a type's mean in one batch from its mean in all of them. */
    private static double apart(Dataset<Row> corrected) {
        return corrected
                .selectExpr("batch", "cell_type", "posexplode(X_pca_corrected) AS (j, x)")
                .groupBy("batch", "cell_type", "j")
                .agg(functions.avg("x").as("x"))
                .groupBy("cell_type", "j")
                .agg(functions.var_pop("x").as("v"))
                .groupBy("cell_type")
                .agg(functions.sum("v").as("v"))
                .selectExpr("sqrt(avg(v))")
                .first()
                .getDouble(0);
    }

    @Test
    void pressureGoesByTheSameSampleHoweverALargeBatchIsCut(SparkSession spark) {
        SynthSettings settings = SynthSettings.builder()
                .cells(11_000)
                .batches(2)
                .types(4)
                .dimension(3)
                .build();
        Dataset<Row> cells = SynthTable.create(spark, settings, 3);
        BatchRefiner refiner = pressed(2).setStart("none").setPrototypes(6).setRounds(2);
        double[][] expected = mixture(refiner.fit(cells.coalesce(1))).penalties();
        assertThat(mixture(refiner.fit(cells.orderBy(functions.rand(5)))).penalties())
                .isDeepEqualTo(expected);
    }

    @Test
    void aSavedRefinerKeepsItsSettings() throws IOException {
        String path = folder.resolve("refiner").toString();
        BatchRefiner refiner = refiner().setMu(0.5).setBatchCol("batch", "cell_type");
        refiner.save(path);
        BatchRefiner loaded = BatchRefiner.load(path);
        assertThat(loaded.getOrDefault(loaded.mu())).isEqualTo(0.5);
        assertThat(loaded.getOrDefault(loaded.batchCol())).containsExactly("batch", "cell_type");
        assertThat(loaded.uid()).isEqualTo(refiner.uid());
    }

    @Test
    void worksWithinASavedPipeline(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark);
        PipelineModel fitted = new Pipeline()
                .setStages(new PipelineStage[] {refiner().setRounds(1)})
                .fit(cells);
        String path = folder.resolve("pipeline").toString();
        fitted.save(path);
        assertThat(rows(PipelineModel.load(path).transform(cells))).isEqualTo(rows(fitted.transform(cells)));
    }

    @Test
    void copiesKeepUidAndTakeExtraSettings(SparkSession spark) {
        BatchRefiner refiner = refiner();
        BatchRefiner copy = refiner.copy(new ParamMap().put(refiner.rounds(), 3));
        assertThat(copy.uid()).isEqualTo(refiner.uid());
        assertThat(copy.getOrDefault(copy.rounds())).isEqualTo(3);
        assertThat(refiner.isDefined(refiner.rounds())).isFalse();
        BatchRefinerModel model = refiner.setSolver("moments").fit(cells(spark));
        assertThat(model.copy(ParamMap.empty()).parent()).isSameAs(refiner);
    }

    @Test
    void everyParamIsReachableByItsNameAndDocumented() {
        BatchRefiner refiner = new BatchRefiner();
        assertThat(refiner.params()).hasSize(35).allSatisfy(param -> {
            assertThat(param.parent()).isEqualTo(refiner.uid());
            assertThat(param.doc()).isNotBlank();
            assertThat(refiner.getClass().getMethod(param.name()).invoke(refiner))
                    .isSameAs(param);
        });
        assertThat(Arrays.stream(new BatchRefiner().params()).map(Param::name))
                .containsExactlyElementsOf(
                        Arrays.stream(refiner.params()).map(Param::name).toList());
    }

    @Test
    void transformSchemaAddsTheColumnAndRefusesWhatCannotWork(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        assertThat(refiner()
                        .transformSchema(cells.schema())
                        .apply("X_pca_corrected")
                        .dataType())
                .isEqualTo(DataTypes.createArrayType(DataTypes.FloatType));
        assertThatThrownBy(() -> refiner().setEmbeddingCol("X_umap").transformSchema(cells.schema()))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("no embedding 'X_umap'");
        assertThatThrownBy(() -> refiner().setBatchCol("donor").transformSchema(cells.schema()))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("no batch column 'donor'");
        assertThatThrownBy(() -> refiner().setOutputCol("batch").transformSchema(cells.schema()))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("the table has a column 'batch' already");
    }

    @Test
    void theSummaryTellsWhatTheFitSaw(SparkSession spark) {
        FitSummary summary = refiner().setRounds(3).fit(cells(spark)).summary();
        assertThat(summary.rows()).isEqualTo(400);
        assertThat(summary.dimension()).isEqualTo(5);
        assertThat(summary.batches()).extracting(FittedBatch::batch).containsExactly("batch_0", "batch_1", "batch_2");
        assertThat(summary.batches().stream().mapToLong(FittedBatch::cells).sum())
                .isEqualTo(400);
        assertThat(summary.trace()).hasSize(3);
        assertThat(summary.fingerprint())
                .isEqualTo(refiner()
                        .setSeed(9)
                        .setSolver("moments")
                        .fit(cells(spark).repartition(5))
                        .summary()
                        .fingerprint());
    }

    @Test
    void aBoundThatAllCellsKeepToChangesNoBit(SparkSession spark) {
        Dataset<Row> cells = unequal(spark);
        BatchRefinerModel unbounded = aligned(0).fit(cells);
        BatchRefinerModel bounded = aligned(400).fit(cells);
        assertThat(rows(bounded.transform(cells))).isEqualTo(rows(unbounded.transform(cells)));
        assertThat(bounded.summary().fitted()).isEqualTo(400);
    }

    @Test
    void fitsOnASampleInWhichSmallBatchesAreWholeAndCorrectsEveryCell(SparkSession spark) {
        Dataset<Row> cells = unequal(spark);
        BatchRefinerModel model = aligned(180).fit(cells);
        FitSummary summary = model.summary();
        assertThat(summary.batches()).extracting(FittedBatch::cells).containsExactly(320L, 40L, 40L);
        assertThat(summary.batches().get(0).fitted()).isBetween(70L, 130L);
        assertThat(summary.batches()).extracting(FittedBatch::fitted).endsWith(40L, 40L);
        assertThat(summary.fitted())
                .isEqualTo(summary.batches().stream()
                        .mapToLong(FittedBatch::fitted)
                        .sum());
        assertThat(summary.trace()).allMatch(round -> round.cells() == summary.fitted());
        assertThat(model.transform(cells).filter("X_pca != X_pca_corrected").count())
                .isEqualTo(400);
    }

    @Test
    void noBatchIsLeftWithoutACellToFitOn(SparkSession spark) {
        FitSummary summary = aligned(1).fit(unequal(spark)).summary();
        assertThat(summary.batches()).extracting(FittedBatch::fitted).containsExactly(1L, 1L, 1L);
    }

    @Test
    void theSummaryCountsTheTrainingSplit(SparkSession spark) {
        FitSummary summary = refiner().setSolver("moments").fit(cells(spark)).summary();
        assertThat(summary.fitted()).isBetween(340L, 380L);
        assertThat(summary.batches().stream().mapToLong(FittedBatch::fitted).sum())
                .isEqualTo(summary.fitted());
    }

    private static Map<String, List<Float>> corrected(Dataset<Row> cells, String solver) {
        BatchRefiner refiner =
                switch (solver) {
                    case "aligned" -> aligned(0);
                    case "aligned on a sample" -> aligned(150);
                    case "pressed" -> pressed(2);
                    default -> refiner().setSolver(solver).setLambda(0.5).setStandardize(true);
                };
        return rows(refiner.fit(cells).transform(cells));
    }

    private static BatchRefiner aligned(long maxFitCells) {
        return refiner().setMethod("aligned").setMaxFitCells(maxFitCells);
    }

    private static BatchRefiner pressed(double theta) {
        return refiner().setMethod("aligned").setTheta(theta);
    }

    private static Map<String, List<Float>> rows(Dataset<Row> corrected) {
        Map<String, List<Float>> rows = new TreeMap<>();
        for (Row row : corrected.select("cell_id", "X_pca_corrected").collectAsList()) {
            rows.put(row.getString(0), row.getList(1));
        }
        return rows;
    }

    private static FilmMixture mixture(BatchRefinerModel model) {
        return ((CentredMixture) model.correction()).mixture();
    }

    private static FilmTable table(BatchRefinerModel model) {
        return (FilmTable) model.correction();
    }

    private static BatchRefiner refiner() {
        return new BatchRefiner()
                .setMethod("scbatchprox")
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setMinibatchSize(50);
    }

    private static Dataset<Row> cells(SparkSession spark) {
        return SynthTable.create(spark, settings().build(), 3);
    }

    /** Batches of 320, 40 and 40 cells. */
    private static Dataset<Row> unequal(SparkSession spark) {
        return SynthTable.create(spark, settings().largestBatchShare(0.8).build(), 3);
    }

    private static SynthSettings.Builder settings() {
        return SynthSettings.builder().cells(400).batches(3).types(4).dimension(5);
    }
}
