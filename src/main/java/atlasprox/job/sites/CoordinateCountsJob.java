package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.cells.Census;
import atlasprox.job.Progress;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.job.counts.ScFedViFit;
import atlasprox.read.table.GeneJoin;
import atlasprox.scfedvi.ScFedViServer;
import atlasprox.scfedvi.fit.ClientBatches;
import atlasprox.scfedvi.fit.SparkScFedViModels.Saved;
import atlasprox.sites.Coordinator;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.FailureNotes;
import atlasprox.sites.Offer;
import atlasprox.sites.PublishedModel;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.Mailbox;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;

/** Fits scFedVI on the counts of several sites, none of which it sees. */
public final class CoordinateCountsJob {
    private final ScFedViFit fit;
    private final Optional<GeneJoin> join;
    private final SortedMap<String, Object> settings;
    private final ExchangeAccess access;
    private final List<String> sites;
    private final boolean anew;
    private final Progress progress;

    /**
     * @param fit how it is fitted; whose batches are, the sites say
     * @param join which genes are taken where sites do not have the same ones
     * @param settings all settings, by their names
     * @param access the coordinator's way into the exchange
     * @param sites all that take part, ascending
     * @param anew whether others took part before, so that it begins from the first round
     * @param progress is told how the job gets on
     */
    public CoordinateCountsJob(
            ScFedViFit fit,
            Optional<GeneJoin> join,
            SortedMap<String, Object> settings,
            ExchangeAccess access,
            List<String> sites,
            boolean anew,
            Progress progress) {
        this.fit = fit;
        this.join = join;
        this.settings = settings;
        this.access = access;
        this.sites = List.copyOf(sites);
        this.anew = anew;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param fit the model and its rounds
     * @param clients which batches are whose
     * @param cells all sites' usable cells
     */
    public record Result(ScFedViServer.Result fit, ClientBatches clients, Census cells) {}

    /**
     * Runs the job; the model is saved and published when this returns.
     *
     * @param session to write with
     * @param output where to save the model
     * @return what came of it
     * @throws BadDataException if the sites' counts cannot be fitted on, messages are damaged, or the folder holds another run
     * @throws IllegalStateException if a site is late, a client's numbers have run away, or another coordinator is at work
     * @throws IOException if the model cannot be written
     */
    public Result run(SparkSession session, StagedOutput output) throws IOException {
        try (Claim claim = access.claim()) {
            Mailbox box = access.box(access.attempt(sites, anew));
            return FailureNotes.told(box, claim, () -> run(box, claim, session, output));
        }
    }

    private Result run(Mailbox box, Claim claim, SparkSession session, StagedOutput output) throws IOException {
        Coordinator coordinator = new Coordinator(box, claim, what -> progress.phase(what, 0));
        Result result = fitted(coordinator);
        new ScFedViEmbedder(new Saved(
                        result.fit().model(),
                        fit.genes(),
                        result.clients().ofBatches(result.fit().heldOut())))
                .save(session, output, "");
        if (!coordinator.hasEnded()) {
            coordinator.end(PublishedModel.publish(
                    access.folder(),
                    box.attempt().number(),
                    output.staging(),
                    session.sparkContext().hadoopConfiguration()));
        }
        output.publish(); // Last, as of any model that is shared.
        return result;
    }

    private Result fitted(Coordinator coordinator) {
        coordinator.offer(Offer.of(settings));
        CountFit.Begun begun = new CountFit(fit, join, note -> progress.phase(note, 0)).begin(coordinator);
        return new Result(
                begun.server().run(coordinator.clients(CountQuestions.TRAIN), progress::round),
                begun.clients(),
                begun.cells());
    }
}
