package atlasprox.read.zarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.commons.io.FileUtils;

/** Every data type, codec and layout of the fixtures, as a whole and by ranges of rows. */
class ZarrValuesTest {
    private static Path folder;
    private static List<ZarrStore> stores;

    @BeforeContainer
    static void unpack() throws IOException {
        folder = Files.createTempDirectory("zarr");
        ZarrFixtures.unpack(folder);
        stores = ZarrFixtures.STORES.stream()
                .map(name -> ZarrFixtures.open(folder.resolve(name)))
                .toList();
    }

    @AfterContainer
    static void delete() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Example
    void areWhatWasWritten() {
        int read = 0;
        for (ZarrStore store : stores) {
            for (ZarrNode node : ZarrFixtures.arrays(store)) {
                if (node.hasAttribute("rule")) {
                    requireRows(store, node, 0, 1);
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(250);
    }

    @Example
    void areRefusedByTheNameOfWhatIsNotRead() {
        int refused = 0;
        for (ZarrStore store : stores) {
            for (ZarrNode node : ZarrFixtures.arrays(store)) {
                if (node.hasAttribute("words")) {
                    assertThatThrownBy(() -> store.array(node).values())
                            .as(node.path())
                            .isInstanceOf(BadDataException.class)
                            .hasMessageContaining(": '" + node.path() + "' ")
                            .hasMessageContaining(node.text("words"));
                    refused++;
                }
            }
        }
        assertThat(refused).isEqualTo(17);
    }

    /** Rows in the middle, one read after another from the same array. */
    @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void areTheSameByRanges(@ForAll long seed) {
        Random random = new Random(seed);
        ZarrStore store = stores.get(random.nextInt(stores.size()));
        List<ZarrNode> arrays = new ArrayList<>(ZarrFixtures.arrays(store));
        arrays.removeIf(node -> !node.hasAttribute("rule"));
        requireRows(store, arrays.get(random.nextInt(arrays.size())), random.nextDouble(), random.nextDouble());
    }

    /** @param share how much of the rest is read at once */
    private static void requireRows(ZarrStore store, ZarrNode node, double from, double share) {
        ZarrArray array = store.array(node);
        ZarrValues values = array.values();
        ZarrRule rule = ZarrRule.of(node);
        long start = (long) (from * values.rows());
        int count = (int) Math.ceil(share * (values.rows() - start));
        while (count > 0 && start < values.rows()) {
            count = (int) Math.min(count, values.rows() - start);
            Object read = values.read(start, count);
            assertThat(Array.getLength(read)).isEqualTo(count * values.width());
            for (int i = 0; i < count * values.width(); i++) {
                long place = start * values.width() + i;
                Object value = Array.get(read, i);
                assertThat(rule.holds(value, values.type(), place / values.width(), place))
                        .as("%s at %s: %s, not as %s says", node.path(), place, value, rule)
                        .isTrue();
            }
            start += count;
        }
    }
}
