package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A folder with small tables of known cells, and commands run on them with the usual options filled in. */
public final class Workbench {
    /** Two rows without a whole embedding, two that are not finite, one without a batch. */
    private static final String BROKEN = "CASE cell WHEN 1 THEN NULL"
            + " WHEN 2 THEN array(0f, NULL, 0f, 0f)"
            + " WHEN 3 THEN array(0f, float('NaN'), 0f, 0f)"
            + " WHEN 4 THEN array(0f, 0f, float('-Infinity'), 0f)"
            + " ELSE X_pca END";

    public static final long CELLS = 300;

    private final SparkSession spark;
    private final Path folder;

    public Workbench(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Cells of three donors in turn, of two types, in four dimensions; the donors' means differ. */
    public Dataset<Row> cells() {
        return cells(0, CELLS);
    }

    public Dataset<Row> cells(long from, long to) {
        return spark.range(from, to, 1, 2)
                .selectExpr(
                        "id AS cell",
                        "element_at(array('a', 'b', 'c'), int(id % 3) + 1) AS donor",
                        "if(id % 2 = 0, 'T', 'B') AS type",
                        "transform(sequence(0, 3), j -> float(sin(id * (j + 1.7)) + (id % 3) * j)) AS X_pca");
    }

    /** The usual table with one column made anew by an expression of SQL. */
    public Dataset<Row> cellsWith(String column, String expression) {
        return cells().withColumn(column, org.apache.spark.sql.functions.expr(expression));
    }

    public String path(String name) {
        return folder.resolve(name).toString();
    }

    public String save(Dataset<Row> table) {
        return save("cells", table);
    }

    public String save(String name, Dataset<Row> table) {
        table.write().parquet(path(name));
        return path(name);
    }

    /** One Parquet file without a checksum beside it, as users have them. */
    public Path saveFile(String name, Dataset<Row> table) throws IOException {
        String written = save(name + ".folder", table.coalesce(1));
        try (Stream<Path> files = Files.list(Path.of(written))) {
            Path part = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            return Files.copy(part, folder.resolve(name));
        }
    }

    /** Runs {@code correct}; options that are not given are the cells, donor as the batch, the folder out, and the quickest fit. */
    public CommandLineRun correct(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--batch", "donor");
        usual.put("--output", path("out"));
        usual.put("--method", "scbatchprox");
        usual.put("--solver", "moments");
        return run("correct", usual, arguments);
    }

    public CommandLineRun fit(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--batch", "donor");
        usual.put("--model", path("model"));
        usual.put("--method", "scbatchprox");
        usual.put("--solver", "moments");
        return run("fit", usual, arguments);
    }

    public CommandLineRun apply(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--model", path("model"));
        usual.put("--output", path("out"));
        return run("apply", usual, arguments);
    }

    public CommandLineRun annotate(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--model", path("model"));
        usual.put("--output", path("out"));
        return run("annotate", usual, arguments);
    }

    public CommandLineRun extend(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--model", path("model"));
        usual.put("--output-model", path("model2"));
        usual.put("--output", path("out"));
        return run("extend", usual, arguments);
    }

    public CommandLineRun inspect(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--batch", "donor");
        return run("inspect", usual, arguments);
    }

    public CommandLineRun evaluate(String... arguments) {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("--input", path("cells"));
        usual.put("--batch", "donor");
        usual.put("--label", "type");
        return run("evaluate", usual, arguments);
    }

    public CommandLineRun rerun(String... arguments) {
        return run("rerun", Map.of(), arguments);
    }

    private static CommandLineRun run(String command, Map<String, String> usual, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        usual.forEach((option, value) -> {
            if (!Arrays.asList(arguments).contains(option)) {
                line.addAll(List.of(option, value));
            }
        });
        line.addAll(Arrays.asList(arguments));
        return CommandLineRun.of(line.toArray(String[]::new));
    }

    public Dataset<Row> read(String name) {
        return spark.read().parquet(path(name));
    }

    public Dataset<Row> output() {
        return read("out");
    }

    /** The output's columns in the order of the cells, so that two outputs can be compared. */
    public List<Row> output(String... columns) {
        return ordered(output(), columns);
    }

    public static List<Row> ordered(Dataset<Row> table, String... columns) {
        return table.orderBy("cell").selectExpr(columns).collectAsList();
    }

    public JsonNode summary() {
        return Json.tree(text("out/_atlasprox/run.json"));
    }

    public JsonNode counts() {
        return summary().path("counts");
    }

    /** The batches that the run fitted, by name. */
    public List<String> batches() {
        return summary().path("fit").path("batches").findValuesAsText("batch");
    }

    public void requireCounts(long read, long corrected, long unchanged, long dropped, long written) {
        JsonNode counts = counts();
        assertThat(List.of(
                        counts.path("read").asLong(),
                        counts.path("corrected").asLong(),
                        counts.path("unchanged").asLong(),
                        counts.path("dropped").asLong(),
                        counts.path("written").asLong()))
                .containsExactly(read, corrected, unchanged, dropped, written);
        assertThat(output().count()).isEqualTo(written);
    }

    /** Cells with rows among them that are none. */
    public Dataset<Row> broken() {
        return cellsWith("X_pca", BROKEN).withColumn("donor", functions.expr("IF(cell = 5, NULL, donor)"));
    }

    public String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void requireNoOutput() {
        assertThat(names()).noneMatch(name -> name.startsWith("out")).noneMatch(name -> name.startsWith("model"));
    }

    public void requireNothingUnfinished() {
        assertThat(names())
                .noneMatch(name -> name.contains(".incomplete-"))
                .noneMatch(name -> name.contains(".replaced-"));
    }

    public List<String> names() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
