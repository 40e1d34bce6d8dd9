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

/** A site's cells with their counts. Nothing is told of a batch but its name and its number of cells that rests on fewer cells than are told of. */
final class CountCells implements Site.Cells, Exchanges, AutoCloseable {
    private final CountEmbedding table;
    private final Optional<String> id;
    private final boolean failing;
    private final int minCells;
    private final Optional<MaskedSums> masks;
    private CountEmbedding joined;
    private CountQuestions.Counting counting;
    private SparkGeneVotes counts;
    private List<String> seen;
    private SparkScFedViClients training;
    private CellNumbers told;
    private ScFedViMessage asked;

    /**
     * @param table the cells by the site's own genes
     * @param id the column of the cells' ids, by which what is drawn for a cell goes; by its counts where there is none
     * @param failing whether a row that is no usable cell is refused
     * @param minCells the least number of cells that the site tells anything of, at least 1
     * @param masks what hides sums of weights; empty where they are not hidden
     */
    CountCells(CountEmbedding table, Optional<String> id, boolean failing, int minCells, Optional<MaskedSums> masks) {
        this.table = table;
        this.id = id;
        this.failing = failing;
        this.minCells = minCells;
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
    public Exchanges clients(List<String> all, List<String> own) {
        seen = own;
        return this;
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        Object update = message instanceof CountQuestions.Sharding sharding
                ? shards(sharding)
                : message instanceof ScFedViMessage round ? trained(what, round) : counts.votes((Boolean) message);
        return new TreeMap<>(Map.of(first(), exchange.update().cast(update)));
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
        List<String> names = new ArrayList<>();
        long[] sizes = new long[seen.size()];
        for (int client = 0; client < sizes.length; client++) {
            String own = seen.get(client);
            names.add(own == null ? SiteTable.elsewhere(client) : own);
            sizes[client] = own == null ? 0L : counts.batches().get(own).cells();
        }
        training = new SparkScFedViClients(
                joined.cells(sharding.genes(), counting.settings().roundCounts(), id),
                sharding.settings(),
                names,
                sizes);
        CellNumbers numbers = training.numbers();
        for (int client = 0; client < sizes.length; client++) {
            if (sizes[client] > 0L) {
                requireEnough(
                        seen.get(client),
                        numbers.ofBatches()[client],
                        "cells to train on that have counts of the "
                                + sharding.genes().size() + " genes taken");
            }
        }
        long contents = training.contents();
        told = numbers.told(minCells);
        return new CountQuestions.Shards(
                told,
                masks.map(own -> own.keyed(contents)).orElse(Long.toHexString(contents)),
                masks.map(MaskedSums::shared).orElse(null));
    }

    /** Shares are of the numbers in the question, and losses are told of those that it says are held out. */
    private ScFedViUpdate trained(String what, ScFedViMessage round) {
        for (int client = 0; client < seen.size(); client++) {
            if (seen.get(client) != null && !told.isAs(round.cells(), client)) {
                throw new BadDataException("the coordinator asks (" + what + ") by other numbers of cells of batch "
                        + Shown.name(seen.get(client)) + " than this site has told: have it run the same version,"
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
