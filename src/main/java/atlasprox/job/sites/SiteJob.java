package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.aligned.AlignedExchanges;
import atlasprox.cells.Census;
import atlasprox.job.Progress;
import atlasprox.job.SiteOutput;
import atlasprox.labels.learn.LabelExchanges;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.SiteTable;
import atlasprox.read.table.CellSource;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.scbatchprox.ScBatchProxExchanges;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.ExchangeSummary;
import atlasprox.sites.FailureNotes;
import atlasprox.sites.Offer;
import atlasprox.sites.Rehearsal;
import atlasprox.sites.Settings;
import atlasprox.sites.Site;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.ml.param.ParamMap;

/** Takes part in a fit with the cells of one site, and corrects them with the model that comes of it. */
public final class SiteJob {
    private static final List<Exchange<?, ?>> EXCHANGES = Stream.of(
                    AlignedExchanges.all(), ScBatchProxExchanges.all(), LabelExchanges.all())
            .<Exchange<?, ?>>flatMap(List::stream)
            .toList();

    private final BatchRefiner refiner;
    private final ExchangeAccess access;
    private final int minCells;
    private final boolean pseudonyms;
    private final List<String> unfit;
    private final Progress progress;

    /**
     * @param refiner the site's own settings: columns, and what becomes of rows
     * @param access the site's way into the exchange
     * @param minCells the least number of cells that the site tells anything of, at least 1
     * @param pseudonyms whether batches are numbered elsewhere, instead of named
     * @param unfit the options that the user has given, and that a fit to embeddings does not take
     * @param progress is told how the job gets on
     */
    public SiteJob(
            BatchRefiner refiner,
            ExchangeAccess access,
            int minCells,
            boolean pseudonyms,
            List<String> unfit,
            Progress progress) {
        this.refiner = refiner;
        this.access = access;
        this.minCells = minCells;
        this.pseudonyms = pseudonyms;
        this.unfit = List.copyOf(unfit);
        this.progress = progress;
    }

    /** Opens the site's cells once it is known what is asked of them. */
    @FunctionalInterface
    public interface Opening {

        /**
         * @param params gets the embedding's, batch and id columns' names where the user named none
         * @return the cells
         * @throws IOException if they cannot be reached
         */
        Opened open(BatchRefiner params) throws IOException;
    }

    /**
     * The site's cells.
     *
     * @param cells the cells
     * @param labels the label columns that the user has named
     */
    public record Opened(CellSource cells, List<String> labels) {}

    /**
     * Takes part until there is a model.
     *
     * @param claim that no other process stands for the site
     * @param input the site's cells
     * @return the cells and the model, to be written
     * @throws BadDataException if the cells cannot be used, messages are damaged, or the coordinator asks for what the site does not tell
     * @throws IllegalStateException if the coordinator is late, or another process stands for the site
     * @throws IOException if files cannot be read
     */
    public SiteOutput fit(Claim claim, Opening input) throws IOException {
        while (true) {
            Optional<SiteOutput> fitted = attempt(claim, input);
            if (fitted.isPresent()) {
                return fitted.get();
            }
        }
    }

    /**
     * Writes what the site would send, were it alone with itself, and sends nothing.
     *
     * @param input the site's cells
     * @param folder where to; a folder of this machine
     * @return what would be sent, in words
     * @throws BadDataException as {@link #fit}; also if no coordinator has begun, or the folder is not empty
     * @throws IOException if files cannot be read
     */
    public String rehearse(Opening input, ExchangeFolder folder) throws IOException {
        Invitation invitation = Invitation.toRehearsal(access, folder);
        Offer offer = invitation.accepted(minCells, unfit);
        BatchRefiner asked = asked(offer);
        SiteTable table = table(asked, offer, opened(asked, offer, input));
        try (TableCells cells = new TableCells(table)) {
            Rehearsal rehearsal = new Rehearsal(folder, access.self(), least(asked), cells, names(asked, table));
            return table.kept(() -> {
                rehearsal.offer(offer);
                Census census = rehearsal.census(table.isInParts(), table.isInParts(), note -> {});
                BatchRefinerModel model = asked.onRound(progress::round).fit(census, rehearsal);
                List<String> lines = new ArrayList<>();
                if (!offer.labels().isEmpty()) {
                    lines.addAll(model.withSharedLabels(rehearsal, offer.labels())
                            .summary()
                            .warnings());
                    lines.removeAll(model.summary().warnings());
                    lines.addAll(cells.warnings());
                }
                lines.add(0, ExchangeSummary.of(folder, Signing.NONE, false));
                return String.join("\n", lines);
            });
        }
    }

    private Optional<SiteOutput> attempt(Claim claim, Opening input) throws IOException {
        Invitation invitation = Invitation.awaited(access);
        Mailbox box = invitation.box();
        return FailureNotes.told(box, claim, () -> {
            Offer offer = invitation.accepted(minCells, unfit);
            BatchRefiner asked = asked(offer);
            CellSource source = opened(asked, offer, input);
            return attempt(box, claim, asked, source, table(asked, offer, source));
        });
    }

    private Optional<SiteOutput> attempt(
            Mailbox box, Claim claim, BatchRefiner asked, CellSource source, SiteTable table) throws IOException {
        try (TableCells cells = new TableCells(table)) {
            Optional<Site.Result> result = answered(box, claim, asked, table, cells);
            if (result.isEmpty()) {
                return Optional.empty();
            }
            BatchRefinerModel shared = modelOf(box, result.get());
            for (String warning : cells.warnings()) {
                shared = shared.withWarning(warning);
            }
            return Optional.of(fitted(source, asked, table, shared, result.get()));
        }
    }

    private static SiteTable table(BatchRefiner asked, Offer offer, CellSource source) {
        return SiteTable.of(asked, source.rows(), offer.labels());
    }

    private BatchRefinerModel modelOf(Mailbox box, Site.Result result) throws IOException {
        return BatchRefinerModel.load(
                result.model().checked(access.folder(), box.attempt().number()));
    }

    /** The site's own settings with those of one attempt, of which the next one has nothing left. */
    private BatchRefiner asked(Offer offer) {
        BatchRefiner asked = refiner.copy(ParamMap.empty());
        Settings.apply(offer.settings(), asked);
        return asked;
    }

    private CellSource opened(BatchRefiner asked, Offer offer, Opening input) throws IOException {
        Opened opened = input.open(asked);
        asked.transformSchema(opened.cells().rows().schema());
        offer.requireNamed(opened.labels());
        progress.phase("counting cells", 0);
        return opened.cells();
    }

    private static int least(BatchRefiner asked) {
        return (Integer) asked.getOrDefault(asked.minCells());
    }

    /** Sums are of as many cells as the coordinator asks for, which is as many as the site wants or more. */
    private Optional<Site.Result> answered(
            Mailbox box, Claim claim, BatchRefiner asked, SiteTable table, TableCells cells) {
        Site site = new Site(box, claim, what -> progress.phase(what, 0), least(asked));
        return table.kept(() -> site.run(cells, EXCHANGES, names(asked, table)));
    }

    private UnaryOperator<String> names(BatchRefiner asked, SiteTable table) {
        if (!pseudonyms) {
            return UnaryOperator.identity();
        }
        if (asked.getOrDefault(asked.batchCol()).length > 1) {
            throw new BadDataException(
                    "with several batch columns there are no pseudonyms, as levels that batches share would be lost;"
                            + " leave --pseudonyms out, or name one column by --batch");
        }
        return table.pseudonyms(access.self() + "-");
    }

    /** A table as a site's cells. */
    private static final class TableCells implements Site.Cells, AutoCloseable {
        private final SiteTable table;
        private SiteTable.Clients clients;

        TableCells(SiteTable table) {
            this.table = table;
        }

        @Override
        public Census census() {
            return table.clients();
        }

        @Override
        public Exchanges clients(List<String> all, List<String> seen) {
            close();
            clients = table.clients(all, seen);
            return clients;
        }

        @Override
        public boolean areOfTheSameCells(SortedMap<Integer, ?> before, SortedMap<Integer, ?> again) {
            return LabelExchanges.areOfTheSameCells(before, again);
        }

        /** What the site should know of the labels that were told, one sentence each. */
        List<String> warnings() {
            return clients.warnings();
        }

        @Override
        public void close() {
            if (clients != null) {
                clients.close();
            }
        }
    }

    private static SiteOutput fitted(
            CellSource source, BatchRefiner asked, SiteTable table, BatchRefinerModel shared, Site.Result result) {
        Settings.keepOwn(asked, shared);
        SortedMap<String, String> names = table.ofBatches(result.batches());
        boolean own = names.entrySet().stream().anyMatch(name -> !name.getKey().equals(name.getValue()));
        return new SiteOutput(source, table.batches(), own ? shared.named(names) : shared);
    }
}
