package atlasprox.read.zarr;

import atlasprox.BadDataException;
import atlasprox.fuzz.Damage;
import atlasprox.fuzz.Fuzzing;
import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.Content;
import java.io.IOException;
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

/** Stores of which a file is damaged, gone or another's are read as AnnData or refused as bad data; nothing else may happen. */
class DamagedStoreFuzzTest {
    private static Path folder;
    private static List<Path> files;

    @BeforeContainer
    static void unpack() throws IOException {
        folder = Files.createTempDirectory("damaged");
        files = new ArrayList<>();
        for (String name : ZarrFixtures.whole()) {
            Path store = ZarrFixtures.unpacked(name, folder);
            for (String part : List.of("obs", "obsm", "uns")) {
                files.addAll(files(store.resolve(part)));
            }
            files.addAll(files(store).stream()
                    .filter(file -> file.getParent().equals(store))
                    .toList());
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @AfterContainer
    static void delete() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(15)
    void areReadOrRefused(@ForAll long number) throws Exception {
        Random random = new Random(Fuzzing.seed(number));
        Path file = files.get(random.nextInt(files.size()));
        Path store = folder.resolve(folder.relativize(file).getName(0));
        byte[] whole = Files.readAllBytes(file);
        try {
            damage(file, whole, random);
            String outcome = Fuzzing.within(() -> outcome(store));
            Statistics.label("outcome").collect(outcome.endsWith(" values") ? "read" : "refused");
        } finally {
            Files.write(file, whole);
        }
    }

    private static void damage(Path file, byte[] whole, Random random) throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> Files.delete(file);
            case 1 -> Files.write(file, Files.readAllBytes(files.get(random.nextInt(files.size()))));
            default -> {
                if (whole.length > 0) {
                    Files.write(file, Damage.any(whole, random));
                }
            }
        }
    }

    private static String outcome(Path store) {
        try (AnnDataFile file = ZarrFixtures.open(store)) {
            return Content.readAll(file) + " values";
        } catch (BadDataException e) {
            if (!e.getMessage().startsWith(store + ": ")) {
                throw new AssertionError("the message does not name the store", e);
            }
            return e.getMessage();
        }
    }
}
