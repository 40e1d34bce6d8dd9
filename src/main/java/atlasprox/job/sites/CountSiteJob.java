package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.counts.SparkModelFile;
import atlasprox.job.EmbedJob;
import atlasprox.job.RunContext;
import atlasprox.job.counts.CountEmbedder;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.read.table.CountChoice;
import atlasprox.results.EmbedSummary;
import atlasprox.scfedvi.ScFedViServer;
import atlasprox.scfedvi.fit.SparkScFedViModels;
import atlasprox.scfedvi.fit.SparkScFedViModels.Saved;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.ExchangeSummary;
import atlasprox.sites.FailureNotes;
import atlasprox.sites.Offer;
import atlasprox.sites.Rehearsal;
import atlasprox.sites.Site;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/** Takes part in a fit with the counts of one site, and embeds its cells with the model that comes of it. */
public final class CountSiteJob {
    /** As beside any output that was made of counts. */
    private static final String MODEL = "_atlasprox/counts-model/";

    private final ExchangeAccess access;
    private final int minCells;
    private final String onInvalid;
    private final List<String> client;
    private final boolean pseudonyms;
    private final List<String> unfit;
    private final RunContext run;

    /**
     * @param access the site's way into the exchange
     * @param minCells the least number of cells that the site tells anything of, at least 1
     * @param onInvalid what becomes of rows that are no usable cells: {@code fail}, {@code drop} or {@code pass}
     * @param client the columns that name the client of a batch; none where every batch is one
     * @param pseudonyms whether batches and clients are numbered elsewhere, instead of named
     * @param unfit the options that the user has given, and that a fit to counts does not take
     * @param run who asked for what
     */
    public CountSiteJob(
            ExchangeAccess access,
            int minCells,
            String onInvalid,
            List<String> client,
            boolean pseudonyms,
            List<String> unfit,
            RunContext run) {
        this.access = access;
        this.minCells = minCells;
        this.onInvalid = onInvalid;
        this.client = List.copyOf(client);
        this.pseudonyms = pseudonyms;
        this.unfit = List.copyOf(unfit);
        this.run = run;
    }

    /** Opens the site's cells once it is known what is asked of them. */
    @FunctionalInterface
    public interface Opening {

        /**
         * @param batch the columns that the coordinator calls the batch; none where it says nothing
         * @return the cells with their counts
         * @throws IOException if they cannot be reached
         */
        CountEmbedding open(List<String> batch) throws IOException;
    }

    /**
     * Takes part until there is a model, and writes the cells as {@code embed} does, with the model among them.
     *
     * @param session to read and write with
     * @param claim that no other process stands for the site
     * @param input the site's cells
     * @param choice which counts were meant
     * @param output where to write; complete when this returns
     * @return what was done
     * @throws BadDataException if the counts cannot be used, messages are damaged, or the coordinator asks for what the site does not tell
     * @throws IllegalStateException if the coordinator is late, or another process stands for the site
     * @throws IOException if files cannot be read or written
     */
    public EmbedSummary write(SparkSession session, Claim claim, Opening input, CountChoice choice, StagedOutput output)
            throws IOException {
        while (true) {
            Optional<EmbedSummary> written = attempt(session, claim, input, choice, output);
            if (written.isPresent()) {
                output.publish();
                return written.get();
            }
        }
    }

    /**
     * Writes what the site would send up to the first round, were it alone with itself, and sends nothing. Shares of weights are as they are before masks hide
     * them.
     *
     * @param input the site's cells
     * @param folder where to; a folder of this machine
     * @return what would be sent, in words
     * @throws BadDataException as {@link #write}; also if no coordinator has begun, or the folder is not empty
     * @throws IOException if files cannot be read
     */
    public String rehearse(Opening input, ExchangeFolder folder) throws IOException {
        Invitation invitation = Invitation.toRehearsal(access, folder);
        Offer offer = invitation.accepted(minCells, unfit);
        try (CountCells cells = cells(offer, input.open(batch(offer)), Optional.empty())) {
            Rehearsal rehearsal = new Rehearsal(folder, access.self(), least(offer), cells, names(cells));
            rehearsal.offer(offer);
            ScFedViServer server = CountFit.of(
                            offer.settings(), note -> run.progress().phase(note, 0))
                    .begin(rehearsal)
                    .server();
            rehearsal.exchange(CountQuestions.TRAIN, "the first round", server.message(1, server.begin()));
            return ExchangeSummary.of(folder, Signing.NONE, false);
        }
    }

    private Optional<EmbedSummary> attempt(
            SparkSession session, Claim claim, Opening input, CountChoice choice, StagedOutput output)
            throws IOException {
        Invitation invitation = Invitation.awaited(access);
        Mailbox box = invitation.box();
        return FailureNotes.told(box, claim, () -> {
            Offer offer = invitation.accepted(minCells, unfit);
            Optional<MaskedSums> masks = masks(offer, box);
            try (CountCells cells = cells(offer, input.open(batch(offer)), masks)) {
                return attempt(box, claim, session, cells, least(offer), choice, output);
            }
        });
    }

    private static int least(Offer offer) {
        return (Integer) offer.settings().get("minCells");
    }

    private CountCells cells(Offer offer, CountEmbedding table, Optional<MaskedSums> masks) {
        return new CountCells(
                table,
                id(table),
                onInvalid.equals("fail"),
                least(offer),
                new OwnClients.Grouping(client, access.self(), pseudonyms),
                masks);
    }

    private UnaryOperator<String> names(CountCells cells) {
        return pseudonyms ? cells::numbered : UnaryOperator.identity();
    }

    private Optional<EmbedSummary> attempt(
            Mailbox box,
            Claim claim,
            SparkSession session,
            CountCells cells,
            int least,
            CountChoice choice,
            StagedOutput output)
            throws IOException {
        Optional<Site.Result> result = new Site(
                        box, claim, what -> run.progress().phase(what, 0), least)
                .run(cells, CountQuestions.all(), names(cells));
        if (result.isEmpty()) {
            return Optional.empty();
        }
        Saved shared = SparkScFedViModels.load(
                session,
                SparkModelFile.read(
                        session,
                        result.get()
                                .model()
                                .checked(access.folder(), box.attempt().number())));
        CountEmbedder model = new ScFedViEmbedder(named(shared, result.get().batches()));
        return Optional.of(written(session, cells, model, choice, output));
    }

    /** With the site's own batches alone where others have other names for them. */
    private static Saved named(Saved shared, SortedMap<String, String> batches) {
        boolean own =
                batches.entrySet().stream().anyMatch(name -> !name.getKey().equals(name.getValue()));
        return own ? shared.named(batches) : shared;
    }

    /** The column that the user named, or that the input has. */
    private Optional<String> id(CountEmbedding table) {
        return table.source().cells().id(run.id());
    }

    private static List<String> batch(Offer offer) {
        return offer.settings().get("batchCol") instanceof List<?> columns
                ? columns.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Either all sites hide their sums or none does, or nothing could be made of the total. */
    private Optional<MaskedSums> masks(Offer offer, Mailbox box) {
        boolean masked = Boolean.TRUE.equals(offer.settings().get("masks"));
        Optional<MaskedSums> own = MaskedSums.of(box, access.signing());
        if (own.isPresent() != masked) {
            throw new BadDataException(
                    masked
                            ? "the coordinator has the sites hide their sums from it, which takes keys: start this site with --keys,"
                                    + " and give it the public keys of all other sides"
                            : "the coordinator works without --keys, so that sites would not hide their sums from it:"
                                    + " start it with its keys, or this site without");
        }
        if (masked && box.attempt().sites().size() == 1) {
            throw new BadDataException(
                    "'" + access.self() + "' is the only site of the fit, so that it would hide nothing from the"
                            + " coordinator: have another site take part, or work without --keys on both sides");
        }
        if (masked) {
            box.attempt().sites().forEach(access.signing()::requireKnown);
        }
        return own;
    }

    private EmbedSummary written(
            SparkSession session, CountCells cells, CountEmbedder model, CountChoice choice, StagedOutput output)
            throws IOException {
        CountEmbedding joined = cells.joined();
        EmbeddedCounts made =
                new EmbeddedCounts(joined.source(), choice, model, Optional.empty(), Map.copyOf(cells.batches()));
        EmbedSummary summary = new EmbedJob(joined, onInvalid, run).write(made, Optional.empty(), output);
        model.save(session, output, MODEL);
        return summary;
    }
}
