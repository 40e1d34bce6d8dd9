package atlasprox.scfedvi;

import atlasprox.sample.CellKeys;
import java.util.stream.IntStream;

/**
 * Which cells of a shard are trained on and which are held out, by their keys. A shard of which all would be held out is trained on.
 *
 * @param training places of cells, ascending, at least one
 * @param held places of the others, ascending
 */
record ShardSplit(int[] training, int[] held) {
    /** Apart from whatever else goes by keys. */
    private static final long HELD_OUT = 0x4845_4C44L;

    static ShardSplit of(CountShard shard, ScFedViSettings settings) {
        long seed = CellKeys.seed(settings.seed(), HELD_OUT);
        int[] held = IntStream.range(0, shard.cells())
                .filter(cell -> CellKeys.isInShare(CellKeys.key(seed, shard.keys()[cell]), settings.heldOut()))
                .toArray();
        if (held.length == shard.cells()) {
            return new ShardSplit(held, new int[0]);
        }
        int[] training = IntStream.range(0, shard.cells())
                .filter(cell -> !CellKeys.isInShare(CellKeys.key(seed, shard.keys()[cell]), settings.heldOut()))
                .toArray();
        return new ShardSplit(training, held);
    }
}
