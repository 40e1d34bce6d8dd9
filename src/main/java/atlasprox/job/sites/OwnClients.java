package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.scfedvi.fit.ClientBatches;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Whose a site's own batches are, in a fit with others.
 *
 * @param ofBatches by the batch's number among those of all sites, the name of its client, as others call it
 */
record OwnClients(SortedMap<Integer, String> ofBatches) {

    /**
     * How a site's batches are gathered.
     *
     * @param columns the columns that name the client; none where every batch is one
     * @param site the site's name, which the names of its clients end with
     * @param numbered whether others know clients by numbers, instead of names
     */
    record Grouping(List<String> columns, String site, boolean numbered) {}

    /**
     * @param cells the site's cells
     * @param all batches' names, ascending
     * @param own in their order, the site's own by the names that it knows them by, and null for those of others
     * @throws BadDataException if a batch is not one client's
     */
    static OwnClients of(CountEmbedding cells, Grouping grouping, List<String> all, List<String> own) {
        SortedMap<Integer, String> ofBatches = new TreeMap<>();
        List<Integer> numbers = IntStream.range(0, own.size())
                .filter(batch -> own.get(batch) != null)
                .boxed()
                .toList();
        if (grouping.columns().isEmpty()) {
            numbers.forEach(batch -> ofBatches.put(batch, all.get(batch)));
            return new OwnClients(ofBatches);
        }
        ClientBatches found = cells.clients(
                grouping.columns(), own.stream().filter(Objects::nonNull).toList());
        for (int batch : numbers) {
            int client = found.clientOf()[found.batches().indexOf(own.get(batch))];
            String name = grouping.numbered()
                    ? "client-" + (client + 1)
                    : found.clients().get(client);
            ofBatches.put(batch, name + "@" + grouping.site());
        }
        return new OwnClients(ofBatches);
    }

    /**
     * @param clientOf the number of the client of each of all sites' batches, as the coordinator has it
     * @throws BadDataException if it gathers the site's batches otherwise, or with those of others, so that what is told of a client would be of other cells
     */
    void requireAs(int[] clientOf) {
        boolean fits = ofBatches.isEmpty() || ofBatches.lastKey() < clientOf.length;
        fits &= IntStream.of(clientOf).allMatch(client -> client >= 0 && client < clientOf.length);
        if (!fits || !ofBatches.keySet().stream().allMatch(batch -> isGatheredAs(batch, clientOf))) {
            throw new BadDataException(
                    "the coordinator gathers this site's batches to other clients than the site has told:"
                            + " have it run the same version, and begin again in an empty folder");
        }
    }

    private boolean isGatheredAs(int batch, int[] clientOf) {
        return IntStream.range(0, clientOf.length)
                .allMatch(other -> (clientOf[other] == clientOf[batch])
                        == ofBatches.get(batch).equals(ofBatches.get(other)));
    }
}
