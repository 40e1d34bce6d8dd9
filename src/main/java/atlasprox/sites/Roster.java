package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.read.table.PartNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Who the clients are: the batches of all sites, or parts of them, in the order of their names. A batch name that two sites use stands for two
 * batches, as sites differ as batches do; each has {@code @site} after it.
 *
 * @param clients their names, ascending; a client's number is its place
 * @param sites for each the site that it is at
 * @param shared the batch names that several sites use, ascending
 */
record Roster(List<String> clients, List<String> sites, List<String> shared) {

    /** What is known of the cells of all sites, by these clients. */
    record Joined(Roster roster, Census census) {}

    /**
     * @param told by site, what each told
     * @param inParts whether clients are parts of batches
     * @throws BadDataException if sites have embeddings of different length, a batch has no cells, or two are called the same
     */
    static Joined join(SortedMap<String, SiteCensus> told, boolean inParts) {
        requireOneDimension(told);
        List<String> shared = shared(told, inParts);
        SortedMap<String, String> owners = new TreeMap<>();
        SortedMap<String, BatchCensus> clients = new TreeMap<>();
        told.forEach((site, census) -> census.clients().forEach(client -> {
            requireCells(site, client);
            String name = shared.contains(batch(client.name(), inParts)) ? client.name() + at(site) : client.name();
            String other = owners.put(name, site);
            if (other != null) {
                throw new BadDataException("a batch of '" + other + "' and one of '" + site + "' are both called "
                        + Shown.name(name) + ", as names that several sites use have @site after them: give one of them"
                        + " another name, or number the batches of one site by --pseudonyms");
            }
            clients.put(name, BatchCensus.told(client.cells(), client.contents(), client.moments()));
        }));
        return new Joined(
                new Roster(List.copyOf(owners.keySet()), List.copyOf(owners.values()), shared),
                Census.of(told.get(told.firstKey()).dimension(), clients));
    }

    private static void requireCells(String site, SiteCensus.Client client) {
        if (client.cells() < 1) {
            throw new BadDataException("'" + site + "' tells of a batch " + Shown.name(client.name()) + " of "
                    + client.cells() + " cells: run the same version on all sides");
        }
    }

    /** A part's name ends with that of its batch. */
    private static String at(String site) {
        return "@" + site;
    }

    private static String batch(String client, boolean inParts) {
        return inParts ? PartNames.part(client).batch() : client;
    }

    private static List<String> shared(SortedMap<String, SiteCensus> told, boolean inParts) {
        Map<String, Set<String>> users = new TreeMap<>();
        told.forEach((site, census) -> census.clients()
                .forEach(client -> users.computeIfAbsent(batch(client.name(), inParts), unused -> new HashSet<>())
                        .add(site)));
        return users.entrySet().stream()
                .filter(batch -> batch.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void requireOneDimension(SortedMap<String, SiteCensus> told) {
        Map<Integer, List<String>> byDimension = new TreeMap<>();
        told.forEach((site, census) -> byDimension
                .computeIfAbsent(census.dimension(), unused -> new ArrayList<>())
                .add(site));
        if (byDimension.size() > 1) {
            throw new BadDataException("the sites' embeddings differ in length: " + byDimension
                    + " (dimensions and sites); all sites must have the same embedding, made by one model");
        }
    }

    /**
     * @param site a site
     * @param own to the names that it sent those that it knows its clients by
     * @return in the order of the clients, the site's own by the names that it knows them by, and null for those of others
     */
    List<String> seenBy(String site, Map<String, String> own) {
        List<String> seen = new ArrayList<>();
        Map<String, String> byFullName = new HashMap<>(own);
        own.forEach((sent, known) -> byFullName.putIfAbsent(sent + at(site), known));
        for (int client = 0; client < clients.size(); client++) {
            seen.add(sites.get(client).equals(site) ? byFullName.get(clients.get(client)) : null);
        }
        return seen;
    }

    /** @return the numbers of a site's clients, ascending */
    List<Integer> numbersOf(String site) {
        return IntStream.range(0, clients.size())
                .filter(client -> sites.get(client).equals(site))
                .boxed()
                .toList();
    }

    /** @return one sentence about the names that several sites use, where there are any */
    List<String> notes() {
        return shared.isEmpty()
                ? List.of()
                : List.of(shared.size() + " batch names are used by several sites and stand for as many batches, named"
                        + " batch@site: "
                        + String.join(
                                ", ", shared.stream().limit(5).map(Shown::name).toList())
                        + (shared.size() > 5 ? ", ..." : "") + ".");
    }
}
