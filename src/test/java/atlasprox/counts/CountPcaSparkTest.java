package atlasprox.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.counts.genes.GeneFlavor;
import atlasprox.read.CellSources;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Counts of a file that anndata wrote, beside what scanpy makes of them. */
@ExtendWith(SparkExtension.class)
class CountPcaSparkTest {
    private static final Path FOLDER = Path.of("src/test/resources/counts");
    private static final CountCheck STRICT = new CountCheck("X", true);

    @Test
    void takesTheGenesThatScanpyTakes(SparkSession spark) throws IOException {
        CountSource source = source(spark, "X");
        for (JsonNode expected : reference().path("chosen")) {
            GeneFlavor flavor =
                    GeneFlavor.valueOf(expected.path("flavor").asText().toUpperCase(Locale.ROOT));
            String batch = expected.path("batch").asText();
            List<String> genes = fit(source, source.cells().rows(), batch, settings(100, flavor, false))
                    .genes();
            assertThat(genes).as("%s %s", flavor, batch).isEqualTo(texts(expected.path("genes")));
        }
    }

    @Test
    void findsTheComponentsOfAllGenes(SparkSession spark) throws IOException {
        CountSource source = source(spark, "X");
        for (JsonNode expected : reference().path("components")) {
            CountModel model = fit(
                    source,
                    source.cells().rows(),
                    "",
                    settings(0, GeneFlavor.SEURAT, expected.path("scale").asBoolean()));
            double[] variance = numbers(expected.path("variance"));
            for (int c = 0; c < variance.length; c++) {
                assertThat(model.variance()[c] / variance[c]).isCloseTo(1.0, within(1e-4));
            }
        }
    }

    @Test
    void theSameCountsGiveTheSameBitsHoweverTheyAreStoredAndOrdered(SparkSession spark) {
        CountSettings settings = settings(100, GeneFlavor.SEURAT_V3, true);
        CountSource source = source(spark, "X");
        CountModel expected = fit(source, source.cells().rows(), "batch", settings);
        for (String layer : List.of("raw", "dense", "by_gene")) {
            CountSource other = source(spark, layer);
            same(fit(other, other.cells().rows(), "batch", settings), expected);
        }
        Dataset<Row> shuffled = source.cells().rows().repartition(7).sortWithinPartitions("cell_id");
        same(fit(source, shuffled, "batch", settings), expected);
    }

    private static void same(CountModel model, CountModel expected) {
        assertThat(model.genes()).isEqualTo(expected.genes());
        assertThat(model.loadings()).isDeepEqualTo(expected.loadings());
        assertThat(model.mean()).isEqualTo(expected.mean());
    }

    @Test
    void whatIsNormalisedAlreadyIsRefusedUnlessThatIsSaid(SparkSession spark) {
        CountSource source = source(spark, "log");
        assertThatThrownBy(() -> fit(source, source.cells().rows(), "", settings(100, GeneFlavor.SEURAT, false)))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("it looks as if they were normalised already");
        CountModel logs = fit(
                source, source.cells().rows(), "", new CountSettings(100, GeneFlavor.SEURAT, 10, false, true, false));
        CountSource counts = source(spark, "X");
        CountModel model = fit(counts, counts.cells().rows(), "", settings(100, GeneFlavor.SEURAT, false));
        assertThat(logs.genes()).isEqualTo(model.genes());
        assertThat(logs.variance()).containsExactly(model.variance(), within(1e-4));
        assertThatThrownBy(() -> fit(
                        counts,
                        counts.cells().rows(),
                        "",
                        new CountSettings(100, GeneFlavor.SEURAT, 10, false, true, false)))
                .hasMessageContaining("leave out --normalized");
    }

    @Test
    void aMatrixThatIsStoredGeneByGeneIsTurnedAndThatIsTold(SparkSession spark) {
        CountSource turned = source(spark, "by_gene");
        assertThat(turned.cells().warnings()).singleElement().asString().contains("is stored gene by gene (CSC)");
        Dataset<Row> cells = turned.cells().rows();
        assertThat(cells.withColumnRenamed(turned.column(), "X").collectAsList())
                .isEqualTo(source(spark, "X").cells().rows().collectAsList());
        assertThat(cells.filter("batch = 'batch_1'").count()).isPositive();
    }

    @Test
    void aMatrixThatIsNotThereIsRefusedByName(SparkSession spark) {
        assertThatThrownBy(() -> source(spark, "none"))
                .hasMessageContaining("the layers that it has are [X, raw, by_gene, dense, log]");
    }

    @Test
    void coordinatesAreThoseOfCentredValues(SparkSession spark) {
        CountSource source = source(spark, "X");
        CountModel model = fit(source, source.cells().rows(), "batch", settings(100, GeneFlavor.SEURAT, false));
        Column column = SparkCountPca.coordinates(model, ColumnNames.column(source.column()), source.genes());
        Row means = source.cells()
                .rows()
                .select(column.as("z"))
                .select(functions.posexplode(functions.col("z")))
                .groupBy("pos")
                .agg(functions.avg("col").as("mean"), functions.var_samp("col").as("variance"))
                .orderBy("pos")
                .first();
        assertThat(means.getDouble(1)).isCloseTo(0.0, within(1e-3));
        assertThat(means.getDouble(2) / model.variance()[0]).isCloseTo(1.0, within(1e-3));
    }

    private static CountSettings settings(int genes, GeneFlavor flavor, boolean scale) {
        return new CountSettings(genes, flavor, 10, scale, false, false);
    }

    private static CountModel fit(CountSource source, Dataset<Row> rows, String batch, CountSettings settings) {
        Column name = batch.isEmpty() ? functions.lit("all") : functions.col(batch);
        return SparkCountPca.fit(rows, name, ColumnNames.column(source.column()), source.genes(), settings, STRICT)
                .model();
    }

    private static CountSource source(SparkSession spark, String layer) {
        return CellSources.counts(
                spark, List.of(FOLDER.resolve("counts.h5ad").toString()), new CountChoice(layer, Optional.empty()));
    }

    private static JsonNode reference() throws IOException {
        return Json.tree(Files.readString(FOLDER.resolve("reference.json")));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }
}
