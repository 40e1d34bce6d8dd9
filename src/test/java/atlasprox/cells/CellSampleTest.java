package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CellSampleTest {
    private static final int DIMENSION = 3;

    @Property(tries = 200)
    void samplesOfPartsMergedAreTheSampleOfTheWhole(
            @ForAll @IntRange(min = 1, max = 60) int cells,
            @ForAll @IntRange(min = 1, max = 70) int size,
            @ForAll @IntRange(min = 1, max = 5) int parts,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<CellBlock> blocks = blocks(cells, random);
        List<CellBlock> shuffled = new ArrayList<>(blocks);
        Collections.shuffle(shuffled, random);
        CellSample merged = IntStream.range(0, parts)
                .mapToObj(part -> IntStream.range(0, cells)
                        .filter(i -> i % parts == part)
                        .mapToObj(shuffled::get)
                        .iterator())
                .map(part -> CellSample.smallest(part, size))
                .reduce((a, b) -> a.merge(b, size))
                .orElseThrow();

        assertThat(described(merged)).isEqualTo(described(CellSample.smallest(blocks.iterator(), size)));
        assertThat(described(merged)).hasSize(Math.min(size, cells));
        assertThat(merged.cells().map(CellSample.Cell::key).toList())
                .isEqualTo(blocks.stream()
                        .map(block -> block.keys()[0])
                        .sorted()
                        .limit(size)
                        .toList());
    }

    /** Few keys, so that many are equal. */
    private static List<CellBlock> blocks(int cells, Random random) {
        return IntStream.range(0, cells)
                .mapToObj(i -> {
                    float[] values = {random.nextInt(3), random.nextFloat(), i};
                    return new CellBlock(random.nextInt(3), DIMENSION, new long[] {random.nextInt(8) - 4}, values);
                })
                .toList();
    }

    private static List<List<Object>> described(CellSample sample) {
        return sample.cells()
                .map(cell -> List.<Object>of(
                        cell.client(), cell.key(), cell.values()[0], cell.values()[1], cell.values()[2]))
                .toList();
    }
}
