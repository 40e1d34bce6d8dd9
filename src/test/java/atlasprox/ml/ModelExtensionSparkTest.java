package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.rounds.RoundListener;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that arrive at a fitted model. */
@ExtendWith(SparkExtension.class)
class ModelExtensionSparkTest {
    private static final RoundListener UNHEARD = (round, rounds) -> {};
    private static final String FIRST = "batch in ('batch_0', 'batch_1')";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "moments", "adam"})
    void neitherOrderNorCompanyMakesADifferenceAndKnownCellsKeepEveryBit(String method, SparkSession spark) {
        Dataset<Row> cells = cells(spark, 4, 0);
        Dataset<Row> known = cells.filter(FIRST);
        Dataset<Row> a = cells.filter("batch = 'batch_2'");
        Dataset<Row> b = cells.filter("batch = 'batch_3'");
        BatchRefinerModel model = refiner(method).fit(known);
        BatchRefinerModel ab = model.extend(a, false, UNHEARD).extend(b, false, UNHEARD);
        BatchRefinerModel ba = model.extend(b, false, UNHEARD).extend(a.repartition(3), false, UNHEARD);
        BatchRefinerModel both = model.extend(a.union(b), false, UNHEARD);
        Map<String, List<Float>> expected = corrected(ab, cells);
        assertThat(expected).hasSize(800);
        assertThat(corrected(ba, cells)).isEqualTo(expected);
        assertThat(corrected(both, cells)).isEqualTo(expected);
        assertThat(corrected(both, known)).isEqualTo(corrected(model, known));
        assertThat(ab.versions()).extracting(ModelVersion::version).containsExactly(1, 2, 3);
        assertThat(ab.versions().get(2).parent()).isEqualTo(ab.versions().get(1).id());
        assertThat(ab.versions().get(2).id()).isNotEqualTo(ba.versions().get(2).id());
        assertThat(model.versions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "moments"})
    void aSavedVersionAppliesAndIsExtendedLikeTheFittedOne(String method, SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark, 4, 0);
        BatchRefinerModel model = refiner(method).fit(cells.filter(FIRST));
        BatchRefinerModel extended = model.extend(cells.filter("batch = 'batch_2'"), true, UNHEARD);
        String path = folder.resolve("extended").toString();
        extended.save(path);
        BatchRefinerModel loaded = BatchRefinerModel.load(path);
        assertThat(loaded.versions()).isEqualTo(extended.versions());
        Dataset<Row> last = cells.filter("batch = 'batch_3'");
        assertThat(corrected(loaded.extend(last, false, UNHEARD), cells))
                .isEqualTo(corrected(extended.extend(last, false, UNHEARD), cells));
    }

    @Test
    void aReferenceThatGrowsTakesTheBatchIn(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 4, 0);
        Dataset<Row> a = cells.filter("batch = 'batch_2'");
        Dataset<Row> b = cells.filter("batch = 'batch_3'");
        BatchRefinerModel model = refiner("aligned").fit(cells.filter(FIRST));
        BatchRefinerModel fixed = model.extend(a, false, UNHEARD);
        BatchRefinerModel grown = model.extend(a, true, UNHEARD);
        assertThat(fixed.learned().reference()).isSameAs(model.learned().reference());
        assertThat(grown.learned().reference().cells()).isEqualTo(600);
        assertThat(grown.versions().get(1).id())
                .isNotEqualTo(fixed.versions().get(1).id());
        assertThat(corrected(grown, cells.filter("batch != 'batch_3'")))
                .isEqualTo(corrected(fixed, cells.filter("batch != 'batch_3'")));
        assertThat(corrected(grown.extend(b, false, UNHEARD), b))
                .isNotEqualTo(corrected(fixed.extend(b, false, UNHEARD), b));
    }

    @Test
    void aBatchThatIsKnownIsRefused(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 4, 0);
        BatchRefinerModel model = refiner("aligned").fit(cells.filter(FIRST));
        assertThatThrownBy(() -> model.extend(cells, false, UNHEARD))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("the model knows 2 of 4 batches already: 'batch_0' (200 cells)")
                .hasMessageContaining("apply");
        assertThatThrownBy(() -> model.extend(
                        cells.filter("batch = 'batch_2'").withColumn("X_pca", functions.expr("slice(X_pca, 1, 3)")),
                        false,
                        UNHEARD))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("has 3 dimensions; the model was fitted on 20");
    }

    @Test
    void arrivingCellsComeNearerToTheTruth(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 4, 0);
        Dataset<Row> arriving = cells.filter("not " + FIRST);
        BatchRefinerModel model = refiner("aligned").fit(cells.filter(FIRST)).extend(arriving, false, UNHEARD);
        double raw = apart(arriving, cells.filter(FIRST), "X_pca");
        Dataset<Row> corrected = model.transform(cells);
        double after = apart(corrected.filter("not " + FIRST), corrected.filter(FIRST), "X_pca_corrected");
        assertThat(after).isLessThan(0.35 * raw);
    }

    @Test
    void aPopulationThatTheReferenceLacksStaysApart(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 3, 0);
        Dataset<Row> known = cells.filter("batch != 'batch_2' and cell_type != 'type_0'");
        Dataset<Row> arriving = cells.filter("batch = 'batch_2'");
        BatchRefinerModel model = refiner("aligned").fit(known).extend(arriving, false, UNHEARD);
        assertThat(model.summary().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("'batch_2'", "kinds that the reference lacks"));
        Dataset<Row> corrected = model.transform(cells);
        Dataset<Row> novel = corrected.filter("batch = 'batch_2' and cell_type = 'type_0'");
        double nearest = Double.POSITIVE_INFINITY;
        for (String type : List.of("type_1", "type_2", "type_3")) {
            Dataset<Row> other = corrected.filter("batch = 'batch_0' and cell_type = '" + type + "'");
            nearest = Math.min(nearest, distance(centre(novel, "X_pca_corrected"), centre(other, "X_pca_corrected")));
        }
        double truly = Double.POSITIVE_INFINITY;
        for (String type : List.of("type_1", "type_2", "type_3")) {
            Dataset<Row> other = cells.filter("batch = 'batch_0' and cell_type = '" + type + "'");
            truly = Math.min(
                    truly, distance(centre(cells.filter("cell_type = 'type_0'"), "X_truth"), centre(other, "X_truth")));
        }
        assertThat(nearest).isGreaterThan(0.9 * truly);
    }

    @Test
    void aPopulationThatTwoArrivingBatchesShareMeetsWhereTheReferenceGrows(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark, 4, 0);
        Dataset<Row> a = cells.filter("batch = 'batch_2'");
        Dataset<Row> b = cells.filter("batch = 'batch_3'");
        BatchRefinerModel model = refiner("aligned").fit(cells.filter(FIRST + " and cell_type != 'type_0'"));
        BatchRefinerModel grown = model.extend(a, true, UNHEARD);
        BatchRefinerModel alone = model.extend(a, false, UNHEARD).extend(b, false, UNHEARD);
        BatchRefinerModel together = grown.extend(b, false, UNHEARD);
        assertThat(grown.learned().reference().count()).hasSizeGreaterThan(8);
        assertThat(novelApart(together, cells)).isLessThan(novelApart(alone, cells));
        String path = folder.resolve("grown").toString();
        together.save(path);
        assertThat(corrected(BatchRefinerModel.load(path), cells)).isEqualTo(corrected(together, cells));
        assertThat(ModelCard.of(together).prototypes()).isEqualTo(8);
        assertThat(ModelCard.of(together).batches())
                .filteredOn(batch -> batch.ownPrototypes() > 0)
                .extracting(ModelCard.Batch::batch)
                .containsExactlyInAnyOrder("batch_2", "batch_3");
    }

    private static double novelApart(BatchRefinerModel model, Dataset<Row> cells) {
        Dataset<Row> novel = model.transform(cells.filter("cell_type = 'type_0' and not " + FIRST));
        return distance(
                centre(novel.filter("batch = 'batch_2'"), "X_pca_corrected"),
                centre(novel.filter("batch = 'batch_3'"), "X_pca_corrected"));
    }

    @Test
    void twentyCellsDoNoHarm(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 3, 0);
        Dataset<Row> few = cells.filter("batch = 'batch_2'").orderBy("cell_id").limit(20);
        BatchRefinerModel model =
                refiner("aligned").fit(cells.filter("batch != 'batch_2'")).extend(few, false, UNHEARD);
        Dataset<Row> corrected = model.transform(few);
        double raw = error(corrected, "X_pca");
        assertThat(error(corrected, "X_pca_corrected")).isLessThan(raw);
        assertThat(corrected.filter("exists(X_pca_corrected, x -> isnan(x))").count())
                .isZero();
    }

    @Test
    void aFirstBatchAloneIsAReference(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 2, 0);
        Dataset<Row> first = cells.filter("batch = 'batch_0'");
        BatchRefinerModel model = refiner("aligned").fit(first);
        assertThat(model.transform(first).filter("X_pca != X_pca_corrected").count())
                .isZero();
        Dataset<Row> second = cells.filter("batch = 'batch_1'");
        Dataset<Row> corrected = model.extend(second, false, UNHEARD).transform(second);
        assertThat(apart(corrected, first.withColumnRenamed("X_pca", "X_pca_corrected"), "X_pca_corrected"))
                .isLessThan(0.4 * apart(second, first, "X_pca"));
    }

    private static BatchRefiner refiner(String method) {
        BatchRefiner refiner =
                new BatchRefiner().setEmbeddingCol("X_pca").setBatchCol("batch").setRounds(8);
        return method.equals("aligned")
                ? refiner.setMethod("aligned").setPrototypes(8)
                : refiner.setMethod("scbatchprox").setSolver(method).setRounds(2);
    }

    private static Dataset<Row> cells(SparkSession spark, int batches, long seed) {
        SynthSettings settings = SynthSettings.builder()
                .cells(200L * batches)
                .batches(batches)
                .types(4)
                .dimension(20)
                .seed(seed)
                .build();
        return SynthTable.create(spark, settings, 2);
    }

    private static Map<String, List<Float>> corrected(BatchRefinerModel model, Dataset<Row> cells) {
        Map<String, List<Float>> rows = new TreeMap<>();
        for (Row row :
                model.transform(cells).select("cell_id", "X_pca_corrected").collectAsList()) {
            rows.put(row.getString(0), row.getList(1));
        }
        return rows;
    }

    /** The root mean square distance between the means of the same type on the two sides. */
    private static double apart(Dataset<Row> some, Dataset<Row> others, String embedding) {
        double squares = 0.0;
        List<String> types = List.of("type_0", "type_1", "type_2", "type_3");
        for (String type : types) {
            String alike = "cell_type = '" + type + "'";
            squares += Math.pow(
                    distance(centre(some.filter(alike), embedding), centre(others.filter(alike), embedding)), 2);
        }
        return Math.sqrt(squares / types.size());
    }

    /** The root mean square distance of cells to their true places. */
    private static double error(Dataset<Row> cells, String embedding) {
        return cells.selectExpr("sqrt(avg(aggregate(zip_with(" + embedding
                        + ", X_truth, (x, y) -> double(x - y) * (x - y)), 0d, (s, x) -> s + x)))")
                .first()
                .getDouble(0);
    }

    private static double[] centre(Dataset<Row> cells, String embedding) {
        return cells
                .selectExpr("posexplode(" + embedding + ") AS (j, x)")
                .groupBy("j")
                .agg(functions.avg("x"))
                .orderBy("j")
                .collectAsList()
                .stream()
                .mapToDouble(row -> row.getDouble(1))
                .toArray();
    }

    private static double distance(double[] a, double[] b) {
        double square = 0.0;
        for (int j = 0; j < a.length; j++) {
            square += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(square);
    }
}
