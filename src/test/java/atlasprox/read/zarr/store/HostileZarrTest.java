package atlasprox.read.zarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that nobody writes by mistake. */
class HostileZarrTest {
    private static final String LITTLE = "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}";
    private static final String ZSTD = LITTLE + ",{\"name\":\"zstd\",\"configuration\":{\"level\":0}}";
    private static final String SHARDS =
            "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[2],\"codecs\":[" + LITTLE
                    + "],\"index_codecs\":[" + LITTLE + "]}}";

    @TempDir
    private Path folder;

    private Path store() {
        return folder.resolve("s.zarr");
    }

    private void write(String key, byte[] bytes) throws IOException {
        Path file = store().resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void write(String key, String text) throws IOException {
        write(key, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void array(String shape, String chunk, String type, String codecs) throws IOException {
        write(
                "zarr.json",
                "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":" + shape + ",\"data_type\":\"" + type
                        + "\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":" + chunk
                        + "}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":0,\"codecs\":[" + codecs
                        + "]}");
    }

    private Object read(int rows) {
        ZarrStore store = ZarrFixtures.open(store());
        return store.array(store.root()).values().read(0, rows);
    }

    private ThrowableAssertAlternative<?> isRefused(int rows) {
        return org.assertj.core.api.Assertions.assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> read(rows));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[4] | [0] | has chunks of length 0",
                "[4] | [-2] | has the 'chunk_shape' [-2]",
                "[-4] | [2] | has the 'shape' [-4]",
                "[4] | [2,2] | has 1 dimensions, but chunks of 2",
                "[4] | [1.5] | has the 'chunk_shape' [1.5]",
                "[99999999999999999999] | [2] | has the 'shape' [99999999999999999999]",
                "[4] | [9000000000000000000] | has chunks that need 36000000000000000000 bytes of memory each",
                "[9223372036854775807] | [4] | has 9223372036854775807 rows",
                "[4,1000000000] | [4,1] | has rows of 1000000000 values in chunks of 1",
                "[4,9000000000] | [4,1] | has rows of 9000000000 values in chunks of 1",
            })
    void shapesMustBePossible(String shape, String chunk, String words) throws IOException {
        array(shape, chunk, "float32", ZSTD);
        isRefused(1).withMessageStartingWith("s.zarr: '' " + words);
    }

    /** Half a megabyte that stands for far more, in a chunk of two values. */
    @Test
    void aChunkMayHoldNoMoreThanItsValues() throws IOException {
        array("[4]", "[2]", "float32", ZSTD);
        write("c/0", Zstd.compress(new byte[1 << 28]));
        isRefused(1).withMessageStartingWith("s.zarr: chunk 'c/0' of '' inflates to more than 8 bytes; the store is");
    }

    @Test
    void aFewBytesHoldNoLargeChunk() throws IOException {
        array("[10000000]", "[10000000]", "float32", ZSTD);
        byte[] frame = Zstd.compress(new byte[1 << 10]);
        ByteBuffer claim = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        claim.putInt(0xFD2FB528).put((byte) 0xA0).putInt(40_000_000).put(frame, frame.length - 5, 5);
        write("c/0", claim.array());
        isRefused(1).withMessageContaining("no compression does");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "numcodecs.zlib", "blosc", "numcodecs.lz4", "crc32c"})
    void chunksOfNoBytesAreRefused(String codec) throws IOException {
        array("[4]", "[2]", "float32", LITTLE + ",\"" + codec + "\"");
        write("c/0", new byte[0]);
        isRefused(1)
                .withMessageStartingWith("s.zarr: chunk 'c/0' of '' ")
                .withMessageEndingWith("or download it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | bytes of values instead of 8",
                "abc | 3 bytes of values instead of 8",
                "abcdefghi | 9 bytes of values instead of 8",
            })
    void chunksMustBeWhole(String bytes, String words) throws IOException {
        array("[4]", "[2]", "float32", LITTLE);
        write("c/1", bytes);
        isRefused(4).withMessageStartingWith("s.zarr: chunk 'c/1' of '' has ").withMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 0, 8", // The same bytes twice.
        "0, 8, 4, 8", // Some of them.
        "0, 8, 16, 8", // The index itself.
        "0, 8, 40, 16", // Beyond the end.
        "0, 8, 8, -8",
        "0, 8, -8, 8",
        "0, 8, 9223372036854775807, 8",
        "9223372036854775807, 9223372036854775807, 8, 8",
        "-2, -2, 8, 8",
    })
    void shardsMustNotNameBytesTwice(long place0, long length0, long place1, long length1) throws IOException {
        array("[4]", "[4]", "float32", SHARDS);
        ByteBuffer shard =
                ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN).position(16);
        shard.putLong(place0).putLong(length0).putLong(place1).putLong(length1);
        write("c/0", shard.array());
        isRefused(4)
                .withMessageStartingWith("s.zarr: chunk 'c/0' of '' has an index that names bytes twice, or beyond");
    }

    @Test
    void shardsNeedRoomForTheirIndex() throws IOException {
        array("[4000000000000]", "[4000000000000]", "float32", SHARDS);
        write("c/0", new byte[1000]);
        isRefused(1).withMessageContaining("has 1000 bytes, too few for the index of its parts");
    }

    @Test
    void textsMustFitTheirChunk() throws IOException {
        array("[100000]", "[100000]", "string", "{\"name\":\"vlen-utf8\"}");
        write("c/0", new byte[] {(byte) 0xa0, (byte) 0x86, 1, 0, 0, 0, 0, 0});
        isRefused(1).withMessageContaining("holds in 8 bytes not the 100000 texts");
        write("c/0", new byte[400_004]);
        isRefused(1).withMessageContaining("not the 100000 texts");
        array("[2]", "[2]", "string", "{\"name\":\"vlen-utf8\"}");
        write("c/0", new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 'a', -1, -1, -1, 127});
        isRefused(2).withMessageContaining("ends amid its texts");
        write("c/0", new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 'a', 1, 0, 0, 0, -1});
        isRefused(2).withMessageContaining("holds, as its value 1, a text that is not Unicode");
    }

    @Test
    void rowsBeyondMemoryAreRefused() throws IOException {
        array("[2000000000]", "[10]", "float64", ZSTD);
        isRefused(2_000_000_000)
                .withMessageContaining("2000000000 rows of '' need 16000000000 bytes of memory at once");
    }

    @Test
    void namesLeadNowhereElse() throws IOException {
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/zarr.json"), "{\"zarr_format\":3,\"node_type\":\"group\"}");
        String group = "{\"zarr_format\":3,\"node_type\":\"group\"}";
        write(
                "zarr.json",
                "{\"zarr_format\":3,\"node_type\":\"group\",\"consolidated_metadata\":{\"metadata\":{\"obs\":" + group
                        + ",\"../other\":" + group + ",\"obs/../../other\":" + group + ",\"/etc\":" + group + "}}}");
        ZarrStore store = ZarrFixtures.open(store());
        assertThat(store.names(store.root())).containsExactly("obs");
        for (String path : List.of("../other", "obs/../../other", "..", "obs/..", "no\0ne", folder.toString())) {
            assertThat(store.node(path)).as(path).isEmpty();
        }
        assertThat(store.node("/./obs//")).isPresent();
    }

    /** As columns of obs may be called. */
    @ParameterizedTest
    @ValueSource(strings = {"a:b", "file:x", "50%20 [a]{b}*?", "-", ".hidden", "..a", "a\\b", "c/0"})
    void namesMayHoldAnything(String name) throws IOException {
        array("[4]", "[2]", "uint8", LITTLE);
        byte[] metadata = Files.readAllBytes(store().resolve("zarr.json"));
        write("zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\"}");
        write(name + "/zarr.json", metadata);
        write(name + "/c/1", "ab");
        ZarrStore store = ZarrFixtures.open(store());
        assertThat(store.names(store.root())).isEqualTo(name.contains("/") ? List.of() : List.of(name));
        ZarrValues values = store.array(store.node(name).orElseThrow()).values();
        assertThat(values.read(0, 4)).isEqualTo(new int[] {0, 0, 'a', 'b'});
        assertThat(values.storedFiles()).isEqualTo(1);
    }

    @Test
    void linksOutOfTheStoreAreNotFollowed() throws IOException {
        array("[4]", "[2]", "uint8", LITTLE);
        Path secret = Files.writeString(folder.resolve("secret"), "ab");
        Files.createDirectories(store().resolve("c"));
        Files.createSymbolicLink(store().resolve("c/0"), secret);
        isRefused(2).withMessageStartingWith("s.zarr: 'c/0' is a link out of the store, which is not followed; copy");
        Files.createSymbolicLink(store().resolve("within"), store().resolve("c"));
        Files.createSymbolicLink(store().resolve("c/1"), store().resolve("c/0"));
        Files.delete(store().resolve("c/0"));
        write("c/0", "cd");
        assertThat(read(4)).isEqualTo(new int[] {'c', 'd', 'c', 'd'});
        Path link = Files.createSymbolicLink(folder.resolve("t.zarr"), store());
        assertThat(ZarrFixtures.open(link).root().isArray()).isTrue();
    }

    /** Nothing of these is missing as a chunk is for which the fill value stands. */
    @Test
    void linksToNothingAreNoMissingChunks() throws IOException {
        array("[4]", "[2]", "uint8", LITTLE);
        Files.createDirectories(store().resolve("c"));
        Path chunk = store().resolve("c/0");
        Files.createSymbolicLink(chunk, folder.resolve("gone"));
        isRefused(2).withMessageStartingWith("s.zarr: 'c/0' is, or lies behind, a link to nothing; copy the store");
        Files.delete(chunk);
        Files.createSymbolicLink(chunk, chunk);
        isRefused(2).withMessageStartingWith("s.zarr: cannot read 'c/0' (");
        Files.delete(chunk);
        Files.delete(store().resolve("c"));
        Files.createSymbolicLink(store().resolve("c"), folder.resolve("gone"));
        isRefused(2).withMessageStartingWith("s.zarr: 'c/0' is, or lies behind, a link to nothing; copy the store");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pipesAreNotWaitedFor() throws Exception {
        array("[4]", "[2]", "uint8", LITTLE);
        Files.createDirectories(store().resolve("c"));
        assertThat(new ProcessBuilder("mkfifo", store().resolve("c/0").toString())
                        .start()
                        .waitFor())
                .isZero();
        isRefused(2).withMessageStartingWith("s.zarr: 'c/0' is neither a file nor a folder; the store is damaged");
    }

    /** As an array and as a group, in version 2. */
    @Test
    void membersThatAreNamedTwiceAreOne() throws IOException {
        write(".zgroup", "{\"zarr_format\":2}");
        write(
                ".zmetadata",
                "{\"metadata\":{\".zgroup\":{\"zarr_format\":2},\"a/.zarray\":{},\"a/.zgroup\":{},\"b/.zgroup\":{}}}");
        ZarrStore store = ZarrFixtures.open(store());
        assertThat(store.names(store.root())).containsExactly("a", "b");
    }

    @Test
    void groupsThatAreLinksOutOfTheStoreAreNotFollowed() throws IOException {
        write("zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\"}");
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("zarr.json"), "{\"zarr_format\":3,\"node_type\":\"group\"}");
        Files.createSymbolicLink(store().resolve("obs"), other);
        ZarrStore store = ZarrFixtures.open(store());
        assertThatThrownBy(() -> store.node("obs"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'obs/zarr.json' is a link out of the store");
    }

    @Test
    void metadataAreReadAsFarAsTheyAreSane() throws IOException {
        write("zarr.json", "[".repeat(100_000));
        isRefused(1).withMessageStartingWith("s.zarr: 'zarr.json' is not JSON (");
        write("zarr.json", "{\"zarr_format\":3,\"zarr_format\":3,\"node_type\":\"group\"}");
        isRefused(1).withMessageContaining("Duplicate field 'zarr_format'");
        write("zarr.json", "[]");
        isRefused(1).withMessageContaining("'zarr.json' is no JSON object");
        write("zarr.json", "{} {}");
        isRefused(1).withMessageContaining("'zarr.json' is not JSON (");
        write("zarr.json", "{\"zarr_format\":4,\"node_type\":\"group\"}");
        isRefused(1).withMessageContaining("is of an unknown version or type of node");
        try (RandomAccessFile large =
                new RandomAccessFile(store().resolve("zarr.json").toFile(), "rw")) {
            large.setLength(1L << 36);
        }
        isRefused(1).withMessageContaining("has 68719476736 bytes of metadata, more than");
    }

    @Test
    void whatIsNoStoreSaysSo() throws IOException {
        isRefused(1).withMessage("s.zarr: no such folder; check the path, on every machine that reads it");
        Files.createDirectories(store());
        isRefused(1)
                .withMessageStartingWith("s.zarr: holds neither zarr.json nor .zgroup, so it is no zarr store; name");
        Files.delete(store());
        Files.writeString(store(), "PK");
        isRefused(1).withMessageStartingWith("s.zarr: is a file, but a zarr store is a folder; unpack it");
    }

    @Test
    void extensionsThatMustBeUnderstoodAreRefused() throws IOException {
        array("[4]", "[2]", "uint8", LITTLE);
        String metadata = Files.readString(store().resolve("zarr.json"));
        write("zarr.json", metadata.replaceFirst("\\{", "{\"odd\":{\"name\":\"x\"},"));
        isRefused(1)
                .withMessageContaining("has the extension 'odd', which is not known; read it with anndata and save");
        write("zarr.json", metadata.replaceFirst("\\{", "{\"odd\":{\"must_understand\":false},"));
        assertThat(read(1)).isEqualTo(new int[] {0});
    }
}
