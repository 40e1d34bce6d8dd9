package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.counts.BatchCounts;
import atlasprox.counts.SparkGeneVotes;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.math.Moments;
import atlasprox.ml.SiteTable;
import atlasprox.read.genes.CountTables;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.scfedvi.ScFedViMessage;
import atlasprox.scfedvi.ScFedViUpdate;
import atlasprox.scfedvi.fit.ClientBatches;
import atlasprox.scfedvi.fit.SparkScFedViClients;
import atlasprox.sites.Site;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A site's cells with their counts. Nothing is told of a batch but its name, its client's, and its number of cells that rests on fewer cells than are
 * told of.
 */
final class CountCells implements Site.Cells, Exchanges, AutoCloseable {
    private final CountEmbedding table;
    private final Optional<String> id;
    private final boolean failing;
    private final int minCells;
    private final OwnClients.Grouping grouping;
    private final Optional<MaskedSums> masks;
    private CountEmbedding joined;
    private CountQuestions.Counting counting;
    private SparkGeneVotes counts;
    private List<String> all;
    private List<String> seen;
    private OwnClients clients;
    private int[] clientOf;
    private SparkScFedViClients training;
    private CellNumbers told;
    private ScFedViMessage asked;

    /**
     * @param table the cells by the site's own genes
     * @param id the column of the cells' ids, by which what is drawn for a cell goes; by its counts where there is none
     * @param failing whether a row that is no usable cell is refused
     * @param minCells the least number of cells that the site tells anything of, at least 1
     * @param grouping how batches are gathered to clients
     * @param masks what hides sums of weights; empty where they are not hidden
     */
    CountCells(
            CountEmbedding table,
            Optional<String> id,
            boolean failing,
            int minCells,
            OwnClients.Grouping grouping,
            Optional<MaskedSums> masks) {
        this.table = table;
        this.id = id;
        this.failing = failing;
        this.minCells = minCells;
        this.grouping = grouping;
        this.masks = masks;
    }

    /** The cells by the genes of all sites. */
    CountEmbedding joined() {
        return joined;
    }

    /** What was found of each batch, by the names that the site has for them. */
    Map<String, BatchCounts.Summary> batches() {
        return counts.batches();
    }

    /** What others call a batch where they know its number alone. */
    String numbered(String batch) {
        return grouping.site() + "-" + (census().clients().indexOf(batch) + 1);
    }

    @Override
    public List<String> genes() {
        return table.source().genes();
    }

    @Override
    public void counting(Message question) {
        close();
        counting = Content.value(question, CountQuestions.Counting.class);
        joined = table.of(CountTables.in(table.source(), counting.genes()));
        counts = joined.votes(counting.settings(), ScFedViEmbedder.METHOD, failing);
    }

    @Override
    public Census census() {
        SortedMap<String, BatchCensus> told = new TreeMap<>();
        counts.batches().forEach((batch, found) -> {
            if (found.cells() > 0L) {
                requireEnough(batch, found.cells(), "usable cells");
                told.put(batch, BatchCensus.told(found.cells(), 0L, new Moments(0)));
            }
        });
        return Census.of(0, told);
    }

    private void requireEnough(String batch, long cells, String what) {
        if (cells < minCells) {
            throw new BadDataException("batch " + Shown.name(batch) + " has " + cells + " " + what
                    + ", and its part of the fit would tell of these, fewer than " + minCells
                    + " (--min-cells): leave it out, or give it and a batch like it one name");
        }
    }

    @Override
    public Exchanges clients(List<String> names, List<String> own) {
        all = names;
        seen = own;
        clients = null;
        return this;
    }

    /** Also where others were told before this was started again. */
    private OwnClients clients() {
        if (clients == null) {
            clients = OwnClients.of(joined, grouping, all, seen);
        }
        return clients;
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        return new TreeMap<>(Map.of(first(), exchange.update().cast(answer(what, message))));
    }

    private Object answer(String what, Object message) {
        if (message instanceof CountQuestions.Sharding sharding) {
            return shards(sharding);
        }
        if (message instanceof ScFedViMessage round) {
            return trained(what, round);
        }
        return message instanceof Boolean several
                ? counts.votes(several)
                : new CountQuestions.BatchClients(clients().ofBatches());
    }

    /** The number of the first of the site's batches. */
    private int first() {
        int client = 0;
        while (seen.get(client) == null) {
            client++;
        }
        return client;
    }

    private CountQuestions.Shards shards(CountQuestions.Sharding sharding) {
        closeTraining();
        clients().requireAs(sharding.clientOf());
        clientOf = sharding.clientOf();
        List<String> names = new ArrayList<>();
        long[] sizes = new long[seen.size()];
        for (int batch = 0; batch < sizes.length; batch++) {
            String own = seen.get(batch);
            names.add(own == null ? SiteTable.elsewhere(batch) : own);
            sizes[batch] = own == null ? 0L : counts.batches().get(own).cells();
        }
        training = new SparkScFedViClients(
                joined.cells(sharding.genes(), counting.settings().roundCounts(), id),
                sharding.settings(),
                new ClientBatches(
                        IntStream.rangeClosed(0, IntStream.of(clientOf).max().orElse(0))
                                .mapToObj(Integer::toString)
                                .toList(),
                        names,
                        clientOf),
                sizes);
        CellNumbers numbers = training.numbers();
        for (int batch = 0; batch < sizes.length; batch++) {
            if (sizes[batch] > 0L) {
                requireEnough(
                        seen.get(batch),
                        numbers.ofBatches()[batch],
                        "cells to train on that have counts of the "
                                + sharding.genes().size() + " genes taken");
            }
        }
        long contents = training.contents();
        told = numbers.told(minCells);
        requireLossIfWatched(sharding.settings().patience(), numbers.allHeld());
        return new CountQuestions.Shards(
                told,
                masks.map(own -> own.keyed(contents)).orElse(Long.toHexString(contents)),
                masks.map(MaskedSums::shared).orElse(null));
    }

    /** By the loss of all cells held out the fit ends, and without some of them it would end elsewhere than a fit of all cells. */
    private void requireLossIfWatched(int patience, long held) {
        if (patience > 0 && held > 0L && told.allHeld() == 0L) {
            throw new BadDataException(
                    "the fit is to end by the loss of the cells held out (--patience), and this site's "
                            + held + " are fewer than " + minCells
                            + " (--min-cells), so that theirs is not told: have the"
                            + " coordinator hold out more of them by --held-out, or leave out --patience or this site");
        }
    }

    /** Shares are of the numbers in the question, and losses are told of those that it says are held out. */
    private ScFedViUpdate trained(String what, ScFedViMessage round) {
        for (int batch = 0; batch < seen.size(); batch++) {
            if (seen.get(batch) != null && !told.isAs(round.cells(), clientOf[batch], batch)) {
                throw new BadDataException("the coordinator asks (" + what + ") by other numbers of cells of batch "
                        + Shown.name(seen.get(batch)) + " than this site has told: have it run the same version,"
                        + " and begin again in an empty folder");
            }
        }
        asked = round;
        return training.update(what, round);
    }

    @Override
    public SortedMap<Integer, ?> told(Message question, SortedMap<Integer, ?> updates) {
        masks.ifPresent(own -> {
            if (question.header().exchange().equals(CountQuestions.SHARDS.name())) {
                own.toldIn(question.header());
            } else if (updates.get(first()) instanceof ScFedViUpdate update
                    && asked.task() == ScFedViMessage.Task.TRAIN) {
                update.hidden(asked.shared(), sums -> own.add(question.header(), sums));
            }
        });
        return updates;
    }

    @Override
    public void close() {
        closeTraining();
        if (counts != null) {
            counts.close();
        }
    }

    private void closeTraining() {
        if (training != null) {
            training.close();
            training = null;
        }
    }
}
