package atlasprox.ml.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.Json;
import atlasprox.SharedData;
import atlasprox.SparkExtension;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.CellSources;
import atlasprox.scbatchprox.FilmTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables that another program computed from the published formulas on real cells. */
@ExtendWith(SparkExtension.class)
class GoldenTablesSparkTest {

    @ParameterizedTest
    @CsvSource({"moments_l2, moments, l2", "moments_identity, moments, identity", "adam_full_batch_l2, adam, l2"})
    void agreesWithTheReferenceTable(String name, String solver, String regularizer, SparkSession spark)
            throws IOException {
        JsonNode golden = Json.tree(Files.readString(SharedData.require("reference/scbatchprox_panc8.json")))
                .path(name);
        Dataset<Row> cells = CellSources.open(
                        spark, List.of(SharedData.require("data/panc8.h5ad").toString()), Optional.empty())
                .rows();
        BatchRefinerModel model = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("technology")
                .setMethod("scbatchprox")
                .setSolver(solver)
                .setRegularizer(regularizer)
                .setTrainFraction(1.0)
                .setMinibatchSize(Integer.MAX_VALUE)
                .fit(cells);
        FilmTable table = (FilmTable) model.correction();
        assertThat(table.batches()).hasSize(golden.size()).hasSize(5);
        for (String batch : table.batches()) {
            int client = table.client(batch);
            assertThat(table.gamma(client))
                    .containsExactly(doubles(golden.path(batch).path("gamma")), within(1e-6));
            assertThat(table.beta(client))
                    .containsExactly(doubles(golden.path(batch).path("beta")), within(1e-6));
        }
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int j = 0; j < values.length; j++) {
            values[j] = array.get(j).asDouble();
        }
        return values;
    }
}
