package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.cells.CellSample;
import atlasprox.math.Centre;
import atlasprox.rounds.ClientData;
import java.io.Serializable;
import java.util.List;

/**
 * A sample of one client's cells, which stays with the client.
 *
 * @param client the client's number
 * @param cells the cells with the smallest keys
 */
record ClientSample(int client, CellSample cells) implements ClientData, Serializable {

    /** The coordinates of the first {@value ClientCentroids#MOST_CELLS} cells in the order of their keys. */
    List<float[]> values() {
        return first(ClientCentroids.MOST_CELLS);
    }

    /** The coordinates of the first cells in that order, at most so many. */
    List<float[]> first(int most) {
        return cells.cells().limit(most).map(CellSample.Cell::values).toList();
    }

    ClientSample about(Centre centre) {
        return new ClientSample(client, cells.about(centre));
    }

    ClientSample merge(ClientSample other, int size) {
        return new ClientSample(client, cells.merge(other.cells, size));
    }
}
