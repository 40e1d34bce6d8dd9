package atlasprox.read.h5ad.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ning.compress.lzf.impl.VanillaChunkEncoder;
import io.jhdf.exceptions.HdfFilterException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LzfFilterTest {
    private final LzfFilter filter = new LzfFilter();

    @Property
    void undoesAnotherImplementationsCompression(
            @ForAll @Size(min = 1, max = 40) byte[] word, @ForAll @IntRange(min = 20, max = 400) int repeats) {
        byte[] chunk = new byte[word.length * repeats];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = (byte) (word[i % word.length] + i / 997);
        }
        assertThat(Lzf.decompress(compressed(chunk), 1)).isEqualTo(chunk);
    }

    private static byte[] compressed(byte[] chunk) {
        byte[] out = new byte[chunk.length * 2 + 64];
        int end = new VanillaChunkEncoder(chunk.length) {
            int pack() {
                return tryCompress(chunk, 0, chunk.length, out, 0);
            }
        }.pack();
        return Arrays.copyOf(out, end);
    }

    @Property
    void neverReadsOrWritesOutsideItsArrays(@ForAll @Size(max = 60) byte[] anything) {
        assertThatCode(() -> Lzf.decompress(anything, anything.length)).doesNotThrowAnyException();
    }

    @Test
    void theRecordedSizeIsAHintOnly() {
        byte[] threeLiterals = {2, 'a', 'b', 'c'};
        for (int size : new int[] {-1, 0, 3, 5, Integer.MAX_VALUE}) {
            assertThat(filter.decode(threeLiterals, new int[] {4, 261, size})).containsExactly('a', 'b', 'c');
        }
        assertThat(filter.decode(threeLiterals, new int[0])).containsExactly('a', 'b', 'c');
    }

    @Test
    void aChunkThatEndsTooEarlyIsRefused() {
        byte[] threeLiteralsOfFour = {3, 'a', 'b', 'c'};
        assertThatThrownBy(() -> filter.decode(threeLiteralsOfFour, new int[] {4, 261, 4}))
                .isInstanceOf(HdfFilterException.class)
                .hasMessageContaining("4 bytes");
    }
}
