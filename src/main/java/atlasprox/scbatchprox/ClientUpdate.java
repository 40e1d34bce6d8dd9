package atlasprox.scbatchprox;

import java.io.Serializable;

/**
 * What a client sends back in a round; its own row only, since it returns the other rows as it got them.
 *
 * @param cells its training cells, the weight of its update
 * @param visited how many cells it visited for that, over all epochs; 0 where sums taken earlier were enough
 * @param row its adapter after local training
 * @param loss its local objective there
 */
record ClientUpdate(long cells, long visited, Adapter row, double loss) implements Serializable {}
