package atlasprox.cli.command;

import atlasprox.Json;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.ResultFile;
import atlasprox.job.InspectJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.table.CellSource;
import atlasprox.results.Inspection;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Preflight from the command line. Exits with 3 where {@code correct} would refuse the table. */
@Command(
        name = "inspect",
        description = "Look a table of cells over: schema, batches, bad rows, confounding, memory. Writes no data.")
public final class InspectCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();
    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private InputOptions input;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Write the findings as JSON to a file, which must not exist, or to standard output in place of the table: -")
    private String json;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
        file().ifPresent(ResultFile::checked);
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint.readsInputs(input.input()).writesFile("--json", json);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        CellSource source = apart(input.open(session, refiner));
        RunContext run = new RunContext("inspect", clock, refiner.idColumn(), input.label(), progress);
        Inspection found = new InspectJob(source, refiner, run).run();
        say("-".equals(json) ? Json.page(found) : InspectionTable.of(found));
        if (file().isPresent()) {
            file().get().write(Json.page(found));
        }
        return found.problems().isEmpty() ? ExitCode.OK : ExitCode.BAD_DATA;
    }

    private Optional<ResultFile> file() {
        return ResultFile.of("--json", json, false, "");
    }
}
