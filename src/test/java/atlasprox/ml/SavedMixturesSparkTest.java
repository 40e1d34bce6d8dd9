package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models that were saved and read again, with and without what later versions keep. */
@ExtendWith(SparkExtension.class)
class SavedMixturesSparkTest {

    @TempDir
    private Path folder;

    @Test
    void aSavedModelCorrectsAsTheFittedOne(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel fitted = refiner().setRounds(2).fit(cells);
        String path = folder.resolve("model").toString();
        fitted.save(path);
        BatchRefinerModel loaded = BatchRefinerModel.load(path);
        assertThat(loaded.uid()).isEqualTo(fitted.uid());
        assertThat(loaded.summary()).isEqualTo(fitted.summary());
        assertThat(loaded.getOrDefault(loaded.rounds())).isEqualTo(2);
        assertThat(rows(loaded.transform(cells))).isEqualTo(rows(fitted.transform(cells)));
    }

    @Test
    void aSavedMixtureCorrectsAsTheFittedOne(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel fitted = refiner().setMethod("aligned").setRounds(3).fit(cells);
        String path = folder.resolve("mixture").toString();
        fitted.save(path);
        BatchRefinerModel loaded = BatchRefinerModel.load(path);
        assertThat(loaded.summary()).isEqualTo(fitted.summary());
        assertThat(rows(loaded.transform(cells))).isEqualTo(rows(fitted.transform(cells)));
    }

    @Test
    void aSavedMixtureKeepsItsPenalties(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel fitted = pressed(2).setRounds(3).fit(cells);
        String path = folder.resolve("pressed").toString();
        fitted.save(path);
        BatchRefinerModel loaded = BatchRefinerModel.load(path);
        assertThat(mixture(loaded).penalties()).isDeepEqualTo(mixture(fitted).penalties());
        assertThat(mixture(loaded).penalties()[0]).doesNotContain(0.0);
        assertThat(rows(loaded.transform(cells))).isEqualTo(rows(fitted.transform(cells)));
    }

    @Test
    void aMixtureSavedBeforeThereWerePenaltiesHasNone(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel fitted = pressed(0).setRounds(3).fit(cells);
        Path saved = folder.resolve("new");
        fitted.save(saved.toString());
        Path old = folder.resolve("old");
        for (String same : List.of("prototypes", "starts")) {
            rewrite(spark, saved, old, same);
        }
        rewrite(spark, saved, old, "experts", "penalty");
        String metadata =
                spark.read().text(saved.resolve("metadata").toString()).first().getString(0);
        spark.createDataset(
                        List.of(metadata.replaceFirst("\"formatVersion\":\\d+", "\"formatVersion\":1")
                                .replaceAll(",\"(referenceCells\":\\d+|checksums\":\"[^\"]*\")", "")
                                .replaceAll(",\"versions\":\\[.*?\"grown\":null}]", "")),
                        Encoders.STRING())
                .coalesce(1)
                .write()
                .text(old.resolve("metadata").toString());
        BatchRefinerModel loaded = BatchRefinerModel.load(old.toString());
        assertThat(mixture(loaded).penalties())
                .isDeepEqualTo(new double[3][mixture(fitted).prototypes(0).length]);
        assertThat(rows(loaded.transform(cells))).isEqualTo(rows(fitted.transform(cells)));
    }

    private static void rewrite(SparkSession spark, Path from, Path to, String table, String... without) {
        spark.read()
                .parquet(from.resolve("data").resolve(table).toString())
                .drop(without)
                .write()
                .parquet(to.resolve("data").resolve(table).toString());
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

    private static SynthSettings.Builder settings() {
        return SynthSettings.builder().cells(400).batches(3).types(4).dimension(5);
    }
}
