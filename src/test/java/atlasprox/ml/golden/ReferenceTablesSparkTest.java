package atlasprox.ml.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.GoldenData;
import atlasprox.SparkExtension;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.rounds.RoundTrace;
import atlasprox.scbatchprox.FilmTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * scBatchProx with the exact solver and with Adam in full batches, fitted as a user fits it to the sample data, against an independent
 * program in numpy. What is fitted draws nothing by a seed, so both must find the same.
 */
@ExtendWith(SparkExtension.class)
class ReferenceTablesSparkTest {
    /** They differ by less than 1e-14; tables move by 1e-4 to 0.4. */
    private static final double TOLERANCE = 1e-11;

    private static final JsonNode CASES = GoldenData.json("scbatchprox.json").path("cases");

    static Stream<String> casesWithoutMinibatches() {
        return CASES.properties().stream()
                .filter(of ->
                        of.getValue().path("settings").path("minibatchSize").intValue() == 0)
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("casesWithoutMinibatches")
    void agreesWithTheReference(String name, SparkSession spark) {
        JsonNode golden = CASES.path(name);
        BatchRefinerModel model = refiner(golden.path("settings")).fit(GoldenData.sample(spark, golden.path("cells")));
        FilmTable table = (FilmTable) model.correction();
        assertThat(table.batches()).hasSize(3);
        for (String batch : table.batches()) {
            int client = table.client(batch);
            JsonNode row = golden.path("table").path(batch);
            assertThat(table.gamma(client)).containsExactly(GoldenData.doubles(row.path("gamma")), within(TOLERANCE));
            assertThat(table.beta(client)).containsExactly(GoldenData.doubles(row.path("beta")), within(TOLERANCE));
        }
        assertThat(model.summary().trace().stream()
                        .mapToDouble(RoundTrace::objective)
                        .toArray())
                .containsExactly(GoldenData.doubles(golden.path("objective")), within(TOLERANCE));
    }

    private static BatchRefiner refiner(JsonNode settings) {
        return new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setMethod("scbatchprox")
                .setTrainFraction(1.0)
                .setMinibatchSize(Integer.MAX_VALUE)
                .setSolver(settings.path("solver").textValue())
                .setRounds(settings.path("rounds").intValue())
                .setLocalEpochs(settings.path("localEpochs").intValue())
                .setLearningRate(settings.path("learningRate").doubleValue())
                .setMu(settings.path("mu").doubleValue())
                .setLambda(settings.path("lambda").doubleValue())
                .setRegularizer(settings.path("regularizer").textValue())
                .setStandardize(settings.path("standardize").booleanValue());
    }
}
