package atlasprox.cli.counts;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.OwnJvm;
import atlasprox.cli.failure.ExitCode;
import atlasprox.sites.Offer;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** scFedVI at three sites, each a command of its own with its own counts: 240 cells, of 400 genes that one site has in another order. */
@ExtendWith(SparkExtension.class)
@Timeout(600)
class SitesCountsIT {
    private static final int GENES = 400;
    private static final List<String> SITES = List.of("north", "south", "west");
    private static final String LOSS = "heldOutLoss";
    private static final List<String> TABLES = List.of("genes", "weights", "batches");
    private static final String SETTINGS = " --method scfedvi --genes 100 --hidden 16 --dimension 5 --rounds 2"
            + " --local-epochs 2 --minibatch-size 32 --held-out 0.25";

    @TempDir
    private Path folder;

    private SparkSession spark;

    /** North and south both have a batch that they call p, of which the pooled table has two. */
    @BeforeEach
    void makeInputs(SparkSession session) {
        spark = session;
        Dataset<Row> all = spark.read()
                .format("atlasprox.read.h5ad.H5adSource")
                .option("counts", "layers/dense")
                .load("src/test/resources/counts/counts.h5ad")
                .withColumn("counts", vector_to_array(functions.col("`layers/dense`"), "float64"))
                .drop("layers/dense")
                .withColumn(
                        "site", functions.expr("element_at(array('north', 'south', 'west'), int(right(batch, 1)) + 1)"))
                .withColumn(
                        "batch",
                        functions.expr("CASE WHEN site = 'west' THEN 'r' WHEN site = 'south'"
                                + " AND pmod(hash(cell_id), 2) = 0 THEN 'q' ELSE 'p' END"))
                .withColumn("pooled", functions.expr("if(batch = 'p', concat('p@', site), batch)"));
        for (String site : SITES) {
            boolean turned = site.equals("west");
            all.filter(functions.col("site").equalTo(site))
                    .withColumn(
                            "counts",
                            functions
                                    .expr(turned ? "reverse(counts)" : "counts")
                                    .as("counts", genes(0, turned)))
                    .coalesce(1)
                    .write()
                    .parquet(path(site));
        }
    }

    private static Metadata genes(int from, boolean turned) {
        return new MetadataBuilder()
                .putStringArray(
                        "genes",
                        IntStream.range(from, GENES)
                                .mapToObj(gene -> "gene_" + (turned ? GENES - 1 - gene : gene))
                                .toArray(String[]::new))
                .build();
    }

    @Test
    void theModelAndTheCoordinatesAreThoseOfAPooledRun() throws IOException {
        Stream.concat(SITES.stream(), Stream.of("coordinator"))
                .forEach(name -> run("exchange keys --keys " + path("keys") + " --name " + name)
                        .succeeds());
        CompletableFuture<CommandLineRun> coordinator =
                start(() -> run(coordinating("model", "--sites north,south,west --keys " + path("keys"))));
        List<CompletableFuture<CommandLineRun>> sites = SITES.stream()
                .map(site -> start(() -> site.equals("south")
                        ? killedBeforeItsFirstRound(site)
                        : run(siting(site, "out-" + site, "--keys " + path("keys")))))
                .toList();
        coordinator.join().succeeds("Fitted scfedvi on 240 cells in 4 batches in 2 rounds");
        sites.forEach(site -> site.join().succeeds(" cells embedded by 100 of 400 genes", "as X_scfedvi"));
        run("embed --batch pooled --id cell_id --output " + path("out") + " --output-model " + path("pooled-model")
                        + SETTINGS
                        + String.join(
                                "",
                                SITES.stream()
                                        .map(site -> " --input " + path(site))
                                        .toList()))
                .succeeds("240 cells embedded");
        assertThat(coordinates(SITES.stream().map(site -> "out-" + site).toList()))
                .isEqualTo(coordinates(List.of("out")))
                .hasSize(240);
        for (String table : TABLES) {
            assertThat(rows("model/" + table, LOSS))
                    .isEqualTo(rows("pooled-model/" + table, LOSS))
                    .isNotEmpty();
            assertThat(rows("out-west/_atlasprox/counts-model/" + table)).isEqualTo(rows("model/" + table));
        }
        assertThat(losses("model")).isNotEmpty().allSatisfy((batch, loss) -> assertThat(losses("pooled-model"))
                .containsEntry(batch, loss));
        hidesSums();
        startedAgainASiteSaysTheSame();
    }

    /** When all have told their keys for masks, and others may have answered with these; then started again. */
    private CommandLineRun killedBeforeItsFirstRound(String site) {
        String line = siting(site, "out-" + site, "--keys " + path("keys"));
        OwnJvm.killed("round 1 of 2", List.of("-Dspark.master=local[1]"), line.split(" "))
                .ends(137);
        return run(line);
    }

    /** Sums of weights about 1 are some thousand millions in all, and numbers of 64 bits are mostly far beyond that. */
    private void hidesSums() throws IOException {
        for (String site : SITES) {
            JsonNode update = content(site).elements().next();
            assertThat(update.path("clients")).isNotEmpty().allSatisfy(client -> assertThat(
                            client.path("change").asText())
                    .isEqualTo("NaN"));
            JsonNode sums = update.path("shared").path("sums");
            assertThat(StreamSupport.stream(sums.spliterator(), false)
                            .filter(sum -> Math.abs(sum.asDouble()) > 0x1p60)
                            .count())
                    .isGreaterThan(sums.size() * 8L / 10L);
        }
    }

    /** What a site answered to the first round. */
    private JsonNode content(String site) throws IOException {
        return Json.tree(Files.readAllLines(answer(site)).get(1));
    }

    private Path answer(String site) throws IOException {
        try (Stream<Path> sent = Files.list(folder.resolve("exchange/attempt-1").resolve(site))) {
            return sent.filter(file -> file.toString().endsWith("-train.jsonl"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void startedAgainASiteSaysTheSame() throws IOException {
        Path removed = answer("south");
        byte[] before = Files.readAllBytes(removed);
        Files.delete(removed);
        run(siting("south", "out-again", "--keys " + path("keys"))).succeeds();
        assertThat(removed).hasBinaryContent(before);
        assertThat(coordinates(List.of("out-again"))).isEqualTo(coordinates(List.of("out-south")));
    }

    /**
     * North numbers two batches, of which each holds out too few cells to tell its loss apart; south's two batches are one client's, and its genes are not
     * all that north has. The fit ends by the loss of all.
     */
    @Test
    void clientsOfSeveralBatchesNumbersForNamesAndAnEarlyEndHaveThePooledBitsToo() throws IOException {
        narrowed("north", "cell_id", "'north-' || if(batch = 'p', 1, 2) AS pooled", "pooled AS owner");
        narrowed("south", "batch", "batch AS pooled", "'lab@south' AS owner");
        String settings =
                " --method scfedvi --genes 60 --gene-flavor seurat_v3 --genes-join inner --hidden 16 --dimension 5"
                        + " --rounds 40 --local-epochs 1 --minibatch-size 16 --held-out 0.2 --patience 1 --learning-rate 0.1";
        String exchange = " --wait 5 --exchange " + path("exchange");
        CompletableFuture<CommandLineRun> coordinator = start(() -> run("coordinate --sites north,south --batch batch"
                + " --min-cells 12 --model " + path("model") + settings + exchange));
        String of = " --min-cells 12 --id cell_id --input ";
        CompletableFuture<CommandLineRun> north = start(() -> run(
                "site --site north --pseudonyms --output " + path("out-north") + of + path("narrow-north") + exchange));
        String south =
                "site --site south --client lab --output " + path("out-south") + of + path("narrow-south") + exchange;
        run(south).succeeds();
        north.join().succeeds();
        CommandLineRun fitted = coordinator.join();
        fitted.succeeds(" cells in 4 batches in ");
        assertThat(fitted.out()).doesNotContain("in 40 rounds");
        run("embed --batch pooled --client owner --id cell_id --output " + path("out") + " --output-model "
                        + path("pooled-model") + " --input " + path("narrow-north") + " --input " + path("narrow-south")
                        + settings)
                .succeeds(" cells embedded by 60 of 380 genes");
        for (String table : TABLES) {
            assertThat(rows("model/" + table, LOSS))
                    .isEqualTo(rows("pooled-model/" + table, LOSS))
                    .isNotEmpty();
        }
        assertThat(coordinates(List.of("out-north", "out-south"))).isEqualTo(coordinates(List.of("out")));
        assertThat(losses("model")).containsOnlyKeys("p", "q").allSatisfy((batch, loss) -> assertThat(
                        losses("pooled-model"))
                .containsEntry(batch, loss)
                .hasSize(4));
        keepsItsNames();
        run(south.replace("out-south", "nowhere") + " --pseudonyms --dry-run " + path("dry"))
                .succeeds("south has 'south-1' (", "'south-2' (")
                .succeeds("south sent 1 census", "1 clients", "1 genes", "1 shards", "1 train", "1 votes");
        assertThat(Files.readString(folder.resolve("dry/attempt-1/south/0007-train.jsonl")))
                .contains("\"sums\"");
        assertThat(Files.readString(folder.resolve("dry/attempt-1/south/0004-clients.jsonl")))
                .contains("client-1@south")
                .doesNotContain("lab");
    }

    /** A site's cells with the genes from the twentieth on, and what its batches and clients are called in a pooled run. */
    private void narrowed(String site, String dealtBy, String pooled, String owner) {
        spark.read()
                .parquet(path(site))
                .withColumn(
                        "batch",
                        site.equals("north")
                                ? functions.expr("if(pmod(hash(" + dealtBy + "), 2) = 0, 'p', 's')")
                                : functions.col(dealtBy))
                .drop("pooled")
                .selectExpr("*", pooled, "'lab' AS lab")
                .selectExpr("*", owner)
                .withColumn(
                        "counts",
                        functions
                                .expr(site.equals("north") ? "counts" : "slice(counts, 21, 380)")
                                .as("counts", genes(site.equals("north") ? 0 : 20, false)))
                .write()
                .parquet(path("narrow-" + site));
    }

    private void keepsItsNames() throws IOException {
        try (Stream<Path> sent = Files.list(folder.resolve("exchange/attempt-1/north"))) {
            for (Path message : sent.toList()) {
                assertThat(Files.readString(message)).doesNotContain("\"p\"", "\"s\"");
            }
        }
        Map<String, String> vectors = vectors("model");
        assertThat(vectors("out-north/_atlasprox/counts-model"))
                .isEqualTo(Map.of("p", vectors.get("north-1"), "s", vectors.get("north-2")));
        assertThat(vectors("out-south/_atlasprox/counts-model")).isEqualTo(vectors);
    }

    private Map<String, String> vectors(String model) {
        Map<String, String> vectors = new TreeMap<>();
        spark.read()
                .parquet(path(model + "/batches"))
                .collectAsList()
                .forEach(row ->
                        vectors.put(row.getAs("batch"), row.getAs("vector").toString()));
        return vectors;
    }

    /** Sums are hidden at all sites or at none. */
    @Test
    void whatCannotBeIsRefused() throws IOException {
        run(coordinating("model", "--sites north --theta 2"))
                .fails(ExitCode.USAGE, "--theta is not an option of --method scfedvi");
        run(coordinating("model", "--sites north --min-cells 0"))
                .fails(ExitCode.USAGE, "--min-cells 0 is not allowed: at least 1");
        run("coordinate --embedding X --batch b --sites a --hidden 3 --model " + path("model") + " --exchange "
                        + path("exchange"))
                .fails(ExitCode.USAGE, "--hidden is not an option of --method aligned");
        offers(true);
        run(siting("north", "out-north", ""))
                .fails(ExitCode.BAD_DATA, "the coordinator has the sites hide their sums from it, which takes keys");
    }

    /** Of which the fit would tell. */
    @Test
    void aBatchOfTooFewCellsIsRefused() throws IOException {
        CompletableFuture<CommandLineRun> coordinator =
                start(() -> run(coordinating("model", "--sites north --min-cells 100")));
        run(siting("north", "out-north", ""))
                .fails(ExitCode.BAD_DATA, "batch 'p' has ", " usable cells", "fewer than 100 (--min-cells)");
        coordinator.join().fails(ExitCode.FAILED, "'north'");
    }

    /** By whose loss the fit would end. */
    @Test
    void tooFewCellsHeldOutAreRefusedWhereTheFitEndsByThem() throws IOException {
        CompletableFuture<CommandLineRun> coordinator = start(
                () -> run(coordinating("model", "--sites north --patience 1").replace("0.25", "0.05")));
        run(siting("north", "out-north", ""))
                .fails(ExitCode.BAD_DATA, "(--patience), and this site's ", "are fewer than 10 (--min-cells)");
        coordinator.join().fails(ExitCode.FAILED, "'north'");
    }

    private void offers(boolean masked) throws IOException {
        ExchangeFolder exchange = ExchangeFolder.open(spark.sparkContext().hadoopConfiguration(), path("exchange"));
        new Mailbox(exchange, new Mailbox.Attempt("run", 1, SITES), Mailbox.COORDINATOR, Signing.NONE, null)
                .send(
                        0,
                        "offer",
                        "the offer",
                        null,
                        0,
                        Content.line(
                                Offer.of(new TreeMap<>(Map.of("method", "scfedvi", "minCells", 10, "masks", masked)))));
    }

    private String coordinating(String model, String more) {
        return "coordinate --wait 5 --batch batch --exchange " + path("exchange") + " --model " + path(model) + SETTINGS
                + " " + more;
    }

    private String siting(String site, String output, String more) {
        return "site --wait 5 --id cell_id --site " + site + " --input " + path(site) + " --exchange "
                + path("exchange") + " --output " + path(output) + " " + more;
    }

    private static CommandLineRun run(String line) {
        return CommandLineRun.of(line.split(" "));
    }

    private static CompletableFuture<CommandLineRun> start(Supplier<CommandLineRun> command) {
        return CompletableFuture.supplyAsync(command, task -> new Thread(task).start());
    }

    private List<String> coordinates(List<String> outputs) {
        List<String> cells = new ArrayList<>();
        outputs.forEach(output -> cells.addAll(spark.read()
                .parquet(path(output))
                .select("cell_id", "X_scfedvi")
                .toJSON()
                .collectAsList()));
        return cells.stream().sorted().toList();
    }

    private List<String> rows(String table, String... without) {
        return spark.read().parquet(path(table)).drop(without).toJSON().collectAsList().stream()
                .sorted()
                .toList();
    }

    /** Those of batches of which they are told. */
    private Map<String, Double> losses(String model) {
        Map<String, Double> losses = new TreeMap<>();
        spark.read()
                .parquet(path(model + "/batches"))
                .filter(functions.col(LOSS).isNotNull())
                .collectAsList()
                .forEach(row -> losses.put(row.getAs("batch"), row.getAs(LOSS)));
        return losses;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
