package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.read.CellSources;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample files hold the cells that the script beside them makes. */
@ExtendWith(SparkExtension.class)
class SampleFilesSparkTest {
    private static final Path SAMPLES = Path.of("data-samples");
    private static final Pattern COMMON = Pattern.compile("(?m)^cells=\\((.*)\\)$");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^submit/local.sh synth \"\\$\\{cells\\[@]}\"(.*) --output (\\S+).*$");

    @TempDir
    private Path folder;

    @Test
    void areWhatTheScriptMakes(SparkSession spark) throws IOException {
        String script = Files.readString(SAMPLES.resolve("make.sh"));
        String common =
                COMMON.matcher(script).results().findFirst().orElseThrow().group(1);
        List<MatchResult> commands = COMMAND.matcher(script).results().toList();
        assertThat(commands).hasSize(3);
        for (MatchResult command : commands) {
            boolean isParquet = command.group(2).endsWith("/cells\"");
            String name = isParquet
                    ? "three_batches.parquet"
                    : Path.of(command.group(2)).getFileName().toString();
            String made = folder.resolve(name).toString();
            String[] options = (common + command.group(1)).trim().split(" +");
            CommandLineRun.of(Stream.concat(Stream.of("synth", "--output", made), Stream.of(options))
                            .toArray(String[]::new))
                    .succeeds("1500 cells");
            assertThat(cells(spark, made))
                    .as(name)
                    .isEqualTo(cells(spark, SAMPLES.resolve(name).toString()));
        }
    }

    private static List<String> cells(SparkSession spark, String name) {
        boolean ofCounts = name.endsWith("_counts.h5ad");
        CellSource source = ofCounts
                ? CellSources.counts(spark, List.of(name), new CountChoice("X", Optional.empty()))
                        .cells()
                : CellSources.open(spark, List.of(name), Optional.empty());
        List<String> cells =
                source.rows().toJSON().collectAsList().stream().sorted().toList();
        assertThat(cells).hasSize(1_500);
        return cells;
    }
}
