package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.aligned.AlignedExchanges;
import atlasprox.aligned.SparkAlignedClients;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.labels.learn.LabelExchanges;
import atlasprox.labels.learn.SparkLabelClients;
import atlasprox.math.Moments;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.PartNames;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.scbatchprox.SparkScBatchProxClients;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The cells of one site, for a fit whose other cells are elsewhere. */
public final class SiteTable {
    private final BatchRefiner refiner;
    private final FitTable table;
    private final Dataset<Row> rows;
    private final List<String> labels;

    private SiteTable(BatchRefiner refiner, FitTable table, Dataset<Row> rows, List<String> labels) {
        this.refiner = refiner;
        this.table = table;
        this.rows = rows;
        this.labels = List.copyOf(labels);
    }

    /**
     * @param refiner the settings of the fit, with the site's own embedding and batch columns
     * @param rows the site's cells
     * @param labels the label columns that the model is to tell labels of
     * @return the cells, counted
     * @throws BadDataException if they cannot be used as they are
     */
    public static SiteTable of(BatchRefiner refiner, Dataset<Row> rows, List<String> labels) {
        labels.forEach(column -> BatchColumn.requireLabels(rows.schema(), column, "--label"));
        FitTable table = FitTable.of(refiner, rows);
        table.census().check().requireUsable(table.batches(), (Boolean) refiner.getOrDefault(refiner.force()));
        if ("fail".equals(refiner.getOrDefault(refiner.onInvalid()))) {
            table.census().check().requireAllValid(table.batches());
        }
        FitParts.requireNoIdentifiers(table.census()); // Before the names of clients leave the site.
        return new SiteTable(refiner, table, rows, labels);
    }

    /** @return the census by clients: batches, or parts of them */
    public Census clients() {
        return table.clients();
    }

    /** @return the census by batches */
    public Census batches() {
        return table.batches();
    }

    /** @return whether clients are parts of batches */
    public boolean isInParts() {
        return table.census().isInParts();
    }

    /**
     * @param prefix what all begin with
     * @return to the name of each client one by which its batch cannot be told: the batches are numbered
     */
    public UnaryOperator<String> pseudonyms(String prefix) {
        List<String> batches = batches().clients();
        UnaryOperator<String> numbered = batch -> prefix + (batches.indexOf(batch) + 1);
        return isInParts()
                ? name -> PartNames.inBatch(
                        name, numbered.apply(PartNames.part(name).batch()))
                : numbered;
    }

    /**
     * @param names to other names of clients those that this census has
     * @return the same of batches
     */
    public SortedMap<String, String> ofBatches(SortedMap<String, String> names) {
        if (!table.census().isInParts()) {
            return names;
        }
        SortedMap<String, String> batches = new TreeMap<>();
        names.forEach((other, own) ->
                batches.put(PartNames.part(other).batch(), PartNames.part(own).batch()));
        return batches;
    }

    /**
     * Works with the cells while they are kept ({@link atlasprox.cells.CellTable#kept}).
     *
     * @param work visits the cells
     * @param <T> what comes of it
     * @return what came of it
     */
    public <T> T kept(Supplier<T> work) {
        return table.cells().kept(work);
    }

    /**
     * @param all clients' names, ascending
     * @param seen in their order, the site's own by the names that the census has, and null for those of others
     * @return the site's clients; to be closed
     */
    public Clients clients(List<String> all, List<String> seen) {
        Census census = table.clients();
        List<String> names = new ArrayList<>();
        List<Moments> moments = new ArrayList<>();
        long[] sizes = new long[seen.size()];
        double[] least = new double[seen.size()];
        for (int client = 0; client < sizes.length; client++) {
            BatchCensus own = seen.get(client) == null ? null : census.batches().get(seen.get(client));
            names.add(own == null ? elsewhere(client) : seen.get(client));
            moments.add(own == null ? new Moments(census.dimension()) : own.training());
            sizes[client] = own == null ? 0L : own.cells();
            least[client] = own == null ? 0.0 : own.leastUniform();
        }
        if (refiner.isAsPublished()) {
            SparkScBatchProxClients training = new SparkScBatchProxClients(
                    table.cells(),
                    refiner.scBatchProxSettings(),
                    names,
                    moments.stream().mapToLong(Moments::count).toArray(),
                    census.dimension());
            return new Clients(
                    training, training::close, labelled(all, seen), names, sizes, least, ModelLabels.minCells(refiner));
        }
        SparkAlignedClients aligned =
                new SparkAlignedClients(table.cells(), refiner.alignedSettings(), names, sizes, moments);
        return new Clients(
                aligned, aligned::close, labelled(all, seen), names, sizes, least, ModelLabels.minCells(refiner));
    }

    private SparkLabelClients labelled(List<String> all, List<String> seen) {
        SortedMap<String, String> own = new TreeMap<>();
        int first = seen.size();
        for (int client = seen.size() - 1; client >= 0; client--) {
            if (seen.get(client) != null) {
                own.put(all.get(client), seen.get(client));
                first = client;
            }
        }
        Map<String, String> names = new HashMap<>();
        ofBatches(own).forEach((shared, known) -> names.put(known, shared));
        return ModelLabels.clients(refiner, rows, table.clients().dimension(), labels, names, first);
    }

    /**
     * @param client a client's number
     * @return what stands for the name of a client that is elsewhere: no batch is called that, as names are texts that people give
     */
    public static String elsewhere(int client) {
        return "\u0000" + client;
    }

    /**
     * The site's clients.
     *
     * @param all do the work
     * @param end what to do when they are not asked any more
     * @param labelled the same cells, with their labels
     * @param names of all clients
     * @param sizes of each the number of cells
     * @param least of each the smallest number of a cell, by which it is drawn
     * @param minCells the least number of cells behind a sum that is told
     */
    public record Clients(
            Exchanges all,
            Runnable end,
            SparkLabelClients labelled,
            List<String> names,
            long[] sizes,
            double[] least,
            int minCells)
            implements Exchanges, AutoCloseable {

        @Override
        public <M extends Serializable, U> SortedMap<Integer, U> exchange(
                Exchange<M, U> exchange, String what, M message) {
            if (LabelExchanges.all().contains(exchange)) {
                return labelled.exchange(exchange, what, message);
            }
            if (message instanceof AlignedExchanges.Taking taking) {
                requireCells(taking.shares());
            }
            SortedMap<Integer, U> answers = all.exchange(exchange, what, message);
            if (message instanceof AlignedExchanges.Taking) {
                answers.forEach((client, fitted) -> requireRest(client, (Long) fitted));
            }
            return answers;
        }

        /** @return what the site should know of the labels that were told, one plain sentence each */
        public List<String> warnings() {
            return ModelLabels.warnings(labelled, minCells);
        }

        /** The sum of all cells was told before, and that of those drawn will be: the difference is the sum of the others. */
        private void requireRest(int client, long fitted) {
            long rest = sizes[client] - fitted;
            if (fitted >= minCells && rest > 0 && rest < minCells) {
                throw new BadDataException("of the " + sizes[client] + " cells of batch "
                        + Shown.name(names.get(client)) + " all but " + rest
                        + " are drawn to fit on, so that their sum could be told from that of all, and it is of fewer than "
                        + minCells
                        + " (--min-cells): have the coordinator set another --seed, or raise --max-fit-cells");
            }
        }

        /**
         * A fit of all cells would take one more cell where none is drawn, and go by its number, which does not leave the site. With q cells to draw
         * that happens once in exp(q) times.
         */
        private void requireCells(double[] shares) {
            for (int client = 0; client < least.length; client++) {
                if (shares[client] < 1.0 && least[client] >= shares[client]) {
                    throw new BadDataException(
                            "none of the cells of batch " + Shown.name(names.get(client))
                                    + " is among those drawn to fit on; have the coordinator set another --seed, or raise --max-fit-cells");
                }
            }
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
