package atlasprox.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.OwnJvm;
import atlasprox.cli.SparksLog;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets of Spark's configuration, planted, and looked for in all that a run says and writes. */
@ExtendWith(SparkExtension.class)
class SecretsIT {
    private static final String PLANTED = "hush";

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cells());
    }

    /** With everything on that writes configuration out: Spark's log, its event log, a cluster's way of naming secrets. */
    private List<String> planted() {
        return List.of(
                "-Dspark.hadoop.fs.s3a.access.key=" + PLANTED + "-access",
                "-Dspark.hadoop.fs.s3a.secret.key=" + PLANTED + "-s3a",
                "-Dspark.hadoop.fs.s3a.session.token=" + PLANTED + "-session",
                "-Dspark.hadoop.fs.azure.account.key.x.dfs.core.windows.net=" + PLANTED + "-azure",
                "-Dspark.authenticate=true",
                "-Dspark.authenticate.secret=" + PLANTED + "-authenticate",
                "-Dspark.ssl.keyStorePassword=" + PLANTED + "-store",
                "-Dspark.logConf=true",
                "-Dspark.redaction.regex=(?i)secret|password|token|access[.]?key|account[.]?key",
                "-Dspark.eventLog.enabled=true",
                "-Dspark.eventLog.compress=false",
                "-Dspark.eventLog.dir=" + folder.resolve("events").toUri());
    }

    @Test
    void neverShowInAVerboseRunOrWhatItWrites() throws IOException {
        Files.createDirectory(folder.resolve("events"));
        OwnJvm run = OwnJvm.run(planted(), correct("--label", "type", "--verbose"))
                .ends(ExitCode.OK, "Corrected 300 of 300 cells", "spark.authenticate.secret=*********(redacted)");
        assertThat(run.said()).doesNotContain(PLANTED + "-");
        assertThat(bench.text("out/_atlasprox/run.json")).contains("fingerprint");
        assertThat(filesWith("spark.app.name")).isNotEmpty();
        assertThat(filesWith(PLANTED + "-")).isEmpty();
    }

    /** The damaged input makes Spark and the program tell all that they know. */
    @Test
    void neverShowInAFailingRun() throws IOException {
        Files.createDirectory(folder.resolve("events"));
        Path file = bench.saveFile("damaged.parquet", bench.cells());
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x55);
        Files.write(file, bytes);
        OwnJvm run = OwnJvm.run(planted(), correct("--input", file.toString(), "--verbose"))
                .ends(ExitCode.BAD_DATA, "damaged.parquet cannot be read", "\tat atlasprox.");
        assertThat(run.said()).doesNotContain(PLANTED + "-");
        assertThat(filesWith(PLANTED + "-")).isEmpty();
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource({
        "--input, s3a://AKIA:hush-path@atlas/cells",
        "--input, s3a://AKIA:hush/-path@atlas/cells",
        "--output, ftp://me:hush-path@host/out",
        "--label, x://:hush-path@y"
    })
    void inAPathAreRefusedBeforeAnythingIsLogged(String option, String value) {
        String log = SparksLog.of(() -> {
            CommandLineRun run =
                    bench.correct(option, value).fails(ExitCode.USAGE, "holds a password", "spark.hadoop.");
            assertThat(run.err()).contains("://***@").doesNotContain(PLANTED);
        });
        assertThat(log).doesNotContain(PLANTED);
        bench.requireNoOutput();
    }

    @Test
    void areCutOutOfMessagesOfOthers() {
        System.setProperty("spark.hadoop.fs.s3a.secret.key", PLANTED + "-(s3a)$1");
        try {
            assertThat(
                            Secrets.redacted(
                                    "403: key hush-(s3a)$1 was refused at https://u:hush-p@host/x, me@host, s3a://b/c@d:e hdfs://n:8020/a@b"))
                    .isEqualTo(
                            "403: key *** was refused at https://***@host/x, me@host, s3a://b/c@d:e hdfs://n:8020/a@b");
        } finally {
            System.clearProperty("spark.hadoop.fs.s3a.secret.key");
        }
    }

    private String[] correct(String... more) {
        List<String> usual = List.of(
                "correct",
                "--batch",
                "donor",
                "--output",
                bench.path("out"),
                "--method",
                "scbatchprox",
                "--solver",
                "moments");
        List<String> input = List.of(more).contains("--input") ? List.of() : List.of("--input", bench.path("cells"));
        return Stream.of(usual, input, List.of(more)).flatMap(List::stream).toArray(String[]::new);
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
