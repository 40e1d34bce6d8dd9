package atlasprox.scfedvi;

import atlasprox.rounds.ClientStep;
import java.util.Iterator;
import java.util.Map;

/**
 * What clients do in a round: each shard trains from the round's weights on its own. Updates of all shards are added up where they are, and
 * come under one number whoever's they are: so neither a task nor the server ever holds more than two sets of sums, however many the clients.
 *
 * @param settings the settings in force
 */
public record ScFedViStep(ScFedViSettings settings) implements ClientStep<ScFedViMessage, CountShard, ScFedViUpdate> {
    private static final int ALL = 0;

    @Override
    public Map<Integer, ScFedViUpdate> run(ScFedViMessage message, Iterator<CountShard> cells) {
        if (!cells.hasNext()) {
            return Map.of();
        }
        ScFedViUpdate update = new ScFedViUpdate();
        cells.forEachRemaining(shard -> new ShardTraining(settings, message, shard).addTo(update));
        return Map.of(ALL, update);
    }

    @Override
    public ScFedViUpdate merge(ScFedViUpdate one, ScFedViUpdate other) {
        return one.merge(other);
    }
}
