package atlasprox.cli.counts;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From counts to the latent coordinates of scFedVI on the command line: 240 cells of 3 batches. */
@ExtendWith(SparkExtension.class)
class EmbedScFedViIT {
    private static final String COUNTS = "src/test/resources/counts/counts.h5ad";

    private static final String[] GENES =
            IntStream.range(0, 400).mapToObj(gene -> "gene_" + gene).toArray(String[]::new);

    @TempDir
    private Path folder;

    @Test
    void countsBecomeAnEmbeddingThatCellsOfAnyBatchGet(SparkSession spark) throws IOException {
        embed(fit("--output", path("out"), "--output-model", path("model"), "--patience", "1"))
                .succeeds("240 cells embedded by 100 of 400 genes", "as X_scfedvi");
        Dataset<Row> table = spark.read().parquet(path("out"));
        assertThat(table.columns()).containsExactly("cell_id", "batch", "cell_type", "X_scfedvi");
        assertThat(table.schema().apply("X_scfedvi").dataType().simpleString()).isEqualTo("array<float>");
        assertThat(table.selectExpr("size(X_scfedvi)").distinct().first().getInt(0))
                .isEqualTo(5);
        requireRounds(run("out"));

        embed("--output", path("again"), "--model", path("model")).succeeds("240 cells embedded by 100 of 400 genes");
        assertThat(coordinates(spark, "again")).isEqualTo(coordinates(spark, "out"));
        assertThat(run("again").path("method").asText()).isEqualTo("scfedvi");
        assertThat(run("again").path("training").isNull()).isTrue();

        Metadata genes = new MetadataBuilder().putStringArray("genes", GENES).build();
        counts(spark)
                .withColumn("counts", functions.col("`layers/dense`").as("counts", genes))
                .drop("layers/dense")
                .withColumn("batch", functions.expr("if(batch = 'batch_1', 'new', batch)"))
                .write()
                .parquet(path("some"));
        CommandLineRun.of("embed", "--input", path("some"), "--model", path("model"), "--output", path("others"))
                .succeeds("240 cells embedded by 100 of 400 genes");
        assertThat(coordinates(spark, "others")).isEqualTo(coordinates(spark, "out"));
    }

    private static void requireRounds(JsonNode run) {
        assertThat(run.path("method").asText()).isEqualTo("scfedvi");
        JsonNode settings = run.path("fromCounts").path("settings");
        assertThat(settings.path("hidden").asInt()).isEqualTo(16);
        assertThat(settings.path("genes").asInt()).isEqualTo(100);
        assertThat(settings.path("asPublished").asBoolean()).isFalse();
        JsonNode training = run.path("training");
        assertThat(training.path("trace").size()).isBetween(1, 3);
        JsonNode first = training.path("trace").get(0);
        assertThat(first.path("clientLoss")).hasSize(3).allMatch(loss -> loss.asDouble() > 0.0);
        assertThat(first.path("clientChange")).hasSize(3).allMatch(change -> change.asDouble() > 0.0);
        assertThat(training.path("trace").get(0).path("heldOut").asDouble()).isPositive();
        assertThat(training.path("stoppedEarly").isBoolean()).isTrue();
        assertThat(training.path("kernel").asText()).contains("no BLAS");
        JsonNode client = training.path("clients").get(2);
        assertThat(client.path("client").asText()).isEqualTo("batch_2");
        assertThat(client.path("bytesSent").asLong()).isPositive();
        assertThat(client.path("training").asInt() + client.path("heldOut").asInt())
                .isEqualTo(run.path("fromCounts")
                        .path("batches")
                        .path("batch_2")
                        .path("cells")
                        .asInt());
    }

    @Test
    void theModelIsAFolderOfTables(SparkSession spark) throws IOException {
        embed(fit("--output", path("out"), "--output-model", path("model"))).succeeds();
        JsonNode model = Json.tree(Files.readString(folder.resolve("model/model.json")));
        assertThat(model.path("format").asText()).isEqualTo("atlasprox scfedvi 1");
        assertThat(model.path("settings").path("shape").path("hidden").asInt()).isEqualTo(16);
        assertThat(spark.read().parquet(path("model/genes")).count()).isEqualTo(100);
        assertThat(spark.read()
                        .parquet(path("model/batches"))
                        .orderBy("batch")
                        .select("batch")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("batch_0", "batch_1", "batch_2");
        Dataset<Row> weights = spark.read().parquet(path("model/weights"));
        assertThat(weights.filter("block = 'encoder.1.weight'").count()).isEqualTo(100);

        weights.filter("row > 0").write().parquet(path("part"));
        delete(folder.resolve("model/weights"));
        Files.move(folder.resolve("part"), folder.resolve("model/weights"));
        embed("--output", path("again"), "--model", path("model"))
                .fails(ExitCode.BAD_DATA, "holds a model that is not whole");
    }

    private static void delete(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(table);
    }

    /** A file of one part and many of rows in another order; by content too, where cells have no ids. */
    @ParameterizedTest
    @CsvSource({"cell_id", "none"})
    void givesTheSameBitsInAnyOrder(String id, SparkSession spark) throws IOException {
        save(spark, "counts", "batch", "one");
        spark.read()
                .parquet(path("one"))
                .repartition(16, functions.expr("hash(cell_id, 3)"))
                .sortWithinPartitions(functions.expr("hash(cell_id)"))
                .write()
                .parquet(path("many"));
        for (String input : List.of("one", "many")) {
            CommandLineRun.of(with(
                            new String[] {"embed", "--input", path(input), "--id", id},
                            fit("--output", path("of_" + input))))
                    .succeeds();
        }
        assertThat(coordinates(spark, "of_many")).isEqualTo(coordinates(spark, "of_one"));
    }

    @Test
    void whichInputComesFirstMakesNoDifference(SparkSession spark) {
        save(spark, "counts", "batch", "all");
        Dataset<Row> all = spark.read().parquet(path("all"));
        all.filter("hash(cell_id) % 2 = 0").write().parquet(path("some"));
        all.filter("hash(cell_id) % 2 <> 0").write().parquet(path("others"));
        for (List<String> inputs : List.of(List.of("some", "others"), List.of("others", "some"))) {
            CommandLineRun.of(with(
                            new String[] {"embed", "--input", path(inputs.get(0)), "--input", path(inputs.get(1))},
                            fit("--id", "cell_id", "--output", path("first_" + inputs.get(0)))))
                    .succeeds("240 cells embedded");
        }
        assertThat(coordinates(spark, "first_others")).isEqualTo(coordinates(spark, "first_some"));
    }

    @Test
    void zerosNeedNotBeInflated(SparkSession spark) throws IOException {
        embed(fit("--output", path("out"), "--output-model", path("model"), "--likelihood", "nb"))
                .succeeds();
        JsonNode shape = Json.tree(Files.readString(folder.resolve("model/model.json")))
                .path("settings")
                .path("shape");
        assertThat(shape.path("likelihood").asText()).isEqualTo("NB");
        assertThat(spark.read()
                        .parquet(path("model/weights"))
                        .filter("block like '%zeros%'")
                        .count())
                .isZero();
        embed("--output", path("again"), "--model", path("model")).succeeds();
        assertThat(coordinates(spark, "again")).isEqualTo(coordinates(spark, "out"));
        embed(fit("--output", path("zinb"))).succeeds();
        assertThat(coordinates(spark, "zinb")).isNotEqualTo(coordinates(spark, "out"));
    }

    @Test
    void vectorsOfNewBatchesAreTrainedAlone(SparkSession spark) throws IOException {
        save(spark, "if(batch = 'batch_1', null, counts)", "batch", "known");
        CommandLineRun.of(with(
                        new String[] {"embed", "--input", path("known"), "--on-invalid", "drop"},
                        fit("--output", path("fit"), "--output-model", path("model"), "--local-epochs", "40")))
                .succeeds();
        save(spark, "counts", "batch", "all");
        String[] all = {"embed", "--input", path("all"), "--model", path("model"), "--batch", "batch"};
        CommandLineRun.of(with(all, "--output", path("plain"))).succeeds();
        CommandLineRun.of(with(all, "--output", path("out"), "--new-batches", "--output-model", path("more")))
                .succeeds(
                        "240 cells embedded",
                        "New batch 'batch_1': a loss of ",
                        " by the mean of those known, on ",
                        " cells held out; known batches had ");
        assertThat(coordinates(spark, "out")).isEqualTo(coordinates(spark, "plain"));
        JsonNode training = run("out").path("training");
        assertThat(training.path("knownLoss").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("batch_0", "batch_2");
        assertThat(training.path("clients")).hasSize(1);
        assertThat(training.path("clients").get(0).path("heldOutLoss").asDouble())
                .isLessThan(training.path("trace").get(0).path("heldOut").asDouble());

        Map<String, List<Float>> before = vectors(spark, "model");
        Map<String, List<Float>> after = vectors(spark, "more");
        assertThat(after).containsOnlyKeys("batch_0", "batch_1", "batch_2").containsAllEntriesOf(before);
        assertThat(spark.read()
                        .parquet(path("more/batches"))
                        .filter("heldOutLoss > 0")
                        .count())
                .isEqualTo(3);
        all[4] = path("more");
        CommandLineRun.of(with(all, "--output", path("again"), "--new-batches"))
                .fails(ExitCode.BAD_DATA, "the model knows all 3 batches of the table, such as 'batch_0'");
    }

    private Map<String, List<Float>> vectors(SparkSession spark, String model) {
        return spark.read().parquet(path(model + "/batches")).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getList(1)));
    }

    @Test
    void whoseModelKnowsNoBatchesLearnsNoNewOnes() {
        embed(fit("--output", path("out"), "--output-model", path("model"), "--as-published"))
                .succeeds();
        embed("--output", path("again"), "--model", path("model"), "--batch", "batch", "--new-batches")
                .fails(ExitCode.BAD_DATA, "fitted with --as-published and decodes all batches alike");
        embed("--output", path("again"), "--model", path("model"), "--new-batches")
                .fails(ExitCode.USAGE, "--new-batches needs to know batches: name their column by --batch");
    }

    @Test
    void clientsMayBeGroupsOfBatches(SparkSession spark) throws IOException {
        save(spark, "counts", "batch", "cells");
        spark.read()
                .parquet(path("cells"))
                .withColumn("site", functions.expr("if(batch = 'batch_0', 'here', 'there')"))
                .withColumn("lane", functions.expr("pmod(hash(cell_id), 2)"))
                .withColumn("some", functions.expr("if(cell_id = 'cell_7', null, 'one')"))
                .write()
                .parquet(path("sites"));
        String[] input = {"embed", "--input", path("sites"), "--overwrite"};
        CommandLineRun.of(with(input, fit("--output", path("out"), "--client", "site")))
                .succeeds();
        JsonNode clients = run("out").path("training").path("clients");
        assertThat(clients).hasSize(2);
        assertThat(clients.get(1).path("batches")).hasSize(2);
        CommandLineRun.of(with(input, fit("--output", path("out"), "--client", "lane")))
                .fails(ExitCode.BAD_DATA, "has cells of two clients by --client lane, '0' and '1'");
        CommandLineRun.of(with(input, fit("--output", path("out"), "--client", "some")))
                .fails(ExitCode.BAD_DATA, " has 1 cell without a client by --client some");
        CommandLineRun.of(with(input, fit("--output", path("out"), "--client", "nobody")))
                .fails(ExitCode.BAD_DATA, "no column 'nobody'; choose --client among the columns");
    }

    /** Of a single client too, which all cells are together. */
    @Test
    void asPublishedNoBatchHasAVector(SparkSession spark) throws IOException {
        save(spark, "counts", "'all'", "cells");
        String[] options = fit("--output", path("out"), "--output-model", path("model"), "--as-published");
        CommandLineRun.of(with(new String[] {"embed", "--input", path("cells")}, options))
                .succeeds();
        assertThat(spark.read().parquet(path("model/batches")).count()).isZero();
        assertThat(run("out").path("training").path("clients")).hasSize(1);
    }

    @Test
    void aBatchWithoutUsableCellsIsLeftOut(SparkSession spark) throws IOException {
        save(spark, "if(batch = 'batch_1', null, counts)", "batch", "cells");
        String[] line = with(new String[] {"embed", "--input", path("cells")}, fit("--output", path("out")));
        CommandLineRun.of(line).fails(ExitCode.BAD_DATA, "rows, each of which has no counts");
        CommandLineRun.of(with(line, "--on-invalid", "drop")).succeeds(" cells embedded by 100 of 400 genes");
        assertThat(run("out").path("training").path("clients")).hasSize(2);
    }

    @Test
    void roundsGoByTheCellsWhereNobodyNamesThem() throws IOException {
        embed(fit("--rounds", "0", "--local-epochs", "400", "--output", path("out")))
                .succeeds();
        assertThat(run("out").path("fromCounts").path("settings").path("rounds").asInt())
                .isEqualTo(2);
    }

    @Test
    void aClientWhoseNumbersRunAwayIsNamed() {
        embed(fit("--learning-rate", "1e6", "--rounds", "9", "--output", path("out")))
                .fails(ExitCode.FAILED, "the fit did not converge: in round ", " client 'batch_", " had a loss of ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--method umap; --method umap is not allowed: pca or scfedvi",
                "--method scfedvi --scale; --scale is not an option of --method scfedvi",
                "--method scfedvi --normalized; --normalized is not an option of --method scfedvi",
                "--hidden 64; --hidden is not an option of --method pca: leave it out, or choose --method scfedvi",
                "--client batch; --client is not an option of --method pca",
                "--method scfedvi --dropout 1; --dropout 1 is not allowed: scfedvi: the share",
                "--method scfedvi --likelihood poisson; --likelihood poisson is not allowed",
                "--method scfedvi --patience 2 --held-out 0; --held-out 0 leaves none",
                "--new-batches; --new-batches are those that a saved model does not know",
                "--model a --output-model b; give one of the two, or --new-batches",
                "--model a --rounds 3; --model brings the settings that it was fitted with: leave out --rounds"
            })
    void wrongUsageIsToldBeforeAnyWork(String options, String message) {
        embed(with(options.split(" "), "--output", path("out"))).fails(ExitCode.USAGE, message);
    }

    @Test
    void whatIsNoCountIsRefused() {
        embed(fit("--layer", "log", "--output", path("out")))
                .fails(ExitCode.BAD_DATA, "are no whole numbers", "and scfedvi needs counts");
        embed(fit("--layer", "log", "--round-counts", "--output", path("out"))).succeeds();
    }

    @Test
    void aSavedModelIsOfItsMethod() {
        embed("--genes", "50", "--output", path("out"), "--output-model", path("model"))
                .succeeds();
        embed("--method", "scfedvi", "--model", path("model"), "--output", path("again"))
                .fails(ExitCode.USAGE, "--method scfedvi is not that of --model, which is one of pca");
        embed("--model", path("model"), "--new-batches", "--batch", "batch", "--output", path("again"))
                .fails(ExitCode.USAGE, "--new-batches is of models of scfedvi, and --model is one of pca");
        embed("--method", "pca", "--model", path("model"), "--output", path("again"))
                .succeeds("as X_pca");
    }

    /** A small network for few rounds, unless other options are named. */
    private static String[] fit(String... more) {
        List<String> named = Arrays.asList(more);
        Stream<String> usual = Stream.of("--batch batch", "--genes 100", "--dimension 5", "--hidden 16")
                .flatMap(option -> Stream.of(option.split(" ")));
        Stream<String> rounds = named.contains("--rounds") ? Stream.of() : Stream.of("--rounds", "3");
        Stream<String> epochs = named.contains("--local-epochs") ? Stream.of() : Stream.of("--local-epochs", "2");
        return Stream.of(Stream.of("--method", "scfedvi"), usual, rounds, epochs, named.stream())
                .flatMap(options -> options)
                .toArray(String[]::new);
    }

    /** The cells of the fixture with a column of arrays. */
    private void save(SparkSession spark, String counts, String batch, String name) {
        counts(spark)
                .withColumn("counts", vector_to_array(functions.col("`layers/dense`"), "float64"))
                .drop("layers/dense")
                .withColumn("counts", functions.expr(counts))
                .withColumn("batch", functions.expr(batch))
                .coalesce(1)
                .write()
                .parquet(path(name));
    }

    private static Dataset<Row> counts(SparkSession spark) {
        return spark.read()
                .format("atlasprox.read.h5ad.H5adSource")
                .option("counts", "layers/dense")
                .load(COUNTS);
    }

    private List<Row> coordinates(SparkSession spark, String name) {
        return spark.read()
                .parquet(path(name))
                .orderBy("cell_id")
                .select("cell_id", "X_scfedvi")
                .collectAsList();
    }

    private JsonNode run(String name) throws IOException {
        return Json.tree(Files.readString(folder.resolve(name).resolve("_atlasprox/run.json")));
    }

    private CommandLineRun embed(String... options) {
        return CommandLineRun.of(with(new String[] {"embed", "--input", COUNTS}, options));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
