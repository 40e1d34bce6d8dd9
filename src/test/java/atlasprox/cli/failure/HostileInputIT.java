package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.read.CellSources;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, files and names that nobody would choose: read for what they are, or refused in words that tell what to do. */
@ExtendWith(SparkExtension.class)
class HostileInputIT {
    private static final Path H5AD = Path.of("src", "test", "resources", "h5ad");

    private static final Path PARQUET = Path.of("src", "test", "resources", "parquet");

    /** Names of batches, each of which does harm somewhere if it is taken for anything but a text. */
    private static final List<String> NAMES = List.of(
            "a\nb\r\tc",
            "<script>document.title = 'taken'</script>",
            "\"double\" 'single' `back` \\ $1 ${x} %s %n",
            "🧬 \u202Enoitcerid\u202C \u2028",
            "\u001B[2J\u001B]0;taken\u0007",
            "long".repeat(2500),
            "",
            "a|b,c=d:e");

    @TempDir
    private Path folder;

    private SparkSession spark;
    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession session) {
        spark = session;
        bench = new Workbench(spark, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zürich 細胞 🧬 a'b\"c", "x[1]{1,2}*?", "d/../e%20#f=3"})
    void pathsStandForThemselves(String name) throws IOException {
        Path parquet = bench.saveFile("cells.parquet", bench.cells());
        Path place = folder.resolve("places").resolve(name);
        Files.createDirectories(folder.resolve("places/d"));
        Files.createDirectories(place);
        // A pattern would find these as well.
        Files.createDirectories(folder.resolve("places/x11b"));
        Files.copy(parquet, folder.resolve("places/x11b/cells.parquet"));
        Files.copy(parquet, place.resolve("cells.parquet"));
        bench.correct("--input", place + "/cells.parquet", "--output", place + "/out", "--overwrite")
                .succeeds("Corrected 300 of 300 cells");
        assertThat(place.resolve("out/_atlasprox/run.json")).exists();
        assertThat(bench.inspect("--input", place.resolve("out").toString(), "--embedding", "X_pca_corrected")
                        .succeeds()
                        .out())
                .contains("300 usable of 300 rows");
        Path h5ad = Files.copy(H5AD.resolve("part_a.h5ad"), place.resolve("cells.h5ad"));
        bench.inspect("--input", h5ad.toString()).succeeds("8 usable of 8 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b.parquet", "", "foo://bar/x", "[", "hdfs://no-such-host.invalid:1/x", "s3a://none/x"})
    void refusesAnInputThatIsNoPath(String input) {
        bench.inspect("--input", input).fails(ExitCode.BAD_DATA, "cannot read '" + input + "'", "--input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "", "foo://bar/x", "nul\0l", "s3a://none/x"})
    void refusesAnOutputThatIsNoPath(String output) {
        bench.save(bench.cells());
        bench.correct("--output", output).fails(ExitCode.USAGE, "--output", "is no path that can be used here");
        bench.fit("--model", output).fails(ExitCode.USAGE, "--model", "is no path that can be used here");
    }

    @Test
    void refusesAFileOfResultsThatIsNoPath() {
        bench.inspect("--json", "nul\0l").fails(ExitCode.USAGE, "'nul\\u0000l' is no name of a file", "--json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "X_pca; transform(X_pca, x -> double(x)); array<float>; array<double>",
                "donor; int(cell % 3); string; int",
                "cell; string(cell); bigint; string"
            })
    void namesTheColumnWhoseTypeDiffersBetweenFiles(String column, String expression, String one, String other)
            throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Path cells = bench.saveFile("cells.parquet", bench.cells());
        Path drifted = bench.saveFile("drifted.parquet", bench.cellsWith(column, expression));
        for (List<Path> order : List.of(List.of(cells, drifted), List.of(drifted, cells))) {
            Files.deleteIfExists(inputs.resolve("1.parquet"));
            Files.deleteIfExists(inputs.resolve("2.parquet"));
            Files.copy(order.get(0), inputs.resolve("1.parquet"));
            Files.copy(order.get(1), inputs.resolve("2.parquet"));
            bench.correct("--input", inputs.toString())
                    .fails(
                            ExitCode.BAD_DATA,
                            "column '" + column + "' is ",
                            " " + one + " in ",
                            " " + other + " in ",
                            "1.parquet",
                            "2.parquet",
                            "give the files the same columns");
        }
        bench.requireNoOutput();
    }

    @Test
    void keepsAColumnThatOnlySomeFilesHave() throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Files.copy(bench.saveFile("a.parquet", bench.cells(0, 300)), inputs.resolve("1.parquet"));
        Files.copy(
                bench.saveFile("b.parquet", bench.cells(300, 600).withColumn("age", functions.expr("cell"))),
                inputs.resolve("2.parquet"));
        bench.correct("--input", inputs.toString()).succeeds("Corrected 600 of 600 cells");
        assertThat(bench.output().filter("age = cell AND cell >= 300").count()).isEqualTo(300);
        assertThat(bench.output().filter("age IS NULL AND cell < 300").count()).isEqualTo(300);
    }

    @Test
    void countsTheCellsOfAFileWithoutTheBatchColumn() throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Files.copy(bench.saveFile("a.parquet", bench.cells()), inputs.resolve("1.parquet"));
        Files.copy(bench.saveFile("b.parquet", bench.cells(300, 340).drop("donor")), inputs.resolve("2.parquet"));
        bench.correct("--input", inputs.toString())
                .fails(ExitCode.BAD_DATA, "40 of 340 rows cannot be corrected", "has no batch", "--on-invalid");
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @MethodSource("footers")
    void refusesABadFooter(String what, UnaryOperator<byte[]> damage, String reason) throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Path good = bench.saveFile("good.parquet", bench.cells());
        Files.copy(good, inputs.resolve("1.parquet"));
        Files.write(inputs.resolve("2.parquet"), damage.apply(Files.readAllBytes(good)));
        bench.correct("--input", inputs.toString()).fails(ExitCode.BAD_DATA, "cannot be read", "2.parquet", reason);
        bench.requireNoOutput();
    }

    static Stream<Arguments> footers() {
        return Stream.of(
                Arguments.of(
                        "garbage",
                        damage(bytes -> Arrays.fill(bytes, bytes.length - 60, bytes.length - 8, (byte) 0x55)),
                        "it may be damaged"),
                Arguments.of("length", damage(bytes -> bytes[bytes.length - 5] = 0x7f), "footer"),
                Arguments.of("negative length", damage(bytes -> bytes[bytes.length - 5] = -1), "footer"),
                Arguments.of(
                        "magic",
                        damage(bytes -> bytes[bytes.length - 1] = 'X'),
                        "last bytes are not those of a Parquet file"),
                Arguments.of("zeros", damage(bytes -> Arrays.fill(bytes, (byte) 0)), "not a Parquet file"),
                Arguments.of("nothing", (UnaryOperator<byte[]>) bytes -> new byte[0], "it is empty (0 bytes)"),
                Arguments.of(
                        "half",
                        (UnaryOperator<byte[]>) bytes -> Arrays.copyOf(bytes, bytes.length / 2),
                        "it was cut short"));
    }

    /** What Spark alone cannot read: other encodings, times in nanoseconds, a column of no type, whole numbers of several sizes. */
    @ParameterizedTest
    @CsvSource({
        "byte_stream_split.parquet, 24",
        "delta_2.parquet, 24",
        "half.parquet, 24",
        "int32.parquet, 24",
        "nanoseconds.parquet, 24",
        "no_type, 72",
        "widths, 72"
    })
    void correctsWhatSparkAloneDoesNotRead(String name, int cells) {
        String input = PARQUET.resolve("read").resolve(name).toString();
        bench.correct("--input", input, "--embedding", "X").succeeds("Corrected " + cells + " of " + cells + " cells");
        List<String> columns = Arrays.asList(
                CellSources.open(spark, List.of(input), Optional.empty()).rows().columns());
        assertThat(bench.output().columns()).containsAll(columns).contains("X_corrected");
        if (name.startsWith("nanoseconds")) {
            assertThat(bench.output().schema().apply("naive").dataType().simpleString())
                    .isEqualTo("timestamp_ntz");
        }
    }

    @ParameterizedTest
    @CsvSource({"brotli, donor, BROTLI", "time, at, TIME", "encrypted_column, X, encrypted"})
    void namesColumnAndCauseOfWhatCannotBeRead(String name, String column, String cause) {
        String input = PARQUET.resolve("refused").resolve(name + ".parquet").toString();
        CommandLineRun run = bench.correct("--input", input, "--embedding", "X");
        run.fails(ExitCode.BAD_DATA, name + ".parquet", "column '" + column + "'", cause, "write");
        assertThat(run.err()).doesNotContain("damaged");
        bench.requireNoOutput();
    }

    private static UnaryOperator<byte[]> damage(java.util.function.Consumer<byte[]> change) {
        return bytes -> {
            change.accept(bytes);
            return bytes;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "names_that_differ_in_case; the columns 'donor' and 'Donor' differ in case only; rename",
                "claims_rows; column 'barcode' claims; make it again",
                "external_storage; External Data Files; re-save",
                "virtual; Virtual storage; re-save",
                "column_holds_itself; groups within groups; save it again",
                "fewer_codes; 'donor' has 7 rows, but obs has 8; save it again"
            })
    void refusesH5adThatLeadsAstray(String name, String problem, String remedy) {
        String file = H5AD.resolve("hostile").resolve(name + ".h5ad").toString();
        bench.correct("--input", file).fails(ExitCode.BAD_DATA, problem, remedy);
        bench.requireNoOutput();
    }

    @Test
    void takesAnEmbeddingsNameWithAComma() {
        String file = H5AD.resolve("hostile").resolve("comma_in_a_key.h5ad").toString();
        bench.correct("--input", file).succeeds("Corrected 8 of 8 cells", "column X,pca_corrected");
    }

    /** The report's page is opened with such names in ReportPageBrowserTest. */
    @ParameterizedTest
    @ValueSource(strings = {"scbatchprox", "aligned"})
    void namesOfBatchesStayData(String method) {
        bench.save(named());
        CommandLineRun run = bench.correct("--method", method, "--label", "type", "--on-invalid", "drop")
                .succeeds("in 9 batches");
        requirePlain(run.out());
        JsonNode batches = bench.summary().at("/fit/batches");
        List<String> written = StreamSupport.stream(batches.spliterator(), false)
                .map(batch -> batch.path("batch").asText())
                .toList();
        assertThat(written).containsAll(NAMES).contains("lonely\n<b>");
        assertThat(bench.output().filter("X_pca_corrected IS NULL").count()).isZero();
        assertThat(bench.text("out/_atlasprox/report.html")).doesNotContain("<script>document", "<b>");
        requirePlain(CommandLineRun.of("model", "show", "--model", bench.path("out/_atlasprox/model"))
                .succeeds()
                .out());
        requirePlain(bench.inspect("--label", "donor").succeeds().out());
        requireRefusedByName();
    }

    private void requireRefusedByName() {
        bench.save("others", named().withColumn("donor", functions.expr("concat(donor, '\n\u001B[2J')")));
        CommandLineRun run = bench.apply(
                "--input",
                bench.path("others"),
                "--model",
                bench.path("out/_atlasprox/model"),
                "--output",
                bench.path("out2"));
        run.fails(ExitCode.BAD_DATA, "the model does not know 9 of 9 batches", "\\u000a\\u001b[2J' (1 cell)");
        requirePlain(run.err());
    }

    private static void requirePlain(String text) {
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(1500));
        assertThat(text.codePoints().filter(letter -> letter != '\n'))
                .noneMatch(Character::isISOControl)
                .doesNotContain(0x202E, 0x2028);
    }

    private Dataset<Row> named() {
        String names = NAMES.stream()
                .map(name -> "unbase64('"
                        + java.util.Base64.getEncoder()
                                .encodeToString(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + "')")
                .collect(Collectors.joining(", "));
        return bench.cellsWith(
                "donor",
                "IF(cell = 0, 'lonely\n<b>', string(element_at(array(" + names + "), int(cell % " + NAMES.size()
                        + ") + 1)))");
    }
}
