package atlasprox.scbatchprox;

import java.io.Serializable;

/**
 * What a client sends back in a round; its own row only, since it returns the other rows as it got them.
 *
 * @param client the client's number
 * @param cells its training cells, the weight of its update
 * @param row its adapter after local training
 * @param loss its local objective there
 */
record ClientUpdate(int client, long cells, Adapter row, double loss) implements Serializable {}
