package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.ExchangeOptions;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.LabelHeadOption;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.SharedCountOptions;
import atlasprox.job.Progress;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.job.sites.CoordinateCountsJob;
import atlasprox.job.sites.CoordinateJob;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.folder.Mailbox;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The side of a fit over sites that asks, and has no cells. */
@Command(
        name = "coordinate",
        description = "Fit one model on the cells of several sites, which stay there, over a folder that all reach.")
public final class CoordinateCommand extends SparkCommand {
    /** Where sites do not know each other, sums over fewer cells than this do not leave one, unless the user says so. */
    static final int MIN_CELLS = 10;

    private static final String LABEL = "--label";

    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private ExchangeOptions exchange;

    @Mixin
    private SharedCountOptions counts;

    @Option(
            names = "--sites",
            required = true,
            split = ",",
            paramLabel = "NAME,...",
            description = "The sites that take part")
    private List<String> sites;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "NAME,...",
            description = "Sites to leave out from now on: the fit begins again from the first round")
    private List<String> without = List.of();

    @Option(
            names = LABEL,
            split = ",",
            paramLabel = "COLUMN,...",
            description =
                    "Columns of cell types that the model is to tell labels of; the sites name them as well, since labels and numbers of their"
                            + " cells leave them")
    private List<String> labels = List.of();

    @Mixin
    private LabelHeadOption labelHead;

    @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "Where to save the model")
    private String model;

    @Option(
            names = "--overwrite",
            description = "Replace the model folder if it exists and this program wrote all that is in it")
    private boolean overwrite;

    @Override
    void checkArguments() {
        exchange.check();
        counts.check(spec, refiner);
        if (!counts.isScFedVi(spec)) {
            checkFitToEmbeddings();
        } else {
            List.of(LABEL, LabelHeadOption.NAME).forEach(this::requireLeftOut);
        }
        partakers();
    }

    private void requireLeftOut(String option) {
        if (ParamOptions.isTyped(spec.findOption(option))) {
            throw new UsageException(option + " is not an option of --method " + ScFedViEmbedder.METHOD
                    + ", whose model tells no labels: leave it out, or choose another method");
        }
    }

    private void checkFitToEmbeddings() {
        if (labels.stream().anyMatch(String::isBlank)) {
            throw new UsageException(LABEL + " " + String.join(",", labels) + " names a column without a name");
        }
        if (Set.copyOf(labels).size() < labels.size()) {
            throw new UsageException(LABEL + " " + String.join(",", labels) + " names a column twice");
        }
        ParamOptions.apply(spec, refiner);
        if (!refiner.isSet(refiner.embeddingCol()) || !refiner.isSet(refiner.batchCol())) {
            throw new UsageException(
                    "name the embedding and the batch column of the sites' cells by --embedding and --batch");
        }
        if (!refiner.isSet(refiner.minCells())) {
            refiner.setMinCells(MIN_CELLS);
        }
    }

    /** Ascending, so that their order on the command line does not matter. */
    private List<String> partakers() {
        TreeSet<String> all = new TreeSet<>();
        sites.forEach(site -> all.add(ExchangeOptions.requireName(site, "--sites")));
        without.forEach(site -> {
            if (!all.remove(site)) {
                throw new UsageException("--without " + site + " is none of --sites " + String.join(",", sites));
            }
        });
        if (all.stream().map(site -> site.toLowerCase(Locale.ROOT)).distinct().count() < all.size()) {
            throw new UsageException("--sites " + String.join(",", sites)
                    + " has names that differ in small and large letters alone, which some file systems do not tell apart: give"
                    + " the sites other names");
        }
        if (all.isEmpty()) {
            throw new UsageException("--without leaves none of --sites " + String.join(",", sites));
        }
        return List.copyOf(all);
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return exchange.addPlaces(footprint).writesFolder("--model", model);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        try (StagedOutput staged = OutputFolder.open(session, "--model", model, overwrite)) {
            ExchangeAccess access = exchange.open(configuration, Mailbox.COORDINATOR, line -> progress.phase(line, 0));
            if (!exchange.areSigned()) {
                progress.phase(SiteCommand.UNSIGNED, 0);
            }
            say(
                    counts.isScFedVi(spec)
                            ? ofCounts(session, access, progress, staged)
                            : ofEmbeddings(access, progress, staged, configuration));
            return ExitCode.OK;
        }
    }

    private String ofEmbeddings(
            ExchangeAccess access, Progress progress, StagedOutput staged, Configuration configuration)
            throws IOException {
        BatchRefinerModel fitted = new CoordinateJob(
                        refiner, labelHead.of(labels), access, partakers(), !without.isEmpty(), progress)
                .run(staged, configuration);
        return Words.fitted(fitted.summary(), staged.target());
    }

    private String ofCounts(SparkSession session, ExchangeAccess access, Progress progress, StagedOutput staged)
            throws IOException {
        CoordinateCountsJob.Result result = new CoordinateCountsJob(
                        counts.fit(spec),
                        counts.join(),
                        counts.offered(spec, MIN_CELLS, exchange.areSigned()),
                        access,
                        partakers(),
                        !without.isEmpty(),
                        progress)
                .run(session, staged);
        return Words.fitted(result, staged.target());
    }
}
