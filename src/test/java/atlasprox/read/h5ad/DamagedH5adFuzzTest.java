package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import atlasprox.fuzz.Damage;
import atlasprox.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Small h5ad files, damaged at random places, are read or refused as bad data; nothing else may happen. */
class DamagedH5adFuzzTest {
    private static final List<String> FILES = List.of(
            "part_a",
            "encodings",
            "gzip",
            "lzf",
            "lzf_corners",
            "old_categories",
            "column_chunks",
            "several_keys",
            "slashes",
            "tables_and_integers",
            "mixed",
            "layout_compact",
            "layout_v110",
            "filters/rows_9",
            "filters/rows_61",
            "filters/rows_137");

    private static Path file;

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("damaged", ".h5ad");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(15)
    void areReadOrRefused(@ForAll long number) throws Exception {
        Random random = new Random(Fuzzing.seed(number));
        byte[] whole = Files.readAllBytes(Fixtures.file(FILES.get(random.nextInt(FILES.size()))));
        Files.write(file, Damage.any(whole, random));
        String outcome = Fuzzing.within(this::outcome);
        Statistics.label("outcome").collect(outcome.endsWith(" values") ? "read" : "refused");
    }

    private String outcome() {
        try {
            return H5adContent.readAll(file) + " values";
        } catch (BadDataException e) {
            if (!e.getMessage().startsWith(file + ": ")) {
                throw new AssertionError("the message does not name the file", e);
            }
            return e.getMessage();
        }
    }
}
