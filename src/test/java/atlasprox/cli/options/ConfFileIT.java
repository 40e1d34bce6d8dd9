package atlasprox.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and their values, from the command line and from a configuration file. */
@ExtendWith(SparkExtension.class)
class ConfFileIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void aFlagBeatsTheFileAndTheFileBeatsTheDefault() throws IOException {
        bench.save(bench.cells());
        String file = conf(
                "# Both forms of a name are known.", "rounds = 2", "localEpochs = 1", "mu = 0.25", "batch = plate");
        bench.correct("--conf-file", file, "--mu", "0.75").succeeds();
        JsonNode settings = bench.summary().path("settings");
        assertThat(settings.path("mu").asDouble()).isEqualTo(0.75);
        assertThat(settings.path("rounds").asInt()).isEqualTo(2);
        assertThat(settings.path("localEpochs").asInt()).isEqualTo(1);
        assertThat(settings.path("batchCol").get(0).asText()).isEqualTo("donor");
        assertThat(settings.path("minibatchSize").asInt()).isEqualTo(256);
    }

    /** By each of an option's names, whether the other commands have them all or not. */
    @ParameterizedTest
    @ValueSource(strings = {"embedding", "embeddingCol", "embedding-col"})
    void anOptionIsKnownByEachOfItsNamesInEveryCommand(String name) throws IOException {
        bench.save(bench.cells());
        String file = conf(name + " = X_no", "batch = donor");
        for (String command : List.of("correct", "fit", "inspect", "evaluate")) {
            String[] line = {command, "--conf-file", file, "--input", bench.path("cells")};
            String[] written =
                    switch (command) {
                        case "correct" -> new String[] {"--output", bench.path("out")};
                        case "fit" -> new String[] {"--model", bench.path("model")};
                        default -> new String[0];
                    };
            CommandLineRun.of(Stream.concat(Stream.of(line), Stream.of(written)).toArray(String[]::new))
                    .fails(ExitCode.BAD_DATA, "X_no");
        }
    }

    @Test
    void aFileMayHoldEverything() throws IOException {
        bench.save(bench.cells());
        String file = conf(
                "input = " + bench.path("cells"),
                "output = " + bench.path("out"),
                "batch = donor,type",
                "solver = moments",
                "standardize = true",
                "overwrite = true",
                "id = none");
        CommandLineRun.of("correct", "--conf-file=" + file).succeeds("in 6 batches");
        assertThat(bench.summary().path("settings").path("standardize").asBoolean())
                .isTrue();
        CommandLineRun.of("correct", "--conf-file", file).succeeds("in 6 batches");
    }

    @Test
    void earlierNamesGoOnAndAreNotShown() throws IOException {
        bench.save(bench.cells());
        bench.correct("--conf-file", conf("tailCut = 0.5")).succeeds();
        assertThat(bench.summary().path("settings").path("huberCutoff").asDouble())
                .isEqualTo(0.5);
        bench.correct("--overwrite", "--conf-file", conf("tail-cut = 0.5"), "--huber-cutoff", "0.75")
                .succeeds();
        assertThat(bench.summary().path("settings").path("huberCutoff").asDouble())
                .isEqualTo(0.75);
        bench.correct("--overwrite", "--conf-file", conf("huber-cutoff = 0.5"), "--tail-cut", "0.75")
                .succeeds();
        assertThat(bench.summary().path("settings").path("huberCutoff").asDouble())
                .isEqualTo(0.75);
        CommandLineRun help = CommandLineRun.of("correct", "--help");
        assertThat(help.out()).contains("--huber-cutoff").doesNotContain("tail-cut");
    }

    @Test
    void refusesASettingByTwoOfItsNames() throws IOException {
        bench.correct("--tail-cut", "1", "--huber-cutoff", "2")
                .fails(ExitCode.USAGE, "--tail-cut is an earlier name of --huber-cutoff");
        for (String twice : List.of("tailCut = 1\nhuber-cutoff = 2", "localEpochs = 1\nlocal-epochs = 1")) {
            String file = conf(twice.split("\n"));
            bench.correct("--conf-file", file)
                    .fails(ExitCode.USAGE, "the configuration file " + file, "by two of its names");
        }
        bench.requireNoOutput();
    }

    @Test
    void aFileMayServeSeveralCommands() throws IOException {
        bench.save(bench.cells());
        String file = conf("solver = moments", "unknown-batch = pass", "json = -");
        bench.correct("--conf-file", file).succeeds();
    }

    @Test
    void refusesAnUnknownName() throws IOException {
        String file = conf("roundz = 3");
        bench.correct("--conf-file", file)
                .fails(ExitCode.USAGE, "the configuration file " + file, "unknown option 'roundz'", "--help");
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource({"rounds = many, --rounds, many", "rounds = 0, --rounds, 0", "solver = sgd, --solver, adam | moments"})
    void refusesAWrongValue(String line, String option, String value) throws IOException {
        CommandLineRun.of("correct", "--conf-file", conf(line), "--input", "x", "--output", bench.path("out"))
                .fails(ExitCode.USAGE, option, value);
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        bench.correct("--conf-file", bench.path("nowhere.conf"))
                .fails(ExitCode.USAGE, "no such configuration file: " + bench.path("nowhere.conf"), "--conf-file");
        bench.correct("--conf-file", bench.path(""))
                .fails(ExitCode.USAGE, "cannot read the configuration file " + bench.path(""));
        String broken = conf("embedding = \\u12");
        bench.correct("--conf-file", broken).fails(ExitCode.USAGE, broken, "lines name = value");
        Path latin =
                Files.write(folder.resolve("latin.conf"), "batch = Spenderü".getBytes(StandardCharsets.ISO_8859_1));
        bench.correct("--conf-file", latin.toString()).fails(ExitCode.USAGE, latin.toString(), "UTF-8");
        bench.requireNoOutput();
    }

    /** As editors of Windows write them. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void readsAFileWithAByteOrderMark(String encoding) throws IOException {
        bench.save(bench.cellsWith("Spenderü", "donor"));
        String lines = "\uFEFFbatch = Spenderü\r\nrounds = 2\r\n";
        Path file = Files.write(folder.resolve("run.conf"), lines.getBytes(Charset.forName(encoding)));
        CommandLineRun.of(
                        "correct",
                        "--input",
                        bench.path("cells"),
                        "--output",
                        bench.path("out"),
                        "--conf-file",
                        file.toString())
                .succeeds("Corrected 300 of 300 cells in 3 batches");
        assertThat(bench.summary().path("settings").path("rounds").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesAnotherEncodingWithoutAByteOrderMark(String encoding) throws IOException {
        Path file = Files.write(folder.resolve("run.conf"), "rounds = 2".getBytes(Charset.forName(encoding)));
        bench.correct("--conf-file", file.toString())
                .fails(ExitCode.USAGE, file.toString(), "lines name = value in UTF-8");
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds, 0, at least 1",
        "--rounds, -3, at least 1",
        "--prototypes, 1, at least 2",
        "--prototypes, -1, at least 2",
        "--sigma, 0.0, above 0",
        "--sigma, NaN, above 0",
        "--sigma, Infinity, above 0",
        "--theta, -0.5, at least 0",
        "--theta, NaN, at least 0",
        "--theta, Infinity, at least 0",
        "--strength, donor=2, from 0",
        "--strength, donor=NaN, from 0",
        "--strength, donor, column=number",
        "--gap-limit, 0.0, above 0",
        "--gap-limit, NaN, above 0",
        "--alpha, 0.0, above 0",
        "--alpha, NaN, above 0",
        "--alpha, Infinity, above 0",
        "--ridge, 0.0, above 0",
        "--ridge, NaN, above 0",
        "--ridge, Infinity, above 0",
        "--inner-iterations, 0, at least 1",
        "--huber-cutoff, 0.0, above 0",
        "--false-alarms, 0.0, above 0 and at most 1",
        "--false-alarms, 1.5, above 0 and at most 1",
        "--min-cells, 0, at least 1",
        "--huber-cutoff, NaN, above 0",
        "--huber-cutoff, Infinity, above 0",
        "--tolerance, -0.1, at least 0",
        "--tolerance, NaN, at least 0",
        "--tolerance, Infinity, at least 0",
        "--start, always, auto",
        "--local-epochs, 0, at least 1",
        "--learning-rate, 0.0, above 0",
        "--learning-rate, NaN, above 0",
        "--learning-rate, Infinity, above 0",
        "--minibatch-size, 0, at least 1",
        "--mu, -0.001, at least 0",
        "--mu, NaN, at least 0",
        "--mu, Infinity, at least 0",
        "--lambda, -1.0, at least 0",
        "--lambda, NaN, at least 0",
        "--train-fraction, 0.0, above 0 and at most 1",
        "--train-fraction, 1.01, above 0 and at most 1",
        "--max-fit-cells, -2, 'at least 1, 0 for all, or -1 for 100,000'",
        "--method, harmony, scbatchprox",
        "--solver, sgd, adam | moments",
        "--regularizer, l1, l2 | identity",
        "--on-invalid, ignore, fail | drop | pass"
    })
    void namesTheRangeOfAnOption(String option, String value, String range) {
        bench.correct(option, value).fails(ExitCode.USAGE, option + " " + value + " is not allowed", range);
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds, 2.5",
        "--rounds, many",
        "--local-epochs, 99999999999",
        "--minibatch-size, 1e3",
        "--max-fit-cells, 5%",
        "--learning-rate, quick",
        "--mu, 'a,b'",
        "--prototypes, NaN",
        "--inner-iterations, Infinity",
        "--theta, strong",
        "--lambda, x",
        "--train-fraction, 90%",
        "--seed, x",
        "--seed, NaN",
        "--seed, 99999999999999999999"
    })
    void refusesWhatIsNoNumber(String option, String value) {
        bench.correct(option, value).fails(ExitCode.USAGE, option, "'" + value + "'", "--help");
        bench.requireNoOutput();
    }

    @Test
    void refusesWhatIsNoTruthValue() {
        bench.correct("--standardize=perhaps").fails(ExitCode.USAGE, "--standardize", "'perhaps'", "--help");
        bench.correct("--force", "perhaps").fails(ExitCode.USAGE, "unexpected argument 'perhaps'", "--help");
        bench.requireNoOutput();
    }

    @Test
    void refusesAWrongChoiceAtApply() {
        bench.save(bench.cells());
        bench.fit().succeeds();
        bench.apply("--unknown-batch", "drop")
                .fails(ExitCode.USAGE, "--unknown-batch drop is not allowed", "fail | pass");
        assertThat(folder.resolve("out")).doesNotExist();
        bench.requireNothingUnfinished();
    }

    @Test
    void suggestsOptionsAndCommands() {
        bench.correct("--embeding", "X_pca").fails(ExitCode.USAGE, "'--embeding'", "--embedding");
        CommandLineRun.of("corect").fails(ExitCode.USAGE, "'corect'", "correct");
    }

    @ParameterizedTest
    @CsvSource({
        "correct --output x, --input",
        "correct --input x, --output",
        "fit --input x, --model",
        "apply --input x --output y, --model",
        "inspect --batch x, --input"
    })
    void namesAMissingOption(String line, String missing) {
        CommandLineRun.of(line.split(" ")).fails(ExitCode.USAGE, "Missing required option", missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--input", "--rounds", "--conf-file"})
    void namesAnOptionWithoutItsValue(String option) {
        CommandLineRun.of("correct", option).fails(ExitCode.USAGE, option, "--help");
    }

    @Test
    void asksForACommand() {
        CommandLineRun.of().fails(ExitCode.USAGE, "command", "--help");
    }

    @Test
    void helpShowsEveryDefault() {
        String help = CommandLineRun.of("correct", "--help").succeeds().out().replaceAll("\\s+", " ");
        assertThat(help)
                .contains("at least 1 (default: 8 for aligned, 13 with a diversity pressure, 7 for scbatchprox)")
                .contains("default aligned")
                .contains("default 0.001")
                .contains("default 256")
                .contains("(adam | moments); default adam")
                .contains("(fail | drop | pass); default fail");
    }

    private String conf(String... lines) throws IOException {
        return Files.writeString(folder.resolve("run.conf"), String.join("\n", lines))
                .toString();
    }
}
