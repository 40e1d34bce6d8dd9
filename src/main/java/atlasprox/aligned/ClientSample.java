package atlasprox.aligned;

import atlasprox.cells.CellSample;
import atlasprox.rounds.ClientData;
import java.io.Serializable;
import java.util.List;

/**
 * A sample of one client's cells, which stays with the client.
 *
 * @param client the client's number
 * @param cells the cells with the smallest keys, at least one
 */
record ClientSample(int client, CellSample cells) implements ClientData, Serializable {

    /** The cells' coordinates, in the order of their keys. */
    List<float[]> values() {
        return cells.cells().map(CellSample.Cell::values).toList();
    }

    ClientSample merge(ClientSample other, int size) {
        return new ClientSample(client, cells.merge(other.cells, size));
    }
}
