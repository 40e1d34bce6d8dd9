package atlasprox.scbatchprox;

import atlasprox.math.Moments;
import atlasprox.rounds.ClientData;

/**
 * All that exact local training needs of a client's cells.
 *
 * @param client the client's number
 * @param cells its training cells, at least 1
 * @param mean m, length d, in training units
 * @param meanSquare s, length d, in training units
 */
record ClientMoments(int client, long cells, double[] mean, double[] meanSquare) implements ClientData {

    static ClientMoments of(int client, Moments moments, Units units) {
        return new ClientMoments(client, moments.count(), units.mean(moments), units.meanSquare(moments));
    }
}
