package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.counts.genes.GeneVotes;
import atlasprox.job.counts.ScFedViFit;
import atlasprox.ml.counts.HighlyVariableGenes;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.read.genes.CountTables;
import atlasprox.read.genes.InputGenes;
import atlasprox.read.genes.JoinedGenes;
import atlasprox.read.table.GeneJoin;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.scfedvi.ScFedViServer;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.fit.ClientBatches;
import atlasprox.sites.Asking;
import atlasprox.sites.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What is asked for a fit of scFedVI, up to its rounds.
 *
 * @param fit how it is fitted
 * @param join which genes are taken where sites do not have the same ones
 * @param note is told what a user should know
 */
record CountFit(ScFedViFit fit, Optional<GeneJoin> join, Consumer<String> note) {
    private static final Set<String> OF_GENES = Set.of("genes", "geneFlavor", "roundCounts");

    /**
     * @param settings all settings of a fit, by their names
     * @return the fit
     * @throws BadDataException if one of them is not allowed
     */
    static CountFit of(SortedMap<String, Object> settings, Consumer<String> note) {
        ScFedViParams params = new ScFedViParams();
        Settings.applyOwn(settings, params);
        SortedMap<String, Object> ofGenes = new TreeMap<>(settings);
        ofGenes.keySet().retainAll(OF_GENES);
        HighlyVariableGenes genes = new HighlyVariableGenes();
        Settings.applyOwn(ofGenes, genes);
        return new CountFit(
                new ScFedViFit(genes.settings(), params::settings, List.of(), Optional.empty()),
                GeneJoin.of((String) settings.get("genesJoin")),
                note);
    }

    /**
     * A fit that is ready.
     *
     * @param server goes through its rounds
     * @param clients which batches are whose
     * @param cells all sites' usable cells
     */
    record Begun(ScFedViServer server, ClientBatches clients, Census cells) {}

    /**
     * @param sites are asked
     * @throws BadDataException if their counts cannot be fitted on
     */
    Begun begin(Asking sites) {
        List<String> genes = joined(sites.genes());
        Census census = sites.census(new CountQuestions.Counting(fit.genes(), genes), false, note);
        ClientBatches clients =
                clients(census.clients(), sites.exchange(CountQuestions.CLIENTS, "asking whose batches are", 0));
        List<String> chosen = chosen(sites, genes, census.clients().size() > 1);
        ScFedViSettings inForce = fit.settings()
                .apply(clients.sums(census.ofClients().stream()
                        .mapToLong(BatchCensus::cells)
                        .toArray()));
        CellNumbers numbers = numbers(sites, new CountQuestions.Sharding(chosen, inForce, clients.clientOf()));
        return new Begun(
                ScFedViServer.of(inForce, chosen, clients.clients(), clients.batches(), numbers), clients, census);
    }

    private List<String> joined(SortedMap<String, List<String>> ofSites) {
        JoinedGenes joined = CountTables.joined(
                ofSites.entrySet().stream()
                        .map(site -> InputGenes.all("site '" + site.getKey() + "'", site.getValue()))
                        .toList(),
                join);
        joined.warnings().forEach(note);
        return joined.names();
    }

    /**
     * Every batch is one client's, and every client one site's.
     *
     * @param batches the names of all sites' batches
     * @param told what each site says of its own, by the number of its first one
     * @throws BadDataException if that does not go together
     */
    static ClientBatches clients(List<String> batches, SortedMap<Integer, CountQuestions.BatchClients> told) {
        SortedMap<String, String> clientOf = new TreeMap<>();
        Map<String, Integer> siteOf = new HashMap<>();
        told.forEach((site, own) -> own.ofBatches().forEach((batch, client) -> {
            require(batch >= 0 && batch < batches.size(), "a site says whose a batch is that there is not");
            require(
                    clientOf.put(batches.get(batch), client) == null,
                    "two sites say whose batch " + Shown.name(batches.get(batch)) + " is");
            requireOneSite(client, site, siteOf.putIfAbsent(client, site));
        }));
        require(clientOf.size() == batches.size(), "of some batches no site says whose they are");
        return ClientBatches.of(clientOf);
    }

    /** A batch of one site may be called what a client of another is called, which has its site's name after its own. */
    private static void requireOneSite(String client, int site, Integer other) {
        if (other != null && other != site) {
            throw new BadDataException("clients of two sites are both called " + Shown.name(client)
                    + ", as those that site --client names have @site after them: give one of them another name, or"
                    + " number those of one site by --pseudonyms, and begin again in an empty folder");
        }
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new BadDataException(
                    otherwise + ": run the same version on all sides, and begin again in an empty folder");
        }
    }

    private List<String> chosen(Asking sites, List<String> genes, boolean several) {
        if (!fit.genes().choosesAmong(genes.size())) {
            return genes;
        }
        GeneVotes votes = sites.exchange(CountQuestions.VOTES, "finding variable genes", several).values().stream()
                .reduce(GeneVotes::merge)
                .orElseThrow();
        return IntStream.of(fit.genes().flavor().chosen(votes))
                .mapToObj(genes::get)
                .toList();
    }

    private static CellNumbers numbers(Asking sites, CountQuestions.Sharding sharding) {
        return sites.exchange(CountQuestions.SHARDS, "bringing cells to their clients", sharding).values().stream()
                .map(CountQuestions.Shards::numbers)
                .reduce(CellNumbers::merge)
                .orElseThrow();
    }
}
