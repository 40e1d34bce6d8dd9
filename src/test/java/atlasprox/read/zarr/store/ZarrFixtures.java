package atlasprox.read.zarr.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;

/** The stores that src/test/python/make_zarr_codec_fixtures.py writes: of version 3, one of version 2 by the same program in its folder "old", and of version 2. */
public final class ZarrFixtures {
    static final List<String> STORES = List.of("zarr3", "zarr3/old", "zarr2");

    private static final Configuration HADOOP = new Configuration();
    private static final List<String> PACKED = List.of("zarr3", "zarr2");

    private ZarrFixtures() {}

    /** Unpacks all into a folder. */
    public static void unpack(Path folder) {
        for (String name : PACKED) {
            try (InputStream in = ZarrFixtures.class.getResourceAsStream("/zarr/" + name + ".tar.gz");
                    TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    Path file = folder.resolve(name).resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.write(file, tar.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static ZarrStore open(Path folder) {
        return ZarrStore.open(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                folder.getFileName().toString(),
                HADOOP);
    }

    /** All arrays of a store. */
    static List<ZarrNode> arrays(ZarrStore store) {
        List<ZarrNode> arrays = new ArrayList<>();
        add(store, store.root(), arrays);
        return arrays;
    }

    private static void add(ZarrStore store, ZarrNode node, List<ZarrNode> arrays) {
        if (node.isArray()) {
            arrays.add(node);
        }
        for (String name : store.names(node)) {
            add(store, store.node(node.path() + "/" + name).orElseThrow(), arrays);
        }
    }
}
