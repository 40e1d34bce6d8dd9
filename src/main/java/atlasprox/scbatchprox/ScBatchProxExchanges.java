package atlasprox.scbatchprox;

import atlasprox.rounds.Exchange;
import java.io.Serializable;
import java.util.List;

/** What a fit asks its clients after the census, where they train by Adam; the exact solver asks nothing more. */
public final class ScBatchProxExchanges {
    /** What {@link #TRAIN} goes by; there are no answers. */
    public static final Exchange<Preparing, Long> PREPARE = new Exchange<>("prepare", Preparing.class, Long.class);

    /** A round of local training. */
    public static final Exchange<TableMessage, ClientUpdate> TRAIN =
            new Exchange<>("train", TableMessage.class, ClientUpdate.class);

    private ScBatchProxExchanges() {}

    /** @return all of them */
    public static List<Exchange<?, ?>> all() {
        return List.of(PREPARE, TRAIN);
    }

    /**
     * What clients go by in all rounds.
     *
     * @param batches the clients' names, ascending, by which their minibatches are drawn
     * @param units each client's
     */
    public record Preparing(List<String> batches, List<Units> units) implements Serializable {}
}
