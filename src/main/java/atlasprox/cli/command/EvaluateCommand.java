package atlasprox.cli.command;

import atlasprox.Json;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.PictureOptions;
import atlasprox.cli.options.ResultFile;
import atlasprox.cli.options.ScoreOptions;
import atlasprox.job.EvaluateJob;
import atlasprox.job.Extras;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.ScoreSettings;
import atlasprox.job.Stopwatch;
import atlasprox.metrics.Evaluation;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.table.CellSource;
import atlasprox.report.ScoreTable;
import atlasprox.results.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scorecards from the command line. */
@Command(
        name = "evaluate",
        description =
                "Score embeddings of the same cells side by side: how far batches are mixed and biology is conserved.")
public final class EvaluateCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();
    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private InputOptions input;

    @Option(
            names = {"--embedding", "--embedding-col"},
            split = ",",
            paramLabel = "NAME,...",
            description =
                    "The embeddings to score, columns or prefixes of numeric columns, the uncorrected one first; default an "
                            + "embedding and its corrected one, where the table has one such pair")
    private List<String> embeddings = new ArrayList<>();

    @Mixin
    private ScoreOptions score;

    @Mixin
    private PictureOptions picture;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the scores as JSON to a file, or to standard output in place of the table: -")
    private String json;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description =
                    "Write the scores as CSV, a row for each embedding, to a file, or to standard output in place of the "
                            + "table: -")
    private String csv;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page (HTML, one file) with the scores and pictures of the embeddings")
    private String report;

    @Option(names = "--overwrite", description = "Replace the files if they exist and this program wrote them")
    private boolean overwrite;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
        score.check();
        picture.check();
        if ("-".equals(json) && "-".equals(csv)) {
            throw new UsageException("--json - and --csv - both write to standard output; name a file for one of them");
        }
        if ("-".equals(report)) {
            throw new UsageException("a page is not for standard output; name a file by --report");
        }
        file("--json", json).ifPresent(ResultFile::checked);
        file("--csv", csv).ifPresent(ResultFile::checked);
        file("--report", report).ifPresent(ResultFile::checked);
        requireDifferent();
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint
                .readsInputs(input.input())
                .writesFile("--json", json)
                .writesFile("--csv", csv)
                .writesFile("--report", report);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        CellSource source = apart(input.open(session));
        RunContext run = new RunContext(
                "evaluate", clock, Optional.empty(), input.label(), RunSummary.Models.NONE, picture.cells(), progress);
        ScoreSettings settings = score.settings((Long) refiner.getOrDefault(refiner.seed()));
        Extras lacking = new Extras();
        EvaluateJob job = new EvaluateJob(
                source,
                source.embeddings(embeddings),
                source.batch(InputOptions.givenBatch(refiner)),
                settings,
                run,
                lacking);
        Evaluation found = job.run();
        Extras files = new Extras();
        write("--json", json, files, () -> Json.page(found));
        write("--csv", csv, files, () -> ScoreTable.csv(found));
        write("--report", report, files, () -> job.report(found));
        say(shown(found));
        lacking.mishaps().forEach(this::warn);
        if (!files.mishaps().isEmpty()) {
            throw new IOException(String.join(" ", files.mishaps()).replaceFirst("\\.$", ""));
        }
        return ExitCode.OK;
    }

    /** One file that cannot be written is no reason to lose the others, or the table. */
    private void write(String option, String name, Extras files, Callable<String> text) {
        file(option, name)
                .ifPresent(file -> files.attempt("The file " + file.file() + " could not be written", () -> {
                    file.write(text.call());
                    return file;
                }));
    }

    private void requireDifferent() {
        List<Path> files = Stream.of(json, csv, report)
                .filter(name -> name != null && !name.equals("-"))
                .map(name -> Path.of(name).toAbsolutePath().normalize())
                .toList();
        if (files.stream().distinct().count() < files.size()) {
            throw new UsageException("--json, --csv and --report name the same file; name another one for each");
        }
    }

    private String shown(Evaluation found) {
        if ("-".equals(json)) {
            return Json.page(found);
        }
        return "-".equals(csv) ? ScoreTable.csv(found).stripTrailing() : ScoreTable.text(found);
    }

    private Optional<ResultFile> file(String option, String name) {
        return ResultFile.of(option, name, overwrite, ", or set --overwrite to replace it");
    }
}
