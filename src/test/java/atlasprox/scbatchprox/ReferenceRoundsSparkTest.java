package atlasprox.scbatchprox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.GoldenData;
import atlasprox.SparkExtension;
import atlasprox.cells.CellBlock;
import atlasprox.cells.ClientCells;
import atlasprox.math.Moments;
import atlasprox.rounds.LocalClients;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.SparkClients;
import atlasprox.rounds.WholeClientStep;
import atlasprox.sample.CellKeys;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * scBatchProx as published, in minibatches, against an independent program in numpy, whose orders of the cells are given to the clients
 * here. Both are in float64 and differ in the order of their sums only.
 */
@ExtendWith(SparkExtension.class)
class ReferenceRoundsSparkTest {
    /** They differ by 3e-13 at most. A term of the objective less makes 2e-9 and more, another constant of Adam 7e-6 and more. */
    private static final double TOLERANCE = 1e-11;

    private static final JsonNode GOLDEN = GoldenData.json("scbatchprox.json");

    static Stream<String> minibatchCases() {
        return GOLDEN.path("cases").properties().stream()
                .filter(of -> settings(of.getValue()).minibatchSize() < Integer.MAX_VALUE)
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("minibatchCases")
    void minibatchesInTheReferencesOrders(String name, SparkSession spark) {
        JsonNode golden = GOLDEN.path("cases").path(name);
        Fit fit = new Fit(spark, golden);
        List<Units> units = fit.server.units();
        ScBatchProxServer.Result result =
                fit.here(b -> new LocalTrainer(fit.settings, units.get(b), given(fit.batches.get(b))));
        assertThat(objectives(result)).containsExactly(GoldenData.doubles(golden.path("objective")), within(TOLERANCE));
        assertRows(result.table(), golden.path("table"));
    }

    /** What ties the published method, as users run it, to the cases above. */
    @Test
    void executorsTrainTheSameClientsInOrdersOfTheSeed(SparkSession spark) {
        Fit fit = new Fit(spark, GOLDEN.path("cases").path("adam_minibatch_standardize"));
        List<Units> units = fit.server.units();
        ScBatchProxServer.Result here = fit.here(b -> new LocalTrainer(fit.settings, units.get(b)));
        ScBatchProxServer.Result there = fit.server.run(
                SparkClients.whole(
                        new JavaSparkContext(spark.sparkContext()).parallelize(fit.clients, 2), fit.server.adam()),
                (trace, of) -> {});
        assertThat(objectives(there)).containsExactly(objectives(here));
        for (int b = 0; b < fit.batches.size(); b++) {
            assertThat(there.table().gamma(b)).containsExactly(here.table().gamma(b));
            assertThat(there.table().beta(b)).containsExactly(here.table().beta(b));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"l2", "identity"})
    void aClientAwayFromTheStart(String regularizer, SparkSession spark) {
        JsonNode golden = GOLDEN.path("local").path(regularizer);
        String batch = golden.path("batch").textValue();
        ClientCells client =
                client(sample(spark), 0, batch, golden.path("cells").intValue());
        Moments moments = moments(client);
        ScBatchProxSettings settings = settings(golden);
        LocalObjective objective = settings.objective();
        Adapter anchor = adapter(golden.path("anchor"));
        Adapter row = adapter(golden.path("row"));

        Adapter gradient = Adapter.zeros(client.dimension());
        objective.gradient(moments.mean(), moments.meanSquare(), row, anchor, gradient);
        assertRow(gradient, golden.path("gradient"));
        assertThat(objective.value(moments.mean(), moments.meanSquare(), row, anchor))
                .isEqualTo(golden.path("value").doubleValue(), within(TOLERANCE));
        assertRow(objective.minimiser(moments.mean(), moments.meanSquare(), anchor), golden.path("minimiser"));

        LocalTrainer trainer = new LocalTrainer(settings, Units.plain(client.dimension()), given(batch));
        ClientUpdate update = trainer.train(client, anchor, 0, 1);
        assertRow(update.row(), golden.path("trained"));
        assertThat(update.loss()).isEqualTo(golden.path("trainedValue").doubleValue(), within(TOLERANCE));
    }

    /** The clients of a case, and the server. */
    private static final class Fit {
        private final List<String> batches;
        private final ScBatchProxSettings settings;
        private final List<ClientCells> clients;
        private final List<Moments> moments;
        private final ScBatchProxServer server;

        Fit(SparkSession spark, JsonNode golden) {
            JsonNode counts = golden.path("cells");
            long frozen = golden.path("settings").path("frozen").longValue();
            batches = counts.properties().stream().map(Map.Entry::getKey).toList();
            settings = settings(golden);
            List<Row> sample = sample(spark);
            clients = IntStream.range(0, batches.size())
                    .mapToObj(b -> client(
                            sample,
                            b,
                            batches.get(b),
                            counts.path(batches.get(b)).intValue()))
                    .toList();
            moments = clients.stream().map(ReferenceRoundsSparkTest::moments).toList();
            server = frozen > 0
                    ? ScBatchProxServer.arriving(batches, settings, moments, frozen)
                    : ScBatchProxServer.together(batches, settings, moments);
        }

        /** The rounds with all clients in this process. */
        ScBatchProxServer.Result here(IntFunction<LocalTrainer> trainers) {
            WholeClientStep<TableMessage, ClientCells, ClientUpdate> step =
                    (message, cells) -> trainers.apply(cells.client())
                            .train(cells, message.table()[cells.client()], seed(cells), message.round());
            return server.run(new LocalClients<>(step, clients), (trace, of) -> {});
        }

        private long seed(ClientCells cells) {
            return CellKeys.seed(settings.seed(), batches.get(cells.client()));
        }
    }

    /** A batch's orders, as the reference drew them. */
    private static LocalTrainer.CellOrder given(String batch) {
        JsonNode drawn = GOLDEN.path("permutations").path(batch);
        return (order, seed, round, epoch) -> Arrays.setAll(
                order, at -> drawn.path(round - 1).path(epoch).get(at).intValue());
    }

    /** The first cells of a batch by their names, in that order. */
    private static ClientCells client(List<Row> sample, int client, String batch, int cells) {
        List<List<Float>> embeddings = sample.stream()
                .filter(row -> row.getString(0).equals(batch))
                .limit(cells)
                .map(row -> row.<Float>getList(1))
                .toList();
        int dimension = embeddings.get(0).size();
        float[] values = new float[cells * dimension];
        for (int at = 0; at < values.length; at++) {
            values[at] = embeddings.get(at / dimension).get(at % dimension);
        }
        long[] keys = LongStream.range(0, cells).toArray();
        return ClientCells.of(List.of(new CellBlock(client, dimension, keys, values)));
    }

    private static List<Row> sample(SparkSession spark) {
        return GoldenData.sample(spark)
                .orderBy("cell_id")
                .select("batch", "X_pca")
                .collectAsList();
    }

    private static Moments moments(ClientCells cells) {
        Moments moments = new Moments(cells.dimension());
        IntStream.range(0, cells.size()).forEach(cell -> moments.add(cells.values(cell), cells.offset(cell)));
        return moments;
    }

    private static ScBatchProxSettings settings(JsonNode golden) {
        JsonNode of = golden.path("settings");
        int minibatch = of.path("minibatchSize").intValue();
        return new ScBatchProxSettings(
                of.path("rounds").intValue(),
                of.path("localEpochs").intValue(),
                of.path("learningRate").doubleValue(),
                minibatch == 0 ? Integer.MAX_VALUE : minibatch,
                1.0,
                of.path("standardize").booleanValue(),
                new LocalObjective(
                        of.path("mu").doubleValue(),
                        of.path("lambda").doubleValue(),
                        Regularizer.valueOf(of.path("regularizer").textValue().toUpperCase(Locale.ROOT))),
                0L);
    }

    private static double[] objectives(ScBatchProxServer.Result result) {
        return result.trace().stream().mapToDouble(RoundTrace::objective).toArray();
    }

    private static void assertRows(FilmTable found, JsonNode rows) {
        assertThat(found.batches()).hasSize(rows.size());
        for (String batch : found.batches()) {
            int client = found.client(batch);
            assertRow(new Adapter(found.gamma(client), found.beta(client)), rows.path(batch));
        }
    }

    private static void assertRow(Adapter found, JsonNode row) {
        Adapter expected = adapter(row);
        assertThat(found.gamma()).containsExactly(expected.gamma(), within(TOLERANCE));
        assertThat(found.beta()).containsExactly(expected.beta(), within(TOLERANCE));
    }

    private static Adapter adapter(JsonNode row) {
        return new Adapter(GoldenData.doubles(row.path("gamma")), GoldenData.doubles(row.path("beta")));
    }
}
