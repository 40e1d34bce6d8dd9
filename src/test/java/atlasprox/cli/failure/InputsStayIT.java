package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.files.Spellings;
import atlasprox.fuzz.Fuzzing;
import atlasprox.read.zarr.ZarrFixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/** Whatever a command reads, no spelling of a place to write makes it write there; what is no run's own is never replaced. */
class InputsStayIT {
    private static final Path H5AD = Path.of("src/test/resources/h5ad/part_a.h5ad");

    private static Path folder;
    private static Path base;
    private static Path links;
    private static Workbench bench;

    /** A command that reads one place and is told to write another, both spelled anyhow; the places overlap. */
    private interface Command {
        List<String> line(Spellings spell) throws IOException;
    }

    @BeforeContainer
    static void makeInputs() throws IOException {
        SparkSession spark = SparkExtension.open();
        folder = Files.createTempDirectory("inputs").toRealPath();
        base = Files.createDirectories(folder.resolve("base"));
        links = Files.createDirectories(folder.resolve("links"));
        bench = new Workbench(spark, base);
        bench.save("data", bench.cells());
        bench.cells().write().partitionBy("donor").parquet(bench.path("parts"));
        bench.cells().write().format("delta").save(bench.path("table"));
        bench.correct("--input", bench.path("data"), "--score", "false").succeeds();
        bench.fit("--input", bench.path("data")).succeeds();
        Files.copy(H5AD, Files.createDirectories(base.resolve("h5ad")).resolve("cells.h5ad"));
        Path stores = Files.createDirectories(base.resolve("zarr"));
        Files.move(ZarrFixtures.unpacked("anndata_0.13_v3", folder), stores.resolve("cells.zarr"));
        Files.writeString(Files.createDirectories(base.resolve("conf")).resolve("run.conf"), "batch = donor\n");
    }

    @AfterContainer
    static void deleteInputs() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    private static final List<Command> COMMANDS = List.of(
            spell -> correct(spell, "data", "data"),
            spell -> correct(spell, "data", ""),
            spell -> correct(spell, "data", "data/new"),
            spell -> correct(spell, "parts/donor=a", "parts"),
            spell -> correct(spell, "parts", "parts/donor=d"),
            spell -> correct(spell, "table", "table"),
            spell -> correct(spell, "table", "table/_delta_log"),
            spell -> correct(spell, "h5ad/cells.h5ad", "h5ad"),
            spell -> correct(spell, "h5ad", "h5ad/cells.h5ad"),
            spell -> correct(spell, "zarr/cells.zarr", "zarr"),
            spell -> correct(spell, "zarr/cells.zarr", "zarr/cells.zarr/obsm"),
            spell -> correct(spell, "zarr", "zarr/cells.zarr"),
            spell -> correct(spell, "out", "out"),
            spell -> with(correct(spell, "data", "conf"), "--conf-file", spell.ofFile(base.resolve("conf/run.conf"))),
            spell -> line("fit", spell, "--input", "data", "--model", "data"),
            spell -> line("fit", spell, "--input", "parts/donor=b", "--model", "parts"),
            spell -> line("apply", spell, "--input", "data", "--model", "model", "--output", "model"),
            spell -> line("apply", spell, "--input", "data", "--model", "model", "--output", "model/data"),
            spell -> line("apply", spell, "--input", "data", "--model", "out/_atlasprox/model", "--output", "out"),
            spell -> line(
                    "extend", spell, "--input", "data", "--model", "model", "--output-model", "model", "--output", "o"),
            spell -> line(
                    "extend", spell, "--input", "data", "--model", "model", "--output-model", "m", "--output", "data"),
            spell -> line(
                    "extend", spell, "--input", "data", "--model", "model", "--output-model", "m", "--output", "m/o"),
            spell -> files("evaluate", spell, "data", "--json", "data/scores.json"),
            spell -> files("evaluate", spell, "h5ad/cells.h5ad", "--csv", "h5ad/cells.h5ad"),
            spell -> files("evaluate", spell, "h5ad", "--report", "h5ad/cells.h5ad"),
            spell -> files("evaluate", spell, "zarr/cells.zarr", "--csv", "zarr/cells.zarr/zarr.json"),
            spell -> with(
                    files("evaluate", spell, "data", "--json", "conf/run.conf"),
                    "--conf-file",
                    spell.ofFile(base.resolve("conf/run.conf"))),
            spell -> files("inspect", spell, "data", "--json", "data/found.json"),
            spell -> List.of("rerun", spell.of(base.resolve("out")), "--output", spell.of(base.resolve("out"))),
            spell -> List.of(
                    "rerun", bench.path("out/_atlasprox/run.json"), "--output", spell.of(base.resolve("out/again"))));

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(20)
    void areNeverTouched(@ForAll long number) throws Exception {
        Random random = new Random(Fuzzing.seed(number));
        int drawn = random.nextInt(COMMANDS.size());
        Statistics.label("command").collect(drawn);
        List<String> line = COMMANDS.get(drawn).line(new Spellings(random, Files.createTempDirectory(links, "of")));
        SortedMap<String, String> before = content();
        CommandLineRun run = Fuzzing.within(() -> CommandLineRun.of(line.toArray(String[]::new)));
        assertThat(content()).as(line.toString()).isEqualTo(before);
        assertThat(run.exitCode()).as(line + ": " + run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).as(line.toString()).doesNotContain("\tat ", "Exception");
    }

    /** The folder of an output is not the input's, but a file of the input is a link into it. */
    @Example
    void filesThatLinksOfTheInputLeadToStay() throws IOException {
        bench.correct("--input", bench.path("data"), "--output", bench.path("kept 100% [a]"), "--score", "false")
                .succeeds();
        Path linked = Files.createDirectories(base.resolve("linked é to"));
        try (Stream<Path> all = Files.list(base.resolve("kept 100% [a]"))) {
            for (Path file :
                    all.filter(part -> part.toString().endsWith(".parquet")).toList()) {
                Files.createSymbolicLink(linked.resolve(file.getFileName()), file);
            }
        }
        SortedMap<String, String> before = content();
        bench.correct(
                        "--input",
                        linked.toString(),
                        "--embedding",
                        "X_pca",
                        "--output-col",
                        "Z",
                        "--output",
                        bench.path("kept 100% [a]"),
                        "--overwrite")
                .fails(ExitCode.USAGE, "of the input are one, or one lies in the other");
        assertThat(content()).isEqualTo(before);
        FileUtils.deleteDirectory(linked.toFile());
        FileUtils.deleteDirectory(base.resolve("kept 100% [a]").toFile());
    }

    private static List<String> correct(Spellings spell, String input, String output) throws IOException {
        return line("correct", spell, "--input", input, "--output", output);
    }

    private static List<String> line(String command, Spellings spell, String... places) throws IOException {
        List<String> line = new ArrayList<>(List.of(command, "--overwrite"));
        for (int i = 0; i < places.length; i += 2) {
            Path place = base.resolve(places[i + 1]);
            line.add(places[i]);
            line.add(places[i].equals("--input") ? spell.ofInput(place) : spell.of(place));
        }
        return line;
    }

    private static List<String> files(String command, Spellings spell, String input, String option, String file)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                command, "--input", spell.ofInput(base.resolve(input)), option, spell.ofFile(base.resolve(file))));
        if (command.equals("evaluate")) {
            line.add("--overwrite");
        }
        return line;
    }

    private static List<String> with(List<String> line, String... more) {
        return Stream.concat(line.stream(), Arrays.stream(more)).toList();
    }

    /** Every file by its name, with what it holds. */
    private static SortedMap<String, String> content() throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(base)) {
            for (Path path : all.toList()) {
                content.put(
                        path.toString(),
                        Files.isRegularFile(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "");
            }
        }
        return content;
    }
}
