package atlasprox.read.zarr;

import atlasprox.read.anndata.AnnDataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;

/** The stores that src/test/python/make_zarr_fixtures.py writes, unpacked. */
public final class ZarrFixtures {
    public static final Path FOLDER = Path.of("src", "test", "resources", "zarr");

    private ZarrFixtures() {}

    static AnnDataFile open(Path store) {
        return AnnDataFile.of(Zarr.INSTANCE.open(store.toString(), new Configuration(false)));
    }

    /** The names of the stores that hold the cells of cells.json. */
    public static List<String> whole() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("anndata_"))
                    .map(file -> file.replace(".zip", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unpacks a store into a folder, and returns its path. */
    public static Path unpacked(String name, Path folder) throws IOException {
        return unpacked(name, "", folder.resolve(name + ".zarr"));
    }

    /** A store that lacks something, or claims it. */
    public static Path damaged(String name, Path folder) throws IOException {
        Path store = folder.resolve(name + ".zarr");
        unpacked("damaged", "whole/", store);
        return unpacked("damaged", name + "/", store);
    }

    private static Path unpacked(String zip, String prefix, Path store) throws IOException {
        try (ZipFile archive = new ZipFile(FOLDER.resolve(zip + ".zip").toFile())) {
            for (ZipEntry entry : Collections.list(archive.entries())) {
                if (entry.getName().startsWith(prefix)) {
                    Path file = store.resolve(entry.getName().substring(prefix.length()));
                    Files.createDirectories(file.getParent());
                    Files.deleteIfExists(file);
                    write(archive, entry, file);
                }
            }
        }
        return store;
    }

    /** An empty file stands for one that is gone. */
    private static void write(ZipFile archive, ZipEntry entry, Path file) throws IOException {
        try (InputStream in = archive.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length > 0) {
                Files.write(file, bytes);
            }
        }
    }
}
