package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
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
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs sides at once, and reads what came of them. */
record SitesBench(Workbench bench, Path folder) {
    /** A report takes as long as all else. */
    private static final String[] QUICK = {"--picture-cells", "30"};

    static final List<String> SITES = List.of("north", "south", "west");

    /** Of cells of four types, in batches that lie apart. */
    static final String EMBEDDING = "transform(sequence(0, 3), j -> float(sin(cell * (j + 1.7)) + if(type = j, 8, 0)"
            + " + hash(site, batch) % 7 / 3D * (j + 1))) AS X_pca";

    /** Each site's cells, and those of all with the batches that a pooled run has. */
    void save(Dataset<Row> all) {
        SITES.forEach(
                site -> bench.save(site, all.filter("site = '" + site + "'").drop("pooled")));
        bench.save("pooled", all.drop("batch").withColumnRenamed("pooled", "batch"));
    }

    static CompletableFuture<CommandLineRun> start(Supplier<CommandLineRun> command) {
        return CompletableFuture.supplyAsync(command, task -> new Thread(task).start());
    }

    static String[] with(String[] usual, String... more) {
        return Stream.concat(Stream.of(usual), Stream.of(more)).toArray(String[]::new);
    }

    Map<Long, List<Float>> corrected(List<String> outputs) {
        Map<Long, List<Float>> cells = new TreeMap<>();
        outputs.forEach(output -> cells.putAll(cells(output, "X_pca_corrected")));
        return cells;
    }

    Map<Long, List<Float>> cells(String table, String embedding) {
        Map<Long, List<Float>> cells = new TreeMap<>();
        bench.read(table)
                .select("cell", embedding)
                .collectAsList()
                .forEach(row -> cells.put(row.getLong(0), List.copyOf(row.<Float>getList(1))));
        return cells;
    }

    /** A site's message in the first attempt. */
    Path message(String site, String exchange) throws IOException {
        try (Stream<Path> messages =
                Files.list(folder.resolve("exchange/attempt-1").resolve(site))) {
            return messages.filter(file -> file.getFileName().toString().endsWith("-" + exchange + ".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What it holds. */
    JsonNode told(String site, String exchange) throws IOException {
        return Json.tree(Files.readAllLines(message(site, exchange)).get(1));
    }

    /** The numbers of a model's tables, bit by bit. */
    List<String> tables(String model) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> tables = Files.list(folder.resolve(model).resolve("data"))) {
            tables.sorted()
                    .forEach(table -> bench.read(folder.relativize(table).toString()).toJSON().collectAsList().stream()
                            .sorted()
                            .forEach(row -> rows.add(table.getFileName() + " " + row)));
        }
        return rows;
    }

    CommandLineRun coordinate(String model, String... settings) {
        return CommandLineRun.of(with(
                with(new String[] {"coordinate", "--wait", "5", "--sites", String.join(",", SITES)}, settings),
                "--exchange",
                bench.path("exchange"),
                "--model",
                bench.path(model)));
    }

    CommandLineRun site(String name, String output, String... more) {
        return CommandLineRun.of(with(siting(name, "--output", bench.path(output)), more));
    }

    String[] siting(String name, String... more) {
        return with(
                with(
                        new String[] {"site", "--wait", "5", "--site", name},
                        "--exchange",
                        bench.path("exchange"),
                        "--input",
                        bench.path(name)),
                with(QUICK, more));
    }

    void pooled(String input, String... settings) {
        CommandLineRun.of(with(
                        with(new String[] {"correct"}, with(settings, QUICK)),
                        "--input",
                        bench.path(input),
                        "--output",
                        bench.path("out")))
                .succeeds();
    }

    void requireSame(String model, String pooled) throws IOException {
        assertThat(tables(model))
                .isEqualTo(tables(pooled))
                .anyMatch(row -> row.startsWith("label_distances"))
                .anyMatch(row -> row.startsWith("label_components"))
                .anyMatch(row -> row.startsWith("label_errors"));
    }

    List<String> labels(String model) {
        return bench.read(model + "/data/labels").select("label").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
