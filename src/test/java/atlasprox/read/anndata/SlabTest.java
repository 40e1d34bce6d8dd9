package atlasprox.read.anndata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlabTest {
    @Property
    void slabsCoverEveryRowOnceWithinTheLimits(
            @ForAll @LongRange(max = 3_000_000) long rows,
            @ForAll @LongRange(min = 1, max = 4_000_000) long chunkHeight,
            @ForAll @LongRange(max = 100_000) long rowBytes,
            @ForAll @IntRange(min = 1, max = 64) int minSlabs) {
        List<Slab> slabs = Slab.cut(rows, chunkHeight, rowBytes, minSlabs);
        long next = 0;
        for (Slab slab : slabs) {
            assertThat(slab.start()).isEqualTo(next);
            assertThat(slab.count() * rowBytes).isLessThanOrEqualTo(Slab.MAX_BYTES);
            next += slab.count();
        }
        assertThat(next).isEqualTo(rows);
        assertThat(slabs.size()).isGreaterThanOrEqualTo(rows >= Slab.LARGE ? minSlabs : 0);
    }

    @Test
    void slabsBeginWhereChunksBegin() {
        assertThat(Slab.cut(20_000, 3_000, 8, 2)).extracting(Slab::start).containsExactly(0L, 9_000L, 18_000L);
    }

    @Test
    void aChunkTallerThanItsShareIsCut() {
        assertThat(Slab.cut(50_782, 50_782, 200, 2)).hasSize(2);
    }

    @Test
    void aSmallFileIsOneSlab() {
        assertThat(Slab.cut(19_999, 100, 200, 8)).containsExactly(new Slab(0, 19_999));
    }

    @Test
    void noRowsMakeNoSlab() {
        assertThat(Slab.cut(0, 100, 200, 8)).isEmpty();
    }
}
