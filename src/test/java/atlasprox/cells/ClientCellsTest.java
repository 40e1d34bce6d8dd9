package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.sample.CellKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ClientCellsTest {

    @Property(tries = 200)
    void theOrderDoesNotDependOnTheShards(
            @ForAll @IntRange(min = 1, max = 50) int size,
            @ForAll @IntRange(min = 1, max = 5) int shards,
            @ForAll @LongRange(min = 1, max = 8) long keys,
            @ForAll long seed) {
        List<float[]> cells = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            cells.add(new float[] {random.nextInt(4), random.nextFloat()});
        }
        float[][] ordered = rows(ClientCells.of(shards(cells, 1, keys)));
        Collections.shuffle(cells, random);
        assertThat(rows(ClientCells.of(shards(cells, shards, keys)))).isDeepEqualTo(ordered);
    }

    @Test
    void refusesShardsOfAnotherClient() {
        CellBlock first = new CellBlock(0, 1, new long[] {1}, new float[] {1});
        CellBlock other = new CellBlock(1, 1, new long[] {1}, new float[] {1});
        assertThatThrownBy(() -> ClientCells.of(List.of(first, other)))
                .hasMessage("a shard of client 1 with 1 dimensions among those of client 0 with 1");
    }

    /** Few keys, so that many cells share one and the coordinates decide. */
    private static List<CellBlock> shards(List<float[]> cells, int shards, long keys) {
        List<CellBlock> blocks = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            List<float[]> part = cells.subList(cells.size() * s / shards, cells.size() * (s + 1) / shards);
            long[] partKeys = part.stream()
                    .mapToLong(cell -> Math.floorMod(CellKeys.content(cell), keys))
                    .toArray();
            float[] values = new float[2 * part.size()];
            for (int i = 0; i < part.size(); i++) {
                System.arraycopy(part.get(i), 0, values, 2 * i, 2);
            }
            blocks.add(new CellBlock(3, 2, partKeys, values));
        }
        return blocks;
    }

    private static float[][] rows(ClientCells cells) {
        float[][] rows = new float[cells.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(cells.values(i), cells.offset(i), cells.offset(i) + cells.dimension());
        }
        return rows;
    }
}
