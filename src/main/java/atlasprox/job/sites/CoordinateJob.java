package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.cells.Census;
import atlasprox.job.Progress;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.params.StratumColumns;
import atlasprox.sites.Coordinator;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.FailureNotes;
import atlasprox.sites.Offer;
import atlasprox.sites.PublishedModel;
import atlasprox.sites.Settings;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.Mailbox;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Fits a model on the cells of several sites, none of which it sees. */
public final class CoordinateJob {
    private final BatchRefiner refiner;
    private final List<String> labels;
    private final ExchangeAccess access;
    private final List<String> sites;
    private final boolean anew;
    private final Progress progress;

    /**
     * @param refiner the settings, with embedding and batch columns set
     * @param labels the label columns that the model is to tell labels of
     * @param access the coordinator's way into the exchange
     * @param sites all that take part, ascending
     * @param anew whether others took part before, so that it begins from the first round
     * @param progress is told how the job gets on
     */
    public CoordinateJob(
            BatchRefiner refiner,
            List<String> labels,
            ExchangeAccess access,
            List<String> sites,
            boolean anew,
            Progress progress) {
        this.refiner = refiner;
        this.labels = List.copyOf(labels);
        this.access = access;
        this.sites = List.copyOf(sites);
        this.anew = anew;
        this.progress = progress;
    }

    /**
     * Runs the job; the model is saved and published when this returns.
     *
     * @param output where to save the model
     * @param configuration Hadoop's, which knows the file systems
     * @return the model
     * @throws BadDataException if the sites' cells cannot be fitted on, messages are damaged, or the folder holds another run
     * @throws IllegalStateException if a site is late, or another coordinator is at work
     * @throws IOException if the model cannot be written
     */
    public BatchRefinerModel run(StagedOutput output, Configuration configuration) throws IOException {
        try (Claim claim = access.claim()) {
            Mailbox box = access.box(access.attempt(sites, anew));
            return FailureNotes.told(box, claim, () -> run(box, claim, output, configuration));
        }
    }

    private BatchRefinerModel run(Mailbox box, Claim claim, StagedOutput output, Configuration configuration)
            throws IOException {
        Coordinator coordinator = new Coordinator(box, claim, what -> progress.phase(what, 0));
        BatchRefinerModel model = fitted(coordinator);
        model.save(output.staging().toString());
        if (!coordinator.hasEnded()) {
            coordinator.end(
                    PublishedModel.publish(access.folder(), box.attempt().number(), output.staging(), configuration));
        }
        output.publish(); // Last: where this is there, the sites have what they need.
        return model;
    }

    private BatchRefinerModel fitted(Coordinator coordinator) {
        StratumColumns strata = new StratumColumns(refiner);
        boolean inParts = strata.guide().isPresent() || strata.preserve().isPresent();
        coordinator.offer(Offer.of(Settings.of(refiner), labels));
        Census census = coordinator.census(inParts, inParts, note -> progress.phase(note, 0));
        BatchRefinerModel model = refiner.onRound(progress::round).fit(census, coordinator);
        return labels.isEmpty() ? model : model.withSharedLabels(coordinator, labels);
    }
}
