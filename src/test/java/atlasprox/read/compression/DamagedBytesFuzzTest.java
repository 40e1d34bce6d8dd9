package atlasprox.read.compression;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.fuzz.Damage;
import atlasprox.fuzz.Fuzzing;
import atlasprox.read.zarr.store.ZarrFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.io.FileUtils;

/** Compressed bytes with damage are decompressed to the size that is asked for, or refused; nothing else may happen. */
class DamagedBytesFuzzTest {
    private static final List<Chunk> CHUNKS = new ArrayList<>();

    /**
     * Bytes of a fixture.
     *
     * @param size how many they are made of
     */
    private record Chunk(BiFunction<byte[], Size, byte[]> method, byte[] stored, int size) {}

    @BeforeContainer
    static void readChunks() throws IOException {
        Path folder = Files.createTempDirectory("zarr");
        ZarrFixtures.unpack(folder);
        try (Stream<Path> blosc = Files.walk(folder.resolve("zarr2/blosc"))) {
            for (Path file : blosc.filter(path -> path.endsWith("0")).sorted().toList()) {
                add(Blosc::decompress, file);
            }
        }
        add(Zstandard::decompress, folder.resolve("zarr2/codecs/zstd/0.0"));
        add(Deflate::zlib, folder.resolve("zarr2/codecs/zlib/0.0"));
        add(Deflate::gzip, folder.resolve("zarr2/codecs/gzip/0.0"));
        FileUtils.deleteDirectory(folder.toFile());
        assertThat(CHUNKS).hasSizeGreaterThan(25);
    }

    private static void add(BiFunction<byte[], Size, byte[]> method, Path file) throws IOException {
        byte[] stored = Files.readAllBytes(file);
        CHUNKS.add(new Chunk(method, stored, method.apply(stored, Size.atMost(1 << 20)).length));
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(5)
    void areDecompressedOrRefused(@ForAll long number) throws Exception {
        Random random = new Random(Fuzzing.seed(number));
        Chunk chunk = CHUNKS.get(random.nextInt(CHUNKS.size()));
        byte[] damaged = Damage.any(chunk.stored, random);
        Size size = random.nextBoolean() ? Size.exactly(chunk.size) : Size.atMost(2L * chunk.size);
        Statistics.label("outcome").collect(Fuzzing.within(() -> outcome(chunk, damaged, size)));
    }

    private static String outcome(Chunk chunk, byte[] damaged, Size size) {
        try {
            int length = chunk.method.apply(damaged, size).length;
            assertThat(length).isLessThanOrEqualTo(size.most());
            assertThat(size.exact() && length != size.most()).isFalse();
            return "decompressed";
        } catch (CorruptDataException e) {
            return "refused";
        }
    }
}
