package atlasprox.cli.command;

import static atlasprox.cli.command.SitesBench.SITES;
import static atlasprox.cli.command.SitesBench.start;
import static atlasprox.cli.command.SitesBench.with;
import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.sites.Offer;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three sites and a coordinator, each a command of its own with its own input. */
@ExtendWith(SparkExtension.class)
@Timeout(600)
class SitesIT {
    private static final String[] SETTINGS = {
        "--embedding", "X_pca", "--batch", "batch", "--min-cells", "10", "--max-fit-cells", "900", "--start", "auto"
    };
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");

    @TempDir
    private Path folder;

    private Workbench bench;
    private SitesBench outcome;
    private Dataset<Row> all;

    /**
     * Batches of very different size, several at a site; north and south both have one that they call p, of which the pooled table has two, and
     * west has one of four cells, of which nothing is told but that there are four.
     */
    @BeforeEach
    void makeInputs(SparkSession spark) {
        bench = new Workbench(spark, folder);
        outcome = new SitesBench(bench, folder);
        all = spark.range(0, 1_400, 1, 3)
                .selectExpr(
                        "id AS cell",
                        "CASE WHEN id < 700 THEN 'north' WHEN id < 1000 THEN 'south' ELSE 'west' END AS site",
                        "CASE WHEN id < 650 THEN 'a' WHEN id < 700 THEN 'p' WHEN id < 800 THEN 'p' WHEN id < 1000 THEN 'b'"
                                + " WHEN id < 1004 THEN 'few' ELSE 'c' END AS batch",
                        "id % 4 AS type")
                .selectExpr(
                        "cell",
                        "site",
                        "batch",
                        "if(batch = 'p', concat('p@', site), batch) AS pooled",
                        SitesBench.EMBEDDING);
        outcome.save(all);
    }

    @Test
    void theModelAndTheCellsAreThoseOfAPooledRun() throws IOException {
        CompletableFuture<CommandLineRun> north = start(() -> site("north")); // Before there is a coordinator.
        CompletableFuture<CommandLineRun> coordinator = start(this::coordinate);
        List<CompletableFuture<CommandLineRun>> others = List.of(start(() -> site("south")), start(() -> site("west")));
        coordinator.join().succeeds("model");
        north.join().succeeds("Corrected 700 of 700 cells in 6 batches by aligned");
        others.forEach(other -> other.join().succeeds("Corrected"));
        CommandLineRun.of(with(
                        with(new String[] {"correct"}, SETTINGS),
                        "--input",
                        bench.path("pooled"),
                        "--output",
                        bench.path("out")))
                .succeeds();
        assertThat(outcome.corrected(SITES.stream().map(site -> "out-" + site).toList()))
                .isEqualTo(outcome.corrected(List.of("out")))
                .hasSize(1_400)
                .isNotEqualTo(outcome.cells("pooled", "X_pca"));
        assertThat(outcome.tables("model"))
                .isEqualTo(outcome.tables("out/_atlasprox/model"))
                .isNotEmpty();
        showsWhatWasSent();
        holdsNoCell();
        startedAgainItSaysTheSame();
    }

    private void showsWhatWasSent() throws IOException {
        try (Stream<Path> asked = Files.list(folder.resolve("exchange/attempt-1/coordinator"))) {
            assertThat(asked.map(message -> message.getFileName().toString().replaceAll("\\d{4}-|\\.jsonl", "")))
                    .contains("census", "centroids", "move", "groups", "nearest", "kinds", "effects", "sums", "model");
        }
        CommandLineRun.of("exchange", "show", bench.path("exchange"))
                .succeeds(
                        "sites north, south, west",
                        "north has 'a' (650 cells), 'p' (50 cells)",
                        "every number rests on at least 10 cells");
        CommandLineRun.of(siting("south", "--output", bench.path("nowhere"), "--dry-run", bench.path("dry")))
                .succeeds("south has 'b' (200 cells), 'p' (100 cells)", "effects", "sums");
        assertThat(folder.resolve("nowhere")).doesNotExist();
        assertThat(folder.resolve("dry/attempt-1/south/0001-census.jsonl")).exists();
    }

    /** No message has two numbers in a row that are two coordinates of a cell, as they are in the table or about the centre. */
    private void holdsNoCell() throws IOException {
        List<double[]> cells = new ArrayList<>();
        all.select("X_pca")
                .collectAsList()
                .forEach(row -> cells.add(row.<Float>getList(0).stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray()));
        Map<Long, Double> next = new TreeMap<>();
        cells.forEach(cell -> next.put(Math.round(1e4 * cell[0]), cell[1]));
        for (String site : SITES) {
            try (Stream<Path> messages =
                    Files.list(folder.resolve("exchange/attempt-1").resolve(site))) {
                for (Path message : messages.toList()) {
                    double[] numbers = NUMBER.matcher(Files.readString(message))
                            .results()
                            .map(MatchResult::group)
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    for (int i = 0; i + 1 < numbers.length; i++) {
                        Double second = next.get(Math.round(1e4 * numbers[i]));
                        assertThat(second != null && Math.abs(second - numbers[i + 1]) < 1e-4)
                                .as("%s has a cell", message)
                                .isFalse();
                    }
                }
            }
        }
    }

    /** As after a coordinator and a site were killed at the end: both find all that was said. */
    private void startedAgainItSaysTheSame() throws IOException {
        Path removed;
        try (Stream<Path> sent = Files.list(folder.resolve("exchange/attempt-1/south"))) {
            removed = sent.sorted().skip(5).findFirst().orElseThrow();
        }
        byte[] before = Files.readAllBytes(removed);
        Files.delete(removed);
        CompletableFuture<CommandLineRun> coordinator =
                start(() -> CommandLineRun.of(with(coordinating(), "--model", bench.path("model-2"))));
        CommandLineRun.of(siting("south", "--output", bench.path("out-again"))).succeeds();
        coordinator.join().succeeds();
        assertThat(removed).hasBinaryContent(before);
        assertThat(outcome.tables("model-2")).isEqualTo(outcome.tables("model"));
        assertThat(outcome.corrected(List.of("out-again"))).isEqualTo(outcome.corrected(List.of("out-south")));
    }

    /** Signed, and one site numbers its batches: the pooled table has the numbers for names. */
    @Test
    void soAreThoseOfThePublishedMethod() throws IOException {
        bench.save(
                "two",
                all.filter("site != 'west'")
                        .withColumn(
                                "batch",
                                functions.expr("if(site = 'north', if(batch = 'a', 'north-1', 'north-2'), batch)")));
        List.of("coordinator", "north", "south")
                .forEach(name -> CommandLineRun.of("exchange", "keys", "--keys", bench.path("keys"), "--name", name)
                        .succeeds("Made the keys of " + name));
        String[] keys = {"--keys", bench.path("keys")};
        String[] settings = {
            "--embedding", "X_pca", "--batch", "batch", "--method", "scbatchprox", "--rounds", "2", "--min-cells", "10"
        };
        CompletableFuture<CommandLineRun> north = start(() ->
                CommandLineRun.of(with(siting("north", keys), "--pseudonyms", "--output", bench.path("out-north"))));
        CompletableFuture<CommandLineRun> south =
                start(() -> CommandLineRun.of(with(siting("south", keys), "--output", bench.path("out-south"))));
        CommandLineRun.of(with(
                        with(new String[] {"coordinate", "--sites", "south,north"}, settings),
                        with(keys, "--exchange", bench.path("exchange"), "--model", bench.path("model"))))
                .succeeds();
        north.join().succeeds("Corrected 700 of 700 cells");
        south.join().succeeds("Corrected 300 of 300 cells");
        CommandLineRun.of(with(
                        with(new String[] {"correct"}, settings),
                        "--input",
                        bench.path("two"),
                        "--output",
                        bench.path("out")))
                .succeeds();
        assertThat(outcome.corrected(List.of("out-north", "out-south")))
                .isEqualTo(outcome.corrected(List.of("out")))
                .hasSize(1_000);
        assertThat(outcome.tables("model"))
                .isEqualTo(outcome.tables("out/_atlasprox/model"))
                .isNotEmpty();
        CommandLineRun.of(with(new String[] {"exchange", "show", bench.path("exchange")}, keys))
                .succeeds(
                        "north has 'north-1' (650 cells), 'north-2' (50 cells)",
                        "signed by the keys of those who sent them");
    }

    /** Clients are parts of batches by labels and values, of a batch of two columns, all of which leave the sites by name. */
    @Test
    void guidedAndOverSeveralBatchColumnsTheBitsAreThoseOfAPooledRun() throws IOException {
        Dataset<Row> wider = all.filter("batch != 'few'")
                .withColumn("kit", functions.expr("if(batch = 'a' and cell % 2 = 0, 'old', 'new')"))
                .withColumn("label", functions.expr("concat('type ', cell % 4)"))
                .withColumn("treated", functions.expr("if(cell % 3 = 0, 'yes', 'no')"));
        SITES.forEach(site ->
                bench.save("wide-" + site, wider.filter("site = '" + site + "'").drop("pooled")));
        bench.save("wide", wider.drop("pooled"));
        String[] settings = {
            "--embedding",
            "X_pca",
            "--batch",
            "site,kit",
            "--guide",
            "label",
            "--preserve",
            "treated",
            "--min-cells",
            "10",
            "--rounds",
            "3"
        };
        CompletableFuture<CommandLineRun> coordinator = start(() -> CommandLineRun.of(with(
                with(new String[] {"coordinate", "--sites", String.join(",", SITES)}, settings),
                "--wait",
                "5",
                "--exchange",
                bench.path("exchange"),
                "--model",
                bench.path("model"))));
        List<CompletableFuture<CommandLineRun>> sites = SITES.stream()
                .map(site -> start(() -> CommandLineRun.of(
                        "site",
                        "--site",
                        site,
                        "--wait",
                        "5",
                        "--exchange",
                        bench.path("exchange"),
                        "--input",
                        bench.path("wide-" + site),
                        "--guide",
                        "label",
                        "--preserve",
                        "treated",
                        "--output",
                        bench.path("out-" + site))))
                .toList();
        coordinator.join().succeeds("model");
        sites.forEach(site -> site.join().succeeds("Corrected"));
        CommandLineRun.of(with(
                        with(new String[] {"correct"}, settings),
                        "--input",
                        bench.path("wide"),
                        "--output",
                        bench.path("out")))
                .succeeds();
        assertThat(outcome.corrected(SITES.stream().map(site -> "out-" + site).toList()))
                .isEqualTo(outcome.corrected(List.of("out")))
                .hasSize(1_396);
        assertThat(outcome.tables("model"))
                .isEqualTo(outcome.tables("out/_atlasprox/model"))
                .isNotEmpty();
    }

    @Test
    void aSiteTellsNothingToWhoeverAsksForLess(SparkSession spark) throws IOException {
        ExchangeFolder exchange =
                ExchangeFolder.open(spark.sparkContext().hadoopConfiguration(), bench.path("exchange"));
        new Mailbox(exchange, new Mailbox.Attempt("run", 1, SITES), Mailbox.COORDINATOR, Signing.NONE, null)
                .send(0, "offer", "the offer", null, 0, Content.line(Offer.of(new TreeMap<>(Map.of("minCells", 3)))));
        CommandLineRun.of(siting("north", "--output", bench.path("out-north")))
                .fails(ExitCode.BAD_DATA, "over 3 cells or more, and this site tells of 10 or more (--min-cells)");
        CommandLineRun.of(siting("east", "--output", bench.path("out-north")))
                .fails(
                        ExitCode.BAD_DATA,
                        "the coordinator's sites are [north, south, west], and 'east' is none of them");
        new Mailbox(exchange, new Mailbox.Attempt("run", 2, SITES), Mailbox.COORDINATOR, Signing.NONE, null)
                .send(
                        0,
                        "offer",
                        "the offer",
                        null,
                        0,
                        Content.line(Offer.of(new TreeMap<>(Map.of("minCells", 10, "guideCol", "type")))));
        CommandLineRun.of(siting("north", "--output", bench.path("out-north")))
                .fails(
                        ExitCode.BAD_DATA,
                        "the coordinator asks for --guide type",
                        "start it with --guide type as well");
        CommandLineRun.of(siting("north", "--guide", "cell", "--output", bench.path("out-north")))
                .fails(ExitCode.BAD_DATA, "the coordinator asks for --guide type");
        for (String attempt : List.of("attempt-1", "attempt-2")) {
            assertThat(exchange.list(attempt)).containsExactly("coordinator", "north");
            assertThat(exchange.list(attempt + "/north")).containsExactly("0000-failed.jsonl");
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        CommandLineRun.of(with(coordinating(), "--model", bench.path("model"), "--without", "east"))
                .fails(ExitCode.USAGE, "--without east is none of --sites");
        CommandLineRun.of(with(
                        new String[] {"coordinate", "--sites", "North,north"},
                        with(SETTINGS, "--exchange", bench.path("exchange"), "--model", bench.path("model"))))
                .fails(ExitCode.USAGE, "differ in small and large letters alone");
        CommandLineRun.of(with(siting("Model"), "--output", bench.path("out")))
                .fails(ExitCode.USAGE, "--site Model is not allowed");
        CommandLineRun.of("exchange", "show", bench.path("nothing")).fails(ExitCode.USAGE, "there is no folder");
        CommandLineRun.of("exchange", "show", folder.toString())
                .fails(ExitCode.BAD_DATA, "no coordinator has begun in");
        CommandLineRun.of("exchange", "keys", "--keys", bench.path("keys"), "--name", "a b")
                .fails(ExitCode.USAGE, "--name a b is not allowed");
    }

    private CommandLineRun coordinate() {
        return CommandLineRun.of(with(coordinating(), "--model", bench.path("model")));
    }

    private String[] coordinating() {
        return with(
                with(new String[] {"coordinate"}, SETTINGS),
                "--wait",
                "5",
                "--exchange",
                bench.path("exchange"),
                "--sites",
                String.join(",", SITES));
    }

    private CommandLineRun site(String name) {
        return CommandLineRun.of(siting(name, "--output", bench.path("out-" + name)));
    }

    private String[] siting(String name, String... more) {
        return with(
                new String[] {
                    "site",
                    "--site",
                    name,
                    "--wait",
                    "5",
                    "--exchange",
                    bench.path("exchange"),
                    "--input",
                    bench.path(name.equals("east") ? "west" : name)
                },
                more);
    }
}
