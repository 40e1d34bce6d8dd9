package atlasprox.read.zarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bytes are read of the files of a store that is far away. */
class ZarrBytesTest {
    /** An index of 8 parts of 5 rows, with its checksum. */
    private static final int INDEX = 8 * 16 + 4;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void unpack() {
        ZarrFixtures.unpack(folder);
    }

    private static ZarrValues values(String array) {
        ZarrStore store = ZarrStore.open(
                new org.apache.hadoop.fs.Path(CountingFiles.SCHEME + "://" + folder.resolve("zarr3")),
                "far.zarr",
                CountingFiles.hadoop());
        ZarrValues values = store.array(store.node(array).orElseThrow()).values();
        CountingFiles.READS.clear();
        return values;
    }

    @Test
    void ofAShardTheIndexAndThePartsOfTheRows() throws Exception {
        byte[] shard = Files.readAllBytes(folder.resolve("zarr3/shards/one/c/0/0"));
        ByteBuffer index =
                ByteBuffer.wrap(shard, shard.length - INDEX, INDEX).slice().order(ByteOrder.LITTLE_ENDIAN);
        values("shards/one").read(12, 10);
        List<String> parts = CountingFiles.READS.subList(1, CountingFiles.READS.size());
        assertThat(CountingFiles.READS.get(0)).isEqualTo("0:" + (shard.length - INDEX) + "+" + INDEX);
        long start = index.getLong(2 * 16);
        long bytes = index.getLong(2 * 16 + 8) + index.getLong(3 * 16 + 8) + index.getLong(4 * 16 + 8);
        assertThat(index.getLong(4 * 16) + index.getLong(4 * 16 + 8))
                .isEqualTo(start + bytes); // They lie side by side.
        assertThat(parts).containsExactly("0:" + start + "+" + bytes);
    }

    /** Parts that rows are still to be read of are kept, and so is the index. */
    @Test
    void nothingTwiceWhereRowsAreReadInTurn() {
        ZarrValues values = values("shards/one");
        for (int row = 0; row < 37; row++) {
            values.read(row, 1);
        }
        assertThat(CountingFiles.READS).doesNotHaveDuplicates().hasSize(1 + 8);
    }

    @Test
    void ofPartsThatAreNotCompressedTheRowsAlone() {
        values("shards/plain").read(22, 2);
        assertThat(CountingFiles.READS).hasSize(2).last().asString().endsWith("+" + 2 * 7 * Float.BYTES);
    }

    @Test
    void ofAPlainChunkTheRowsAlone() {
        values("codecs/none").read(12, 3);
        assertThat(CountingFiles.READS).containsExactly("0:" + 2 * 7 * Float.BYTES + "+" + 3 * 7 * Float.BYTES);
    }

    @Test
    void ofChunksThoseOfTheRows() {
        values("codecs/zstd").read(9, 2);
        assertThat(CountingFiles.READS).hasSize(2).allMatch(read -> read.startsWith("0:0+"));
    }

    @Test
    void nothingOfMissingFiles() {
        ZarrValues values = values("fill/nothing");
        assertThat(values.read(0, 30)).isEqualTo(filled(60, 0.5f));
        assertThat(CountingFiles.READS).isEmpty();
        assertThat(values.files()).isEqualTo(3);
        assertThat(values.storedFiles()).isZero();
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        java.util.Arrays.fill(values, value);
        return values;
    }

    @Test
    void namesAreEnoughToCountFiles() {
        for (String encoding : List.of("slash", "dot", "v2_dot", "v2_slash")) {
            for (String shape : List.of("", "_1d", "_single")) {
                ZarrValues values = values("keys/" + encoding + shape);
                assertThat(values.files()).isEqualTo(shape.isEmpty() ? 12 : shape.equals("_1d") ? 4 : 1);
                assertThat((double) values.storedFiles()).as(encoding + shape).isEqualTo(values.files());
            }
        }
        assertThat(values("fill/int64_-7").storedFiles()).isEqualTo(1);
        assertThat(values("shards/holes").storedFiles()).isEqualTo(2);
        assertThat(CountingFiles.READS).isEmpty();
    }
}
