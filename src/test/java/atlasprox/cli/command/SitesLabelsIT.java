package atlasprox.cli.command;

import static atlasprox.cli.command.SitesBench.SITES;
import static atlasprox.cli.command.SitesBench.start;
import static atlasprox.cli.command.SitesBench.with;
import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.labels.learn.LabelExchanges;
import atlasprox.labels.learn.LabelFolds;
import atlasprox.sites.Offer;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Header;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels told by a model whose labelled cells are at several sites. */
@ExtendWith(SparkExtension.class)
@Timeout(600)
class SitesLabelsIT {
    private static final String LABELS = "cell_type,lineage";

    @TempDir
    private Path folder;

    private Workbench bench;
    private SitesBench outcome;

    /** Cells of four types, some without a label, a few rare in every batch; west has no labels, and a batch of the name of one of south's. */
    @BeforeEach
    void makeInputs(SparkSession spark) {
        bench = new Workbench(spark, folder);
        outcome = new SitesBench(bench, folder);
        Dataset<Row> all = spark.range(0, 1_200, 1, 3)
                .selectExpr(
                        "id AS cell",
                        "CASE WHEN id < 600 THEN 'north' WHEN id < 1000 THEN 'south' ELSE 'west' END AS site",
                        "CASE WHEN id < 300 THEN 'a' WHEN id < 600 THEN 'p' WHEN id < 800 THEN 'b' WHEN id < 1100 THEN 'p'"
                                + " ELSE 'c' END AS batch",
                        "id % 4 AS type")
                .selectExpr(
                        "cell",
                        "site",
                        "batch",
                        "if(batch = 'p', concat('p@', site), batch) AS pooled",
                        "CASE WHEN site = 'west' THEN if(cell % 5 = 0, 'unassigned', NULL) WHEN cell % 97 = 0 THEN 'rare'"
                                + " WHEN cell % 50 = 7 THEN 'unassigned' WHEN cell % 11 = 3 THEN NULL"
                                + " ELSE concat('type ', type) END AS cell_type",
                        "CASE WHEN site = 'west' OR cell % 13 = 5 THEN NULL WHEN type < 2 THEN 'few' ELSE 'many' END AS lineage",
                        "if(batch = 'b', concat('type ', type), NULL) AS of_one",
                        "if(cell % 3 = 0, 'yes', 'no') AS treated",
                        SitesBench.EMBEDDING);
        outcome.save(all);
    }

    @Test
    void nothingOfFewCellsLeavesAndTheModelTellsWhatThatOfAPooledRunTells() throws IOException {
        String[] settings = {
            "--embedding", "X_pca", "--batch", "batch", "--min-cells", "10", "--rounds", "2", "--label", LABELS
        };
        List<CompletableFuture<CommandLineRun>> sites = SITES.stream()
                .map(site -> start(() -> outcome.site(site, "out-" + site, "--label", LABELS)))
                .toList();
        outcome.coordinate("model", settings).succeeds("model");
        sites.forEach(site -> site.join().succeeds("Corrected"));
        outcome.pooled("pooled", settings);
        outcome.requireSame("model", "out/_atlasprox/model");
        assertThat(outcome.labels("model")).contains("type 0", "few").doesNotContain("rare", "unassigned");
        restsOnEnoughCells(11);
        saysWhatIsLeftOut();
        annotatesAlike();
        CommandLineRun.of("exchange", "show", bench.path("exchange"))
                .succeeds("south sent", "1 distances", "1 labelled", "1 labels");
        startedAgainItSaysTheSame(settings);
        CommandLineRun.of(outcome.siting(
                        "north", "--label", LABELS, "--output", bench.path("nowhere"), "--dry-run", bench.path("dry")))
                .succeeds("1 distances", "1 labelled", "1 labels", "nothing is learned here of 'rare' (7 cells)");
        withOtherLabelsItDoesNotStartAgain();
        anotherDealingIsNotAnswered();
    }

    private void restsOnEnoughCells(int leastGroups) throws IOException {
        int groups = 0;
        for (String site : SITES) {
            try (Stream<Path> messages =
                    Files.list(folder.resolve("exchange/attempt-1").resolve(site))) {
                for (Path message : messages.toList()) {
                    assertThat(Files.readString(message)).doesNotContain("rare", "unassigned");
                }
            }
            for (JsonNode column : told(site, "labels")) {
                for (JsonNode part : column.get("parts")) {
                    List<JsonNode> cells = part.get("groups").findValues("cells");
                    groups += cells.size();
                    assertThat(cells).allMatch(of -> of.asLong() >= 10);
                    assertThat(cells).isNotEmpty();
                }
            }
            for (JsonNode column : told(site, "distances")) {
                column.get("distances").forEach(label -> label.get("counts")
                        .forEach(cells -> assertThat(cells.asLong()).isGreaterThanOrEqualTo(10)));
                assertThat(column.get("held").asLong()).matches(held -> held == 0 || held >= 10);
            }
        }
        assertThat(groups).isGreaterThanOrEqualTo(leastGroups);
        assertThat(told("west", "labels"))
                .allMatch(column -> column.get("parts").isEmpty());
    }

    /** The answer of a site, by columns. */
    private List<JsonNode> told(String site, String exchange) throws IOException {
        List<JsonNode> columns = new ArrayList<>();
        outcome.told(site, exchange).forEach(client -> client.forEach(columns::add));
        assertThat(columns).hasSize(2);
        return columns;
    }

    private void saysWhatIsLeftOut() throws IOException {
        String ofSouth = Files.readString(folder.resolve("out-south/_atlasprox/run.json"));
        assertThat(ofSouth)
                .contains("labelled in 'cell_type' teach the model nothing")
                .contains("nothing is learned here of 'rare' (4 cells)")
                .contains("8 cells labelled 'unassigned' in 'cell_type'");
        assertThat(Files.readString(folder.resolve("out/_atlasprox/run.json")))
                .contains("nothing is learned here of 'rare' (11 cells)");
        assertThat(Files.readString(folder.resolve("out-west/_atlasprox/run.json")))
                .doesNotContain("teach the model nothing");
    }

    private void annotatesAlike() {
        CommandLineRun.of(annotating("out-south/_atlasprox/model", "south", "told-south"))
                .succeeds();
        bench.save("pooled-south", bench.read("pooled").filter("site = 'south'"));
        CommandLineRun.of(annotating("out/_atlasprox/model", "pooled-south", "told"))
                .succeeds();
        assertThat(annotated("told-south")).isEqualTo(annotated("told")).hasSize(400);
    }

    private String[] annotating(String model, String input, String output) {
        return new String[] {
            "annotate",
            "--model",
            bench.path(model),
            "--input",
            bench.path(input),
            "--batch",
            "batch",
            "--embedding",
            "X_pca",
            "--picture-cells",
            "30",
            "--output",
            bench.path(output)
        };
    }

    private List<Row> annotated(String table) {
        return Workbench.ordered(
                bench.read(table),
                "cell",
                "X_pca_corrected",
                "cell_type_predicted",
                "cell_type_confidence",
                "cell_type_novelty",
                "lineage_predicted",
                "lineage_confidence",
                "lineage_novelty");
    }

    /** As after a coordinator and a site were killed while labels were summed. */
    private void startedAgainItSaysTheSame(String... settings) throws IOException {
        Path removed = outcome.message("south", "labels");
        byte[] before = Files.readAllBytes(removed);
        Files.delete(removed);
        CompletableFuture<CommandLineRun> coordinator = start(() -> outcome.coordinate("model-2", settings));
        outcome.site("south", "out-again", "--label", LABELS).succeeds();
        coordinator.join().succeeds();
        assertThat(removed).hasBinaryContent(before);
        assertThat(outcome.tables("model-2")).isEqualTo(outcome.tables("model"));
        assertThat(Files.readString(folder.resolve("out-again/_atlasprox/run.json")))
                .contains("nothing is learned here of 'rare' (4 cells)");
    }

    private void withOtherLabelsItDoesNotStartAgain() {
        bench.save(
                "relabelled",
                bench.read("south").withColumn("lineage", functions.expr("if(cell < 650, 'few', lineage)")));
        String[] again = outcome.siting("south", "--label", LABELS, "--output", bench.path("nowhere"));
        again[List.of(again).indexOf("--input") + 1] = bench.path("relabelled");
        CommandLineRun.of(again)
                .fails(ExitCode.BAD_DATA, "this site's labels are not those that it has told of before in this run");
    }

    /** Which would group the cells otherwise; by what was answered before the site was started again, too. */
    private void anotherDealingIsNotAnswered() throws IOException {
        Path model = outcome.message("coordinator", "model");
        Files.delete(model);
        LabelFolds byCell = new LabelFolds(new TreeMap<>(), 2);
        ExchangeFolder exchange = ExchangeFolder.open(new Configuration(), bench.path("exchange"));
        Header first = Mailbox.first(exchange, 1, Signing.NONE).header();
        int number = Integer.parseInt(model.getFileName().toString().substring(0, 4));
        new Mailbox(
                        exchange,
                        new Mailbox.Attempt(first.run(), 1, first.sites()),
                        Mailbox.COORDINATOR,
                        Signing.NONE,
                        null)
                .send(
                        number,
                        "labels",
                        "summing labelled cells",
                        null,
                        0,
                        Content.line(new LabelExchanges.Dealing(List.of(byCell, byCell))));
        CommandLineRun.of(outcome.siting("south", "--label", LABELS, "--output", bench.path("nowhere")))
                .fails(
                        ExitCode.BAD_DATA,
                        "sums of labelled cells by another dealing are asked for a second time in this fit",
                        "fewer than 10 cells (--min-cells)");
        assertThat(folder.resolve("exchange/attempt-1/south/%04d-labels.jsonl".formatted(number)))
                .doesNotExist();
    }

    /** Of the only labelled batch the cells are dealt one by one; one site numbers its batches. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void labelsOfOneBatchAreToldByThePublishedMethodToo(int minCells) throws IOException {
        String[] settings = {
            "--embedding",
            "X_pca",
            "--batch",
            "batch",
            "--method",
            "scbatchprox",
            "--rounds",
            "2",
            "--min-cells",
            "" + minCells,
            "--label",
            "of_one,cell_type"
        };
        String[] least = {"--min-cells", "" + minCells, "--label", "of_one,cell_type"};
        List<CompletableFuture<CommandLineRun>> sites = List.of(
                start(() -> outcome.site("north", "out-north", with(least, "--pseudonyms"))),
                start(() -> outcome.site("south", "out-south", least)),
                start(() -> outcome.site("west", "out-west", least)));
        outcome.coordinate("model", settings).succeeds();
        sites.forEach(site -> site.join().succeeds("Corrected"));
        bench.save(
                "numbered",
                bench.read("pooled")
                        .withColumn(
                                "batch",
                                functions.expr(
                                        "CASE WHEN batch = 'a' THEN 'north-1' WHEN batch = 'p@north' THEN 'north-2'"
                                                + " ELSE batch END")));
        outcome.pooled("numbered", settings);
        outcome.requireSame("model", "out/_atlasprox/model");
        assertThat(outcome.labels("model")).contains("type 0");
        assertThat(outcome.labels("model").contains("rare")).isEqualTo(minCells == 1);
        if (minCells > 1) {
            restsOnEnoughCells(11);
            leavesEnoughCellsOfTheBatchThatAllHaveALabelOf();
        }
    }

    /** All of whose cells are summed in the census, so that what is told of them tells of the others. */
    private void leavesEnoughCellsOfTheBatchThatAllHaveALabelOf() throws IOException {
        long rest = 0L;
        for (JsonNode client : outcome.told("south", "census").get("clients")) {
            rest += client.get("name").asText().equals("b")
                    ? client.get("cells").asLong()
                    : 0L;
        }
        assertThat(rest).isEqualTo(200);
        for (JsonNode cells : told("south", "labels").get(0).get("parts").findValues("cells")) {
            rest -= cells.asLong();
        }
        assertThat(rest).isLessThan(200).matches(cells -> cells == 0 || cells >= 10);
    }

    /** Clients are parts of batches by the same labels; those of one column are in one batch alone, and small groups are left out of it. */
    @Test
    void guidedByTheSameLabelsToo() throws IOException {
        String[] columns = {"--guide", "lineage", "--preserve", "treated", "--label", "lineage,of_one"};
        String[] settings = with(
                new String[] {"--embedding", "X_pca", "--batch", "batch", "--min-cells", "10", "--rounds", "2"},
                columns);
        List<CompletableFuture<CommandLineRun>> sites = SITES.stream()
                .map(site -> start(() -> outcome.site(site, "out-" + site, columns)))
                .toList();
        outcome.coordinate("model", settings).succeeds();
        sites.forEach(site -> site.join().succeeds("Corrected"));
        outcome.pooled("pooled", settings);
        outcome.requireSame("model", "out/_atlasprox/model");
        assertThat(outcome.labels("model")).contains("few", "type 0");
        restsOnEnoughCells(6);
    }

    @Test
    void labelsOfWhichASiteHasNotSaidSoDoNotLeaveIt(SparkSession spark) throws IOException {
        ExchangeFolder exchange =
                ExchangeFolder.open(spark.sparkContext().hadoopConfiguration(), bench.path("exchange"));
        new Mailbox(exchange, new Mailbox.Attempt("run", 1, SITES), Mailbox.COORDINATOR, Signing.NONE, null)
                .send(
                        0,
                        "offer",
                        "the offer",
                        null,
                        0,
                        Content.line(Offer.of(
                                new TreeMap<>(
                                        Map.of("minCells", 10, "embeddingCol", "X_pca", "batchCol", List.of("batch"))),
                                List.of("cell_type", "X_pca"))));
        outcome.site("north", "nowhere", "--label", "cell_type")
                .fails(ExitCode.BAD_DATA, "the coordinator asks for --label cell_type,X_pca", "start it with --label");
        outcome.site("south", "nowhere", "--label", "cell_type,X_pca")
                .fails(ExitCode.BAD_DATA, "column 'X_pca' is of type array<float>", "choose another --label");
        outcome.site("west", "nowhere", "--label", "cell_type,kind").fails(ExitCode.BAD_DATA, "'kind'");
        assertThat(exchange.list("attempt-1/north")).containsExactly("0000-failed.jsonl");
        outcome.coordinate("model", "--method", "scfedvi", "--label", "cell_type")
                .fails(ExitCode.USAGE, "--label is not an option of --method scfedvi");
        outcome.coordinate("model", "--method", "scfedvi", "--label-head", "false")
                .fails(ExitCode.USAGE, "--label-head is not an option of --method scfedvi");
        outcome.coordinate(
                        "model", "--embedding", "X_pca", "--batch", "batch", "--label", "cell_type,lineage,cell_type")
                .fails(ExitCode.USAGE, "--label cell_type,lineage,cell_type names a column twice");
        outcome.coordinate("model", "--embedding", "X_pca", "--batch", "batch", "--label", ",cell_type")
                .fails(ExitCode.USAGE, "--label ,cell_type names a column without a name");
    }

    /** Asked for, but left out: a site need not name the column. */
    @Test
    void aModelNeedNotTellLabels() throws IOException {
        List<CompletableFuture<CommandLineRun>> sites = SITES.stream()
                .map(site -> start(() -> outcome.site(site, "out-" + site)))
                .toList();
        outcome.coordinate(
                        "model",
                        "--embedding",
                        "X_pca",
                        "--batch",
                        "batch",
                        "--method",
                        "scbatchprox",
                        "--rounds",
                        "1",
                        "--label",
                        "cell_type",
                        "--label-head",
                        "false")
                .succeeds();
        sites.forEach(site -> site.join().succeeds("Corrected"));
        assertThat(outcome.tables("model")).isNotEmpty().noneMatch(row -> row.startsWith("labels"));
    }
}
