package atlasprox.aligned;

import atlasprox.math.UnitPoints;
import atlasprox.rounds.ClientData;
import java.io.Serializable;

/**
 * The directions of some of a client's cells, which stay with the client.
 *
 * @param client the client's number
 * @param points where its cells point from the centre, at least one cell
 */
record ClientDirections(int client, UnitPoints points) implements ClientData, Serializable {}
