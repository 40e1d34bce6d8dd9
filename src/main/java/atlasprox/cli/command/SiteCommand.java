package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.AfterwardsOptions;
import atlasprox.cli.options.CountOptions;
import atlasprox.cli.options.ExchangeOptions;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.OutputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.PictureOptions;
import atlasprox.cli.options.ScFedViOptions;
import atlasprox.cli.options.SiteOptions;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.SiteOutput;
import atlasprox.job.Stopwatch;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.job.sites.CountSiteJob;
import atlasprox.job.sites.Invitation;
import atlasprox.job.sites.SiteJob;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.CellSources;
import atlasprox.read.table.CountSource;
import atlasprox.results.RunSummary;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.jdk.javaapi.OptionConverters;

/** The side of a fit over sites that has cells, which stay there. */
@Command(
        name = "site",
        description =
                "Take part in a fit with the cells of this site, which stay here, and correct them with the model that comes of it.")
public final class SiteCommand extends SparkCommand {
    static final String UNSIGNED =
            "messages are not signed: whoever can write to the exchange folder can forge them (--keys)";

    private final Stopwatch clock = Stopwatch.start();
    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private ExchangeOptions exchange;

    @Option(names = "--site", required = true, paramLabel = "NAME", description = "This site's name")
    private String site;

    @Option(
            names = "--min-cells",
            paramLabel = "N",
            defaultValue = "" + CoordinateCommand.MIN_CELLS,
            description =
                    "The least number of cells behind any sum that leaves this site; a coordinator that asks for less is refused; default"
                            + " ${DEFAULT-VALUE}")
    private int minCells;

    @Option(
            names = "--dry-run",
            paramLabel = "FOLDER",
            description =
                    "Write what this site would send to this folder, for its people to read, and send nothing; the coordinator has begun, as"
                            + " its settings are gone by; --output is not written")
    private String dryRun;

    @Option(
            names = "--pseudonyms",
            description =
                    "Number this site's batches, NAME-1 and on, instead of naming them to others; the output has their names")
    private boolean pseudonyms;

    @Option(
            names = ScFedViOptions.CLIENT,
            split = ",",
            paramLabel = "COLUMN,...",
            description =
                    "Where counts are fitted: the column that says which of this site's clients a batch belongs to, or several; by default"
                            + " each batch is one")
    private List<String> client = List.of();

    @Mixin
    private InputOptions input;

    @Mixin
    private CountOptions counts;

    @Mixin
    private OutputOptions output;

    @Mixin
    private AfterwardsOptions afterwards;

    @Mixin
    private PictureOptions picture;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
        exchange.check();
        ExchangeOptions.requireName(site, "--site");
        if (minCells < 1) {
            throw new UsageException("--min-cells " + minCells + " is not allowed: at least 1");
        }
        counts.check();
        afterwards.check();
        picture.check();
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return exchange.addPlaces(footprint)
                .readsInputs(input.input())
                .writesFolder("--output", output.folder())
                .writesFolder("--dry-run", dryRun);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = output.open(session)) {
            ExchangeAccess access =
                    exchange.open(session.sparkContext().hadoopConfiguration(), site, line -> progress.phase(line, 0));
            if (!exchange.areSigned()) {
                progress.phase(UNSIGNED, 0);
            }
            say(dryRun == null ? done(session, access, progress, staged) : rehearsed(session, access, progress));
            return ExitCode.OK;
        }
    }

    /** It stands for the site before it waits for the coordinator, which takes as long to be sure that it is alone. */
    private String done(SparkSession session, ExchangeAccess access, Progress progress, StagedOutput staged)
            throws IOException {
        try (Claim claim = access.claim()) {
            return Invitation.awaited(access).isToCounts()
                    ? Words.embedded(ofCounts(access, progress)
                            .write(session, claim, asked -> cells(session, asked), counts.choice(), staged))
                    : corrected(ofEmbeddings(access, progress).fit(claim, opening(session)), progress, staged);
        }
    }

    private String rehearsed(SparkSession session, ExchangeAccess access, Progress progress) throws IOException {
        ExchangeFolder folder = ExchangeFolder.open(session.sparkContext().hadoopConfiguration(), dryRun);
        return Invitation.there(access).isToCounts()
                ? ofCounts(access, progress).rehearse(asked -> cells(session, asked), folder)
                : ofEmbeddings(access, progress).rehearse(opening(session), folder);
    }

    private SiteJob ofEmbeddings(ExchangeAccess access, Progress progress) {
        return new SiteJob(refiner, access, minCells, pseudonyms, SiteOptions.ofCountsAlone(spec), progress);
    }

    private SiteJob.Opening opening(SparkSession session) {
        return params -> new SiteJob.Opened(apart(input.open(session, params)), input.labels());
    }

    private String corrected(SiteOutput fitted, Progress progress, StagedOutput staged) throws IOException {
        BatchRefinerModel model = fitted.model();
        RunContext run = new RunContext(
                "site", clock, model.idColumn(), input.label(), RunSummary.Models.NONE, picture.cells(), progress);
        return Words.written(
                fitted.write(run, afterwards.settings(input.label(), (Long) model.getOrDefault(model.seed())), staged));
    }

    private CountSiteJob ofCounts(ExchangeAccess access, Progress progress) {
        return new CountSiteJob(
                access,
                minCells,
                refiner.getOrDefault(refiner.onInvalid()),
                client,
                pseudonyms,
                SiteOptions.ofEmbeddingsAlone(spec),
                new RunContext(
                        "site",
                        clock,
                        OptionConverters.toJava(refiner.get(refiner.idCol())),
                        Optional.empty(),
                        progress));
    }

    /** The batch is called as the user says, or the coordinator, or as the input does. */
    private CountEmbedding cells(SparkSession session, List<String> asked) throws IOException {
        CountSource source = CellSources.counts(session, input.input(), counts.choice());
        apart(source.cells());
        List<String> own = InputOptions.givenBatch(refiner);
        List<String> named = own.isEmpty() ? asked : own;
        return new CountEmbedding(
                source,
                named.isEmpty() ? source.cells().defaultBatch() : named,
                OptionConverters.toJava(refiner.get(refiner.outputCol()))
                        .orElse(ScFedViOptions.embedding(ScFedViEmbedder.METHOD)),
                "--output-col");
    }
}
