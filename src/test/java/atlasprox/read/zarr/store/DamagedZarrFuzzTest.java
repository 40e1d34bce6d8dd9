package atlasprox.read.zarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.BadDataException;
import atlasprox.fuzz.Damage;
import atlasprox.fuzz.Fuzzing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.io.FileUtils;

/** Small zarr stores with one of their files damaged are read or refused as bad data; nothing else may happen. */
class DamagedZarrFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD = List.of(
            "-1",
            "0",
            "1",
            "3",
            "64",
            "1000000",
            "2147483647",
            "9223372036854775807",
            "1e300",
            "0.5",
            "null",
            "true",
            "\"\"",
            "\"NaN\"",
            "\"0x7fc00000\"",
            "\"../..\"",
            "\"big\"",
            "\"start\"",
            "\"F\"",
            "\"float64\"",
            "\"<i8\"",
            "\"|O\"",
            "\"vlen-utf8\"",
            "\"gzip\"",
            "\"blosc\"",
            "[]",
            "[1]",
            "[7,0]",
            "[9223372036854775807,9223372036854775807]",
            "{}",
            "{\"id\":\"lz4\"}",
            "{\"name\":\"transpose\",\"configuration\":{\"order\":[1,0]}}",
            "[{\"name\":\"bytes\"},{\"name\":\"crc32c\"}]");

    /** Far more than the largest of these stores needs. */
    private static final long MOST_MEMORY = 1L << 27;

    private static final int MOST_ROWS = 20_000;

    private static Path all;
    private static Path store;
    private static List<Path> stores;

    @BeforeContainer
    static void unpack() throws IOException {
        all = Files.createTempDirectory("zarr");
        ZarrFixtures.unpack(all);
        store = Files.createTempDirectory("damaged").resolve("d.zarr");
        stores = new ArrayList<>(
                List.of(all.resolve("zarr3/old"), all.resolve("zarr3/keys"), all.resolve("zarr3/fill")));
        try (Stream<Path> files = Files.walk(all)) {
            files.filter(file -> file.endsWith(".zarray") || isArray(file))
                    .sorted()
                    .map(Path::getParent)
                    .forEach(stores::add);
        }
    }

    private static boolean isArray(Path file) {
        try {
            return file.endsWith("zarr.json") && Files.readString(file).contains("\"array\"");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterContainer
    static void delete() throws IOException {
        FileUtils.deleteDirectory(all.toFile());
        FileUtils.deleteDirectory(store.getParent().toFile());
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(20)
    void areReadOrRefused(@ForAll long number) throws Exception {
        Random random = new Random(Fuzzing.seed(number));
        FileUtils.deleteQuietly(store.toFile());
        FileUtils.copyDirectory(stores.get(random.nextInt(stores.size())).toFile(), store.toFile());
        damage(random);
        String outcome = Fuzzing.within(() -> outcome(random));
        Statistics.label("outcome").collect(outcome);
    }

    private static void damage(Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(store)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] whole = Files.readAllBytes(file);
        boolean isJson = file.getFileName().toString().matches("zarr\\.json|\\.z.*");
        if (isJson && random.nextInt(4) > 0) {
            JsonNode tree = JSON.readTree(whole);
            change(tree, random);
            Files.write(file, JSON.writeValueAsBytes(tree));
        } else if (whole.length > 0) {
            Files.write(file, Damage.any(whole, random));
        }
    }

    /** Puts something odd in the place of a member, or takes it away. */
    private static void change(JsonNode tree, Random random) throws IOException {
        List<Runnable> changes = new ArrayList<>();
        JsonNode odd = JSON.readTree(ODD.get(random.nextInt(ODD.size())));
        boolean gone = random.nextInt(8) == 0;
        collect(tree, odd, gone, changes);
        if (!changes.isEmpty()) {
            changes.get(random.nextInt(changes.size())).run();
        }
    }

    private static void collect(JsonNode tree, JsonNode odd, boolean gone, List<Runnable> changes) {
        if (tree instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                changes.add(() -> {
                    if (gone) {
                        object.remove(name);
                    } else {
                        object.set(name, odd);
                    }
                });
                collect(object.get(name), odd, gone, changes);
            });
        } else if (tree instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                changes.add(() -> {
                    if (gone) {
                        list.remove(at);
                    } else {
                        list.set(at, odd);
                    }
                });
                collect(list.get(i), odd, gone, changes);
            }
        }
    }

    private static String outcome(Random random) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        try {
            ZarrStore opened = ZarrFixtures.open(store);
            for (ZarrNode node : ZarrFixtures.arrays(opened)) {
                read(opened.array(node).values(), random);
            }
            return "read";
        } catch (BadDataException e) {
            assertThat(e.getMessage()).startsWith("d.zarr: ").contains("; ");
            return "refused";
        } finally {
            assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
        }
    }

    private static void read(ZarrValues values, Random random) {
        if (values.width() > MOST_ROWS) {
            return; // Nobody asks for these: an embedding of so many dimensions is refused.
        }
        int most = MOST_ROWS / Math.max(1, values.width());
        int count = (int) Math.min(values.rows(), most);
        values.read(0, count);
        if (values.rows() > 1) {
            long start = random.nextLong(values.rows());
            values.read(start, (int) Math.min(values.rows() - start, random.nextInt(most) + 1));
        }
        values.storedFiles();
    }
}
