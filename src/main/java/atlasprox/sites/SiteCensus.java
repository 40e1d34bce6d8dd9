package atlasprox.sites;

import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.math.Moments;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a site tells of its cells first.
 *
 * @param dimension the number of embedding dimensions d
 * @param clients its batches, or parts of batches, ascending
 */
record SiteCensus(int dimension, List<Client> clients) {

    /**
     * A batch, or a part of one.
     *
     * @param name its name, or what stands for it
     * @param cells the number of its usable cells
     * @param contents a hash of these as a set; 0 where they are fewer than are told of
     * @param moments of its cells, of the training split where the method has one; of none where these are fewer than are told of
     */
    record Client(String name, long cells, long contents, Moments moments) {}

    /**
     * @param census of the site's cells, without the moments of too few
     * @param names to a client's name what it is called elsewhere
     * @param minCells the least number of cells that anything is told of but their number
     */
    static SiteCensus of(Census census, UnaryOperator<String> names, int minCells) {
        List<String> clients = census.clients();
        return new SiteCensus(
                census.dimension(),
                clients.stream()
                        .map(name -> client(names.apply(name), census.batches().get(name), minCells))
                        .toList());
    }

    /** Whether another census is of the same cells, as far as it is told. */
    boolean isOfTheSameCells(SiteCensus other) {
        return dimension == other.dimension && cells().equals(other.cells());
    }

    private List<List<Object>> cells() {
        return clients.stream()
                .map(client -> List.<Object>of(client.name(), client.cells(), client.contents()))
                .toList();
    }

    private static Client client(String name, BatchCensus census, int minCells) {
        return new Client(name, census.cells(), census.cells() < minCells ? 0L : census.contents(), census.training());
    }
}
