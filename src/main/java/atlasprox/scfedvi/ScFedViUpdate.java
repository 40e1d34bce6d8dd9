package atlasprox.scfedvi;

import atlasprox.scfedvi.adam.Learned;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What shards answer: their shares of the averaged weights, of the averaged vectors of their batches, and of their clients' figures. Shares of any shards of
 * any clients are added up, exactly.
 */
public final class ScFedViUpdate implements Serializable {
    private static final long serialVersionUID = 1L;

    private LearnedSums shared;
    private final TreeMap<Integer, LearnedSums> vectors = new TreeMap<>();
    private final TreeMap<Integer, ClientFigures> clients = new TreeMap<>();

    void addShared(double share, Learned learned) {
        shared = shared == null ? new LearnedSums(learned) : shared;
        shared.add(share, learned);
    }

    void addVector(int batch, double share, Learned learned) {
        vectors.computeIfAbsent(batch, any -> new LearnedSums(learned)).add(share, learned);
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
        other.vectors.forEach((batch, sums) -> vectors.merge(batch, sums, (one, another) -> {
            one.merge(another);
            return one;
        }));
        other.clients.forEach(this::addFigures);
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

    /** By the client's number. */
    SortedMap<Integer, ClientFigures> clients() {
        return clients;
    }

    /** All of them added up. */
    static ScFedViUpdate all(Map<Integer, ScFedViUpdate> updates) {
        return updates.values().stream().reduce(new ScFedViUpdate(), ScFedViUpdate::merge);
    }
}
