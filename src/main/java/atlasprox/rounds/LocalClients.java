package atlasprox.rounds;

import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Clients in this thread: for steps that need no cells any more, only sums taken earlier, and for small data.
 *
 * @param step what they do
 * @param cells what stands for their cells
 * @param <M> what the server sends them
 * @param <C> what stands for a client's cells
 * @param <U> the update that each answers with
 */
public record LocalClients<M extends Serializable, C extends ClientData, U>(ClientStep<M, C, U> step, List<C> cells)
        implements Clients<M, U> {

    @Override
    public SortedMap<Integer, U> exchange(String what, M message) {
        return new TreeMap<>(step.run(message, cells.iterator()));
    }
}
