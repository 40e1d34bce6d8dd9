package atlasprox.scfedvi;

import atlasprox.scfedvi.adam.Learned;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What shards answer: their shares of the averaged weights, of the averaged vectors of their batches, and of their clients' figures. Shares of any shards of
 * any clients are added up, exactly.
 */
public final class ScFedViUpdate implements Serializable {
    private static final long serialVersionUID = 1L;

    private LearnedSums shared;
    private long held;
    private final TreeMap<Integer, LearnedSums> vectors = new TreeMap<>();
    private final TreeMap<Integer, ClientFigures> clients = new TreeMap<>();

    void addShared(double share, Learned learned) {
        shared = shared == null ? new LearnedSums(learned) : shared;
        shared.add(share, learned);
    }

    void addVector(int batch, double share, Learned learned) {
        vectors.computeIfAbsent(batch, any -> new LearnedSums(learned)).add(share, learned);
    }

    /** Adds to the mean loss of all cells held out, in fixed point. */
    void addHeld(long share) {
        held += share;
    }

    void addFigures(int client, ClientFigures figures) {
        clients.merge(client, figures, ClientFigures::merge);
    }

    /** Adds those of other shards. */
    ScFedViUpdate merge(ScFedViUpdate other) {
        if (shared == null) {
            shared = other.shared;
        } else if (other.shared != null) {
            shared.merge(other.shared);
        }
        held += other.held;
        other.vectors.forEach((batch, sums) -> vectors.merge(batch, sums, (one, another) -> {
            one.merge(another);
            return one;
        }));
        other.clients.forEach(this::addFigures);
        return this;
    }

    /**
     * Hides the shares of the averaged weights, which are taken for 0 where there are none: in the sum of all updates masks must be gone. How far clients'
     * weights have come from those of the round is not told either.
     *
     * @param like the weights that the round began with
     * @param masks adds to the sums, in their order, mod 2^64
     * @return this update
     */
    public ScFedViUpdate hidden(Learned like, Consumer<long[]> masks) {
        shared = shared == null ? new LearnedSums(like) : shared;
        shared.hide(masks);
        clients.replaceAll((client, figures) -> figures.withoutChange());
        return this;
    }

    /** The average of the shared weights; those given where none were trained. */
    Learned shared(Learned before) {
        return shared == null ? before : shared.average(before);
    }

    /** The average of a batch's vectors; the one given where none was trained. */
    Learned vector(int batch, Learned before) {
        LearnedSums sums = vectors.get(batch);
        return sums == null ? before : sums.average(before);
    }

    /** The mean loss of all cells held out, by the weights that the round began with, in fixed point. */
    long held() {
        return held;
    }

    /** By the client's number. */
    SortedMap<Integer, ClientFigures> clients() {
        return clients;
    }

    /**
     * @param updates of any shards
     * @return all of them added up
     */
    public static ScFedViUpdate all(Map<Integer, ScFedViUpdate> updates) {
        return updates.values().stream().reduce(new ScFedViUpdate(), ScFedViUpdate::merge);
    }
}
