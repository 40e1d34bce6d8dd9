package atlasprox.read.zarr;

import atlasprox.BadDataException;
import atlasprox.read.anndata.AnnDataCells;
import atlasprox.read.table.InputPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** AnnData in zarr stores as a table of cells: a store, a group in one, or a folder of stores. */
public final class ZarrCells extends AnnDataCells {
    private static final String SUFFIX = ".zarr";

    /** Any file of these makes a folder a group of zarr, of version 3 or 2. */
    private static final List<String> MARKS = List.of("zarr.json", ".zgroup");

    /** Takes no settings. */
    public ZarrCells() {
        super(Zarr.INSTANCE, ZarrSource.class);
    }

    @Override
    public List<String> found(Configuration configuration, String input) {
        try {
            List<String> stores = new ArrayList<>();
            for (FileStatus status : InputPaths.found(configuration, input)) {
                if (status.isDirectory()) {
                    stores.addAll(stores(status.getPath().getFileSystem(configuration), status.getPath()));
                }
            }
            return stores;
        } catch (BadDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // No path at all, no such host, no class for that file system.
            throw InputPaths.unreachable(input, e);
        }
    }

    @Override
    public List<String> wholes(Configuration configuration, String input) throws IOException {
        List<String> wholes = new ArrayList<>();
        for (FileStatus status : InputPaths.found(configuration, input)) {
            FileSystem files = status.getPath().getFileSystem(configuration);
            Path whole = status.getPath();
            while (whole.getParent() != null && isSeenToBeGroup(files, whole.getParent())) {
                whole = whole.getParent();
            }
            wholes.add(whole.toString());
        }
        return wholes;
    }

    /** Above what one reads, one may not be allowed to look. */
    private static boolean isSeenToBeGroup(FileSystem files, Path folder) {
        try {
            return isGroup(files, folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isGroup(FileSystem files, Path folder) throws IOException {
        for (String mark : MARKS) {
            if (files.exists(new Path(folder, mark))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> stores(FileSystem files, Path folder) throws IOException {
        if (isGroup(files, folder)) {
            return List.of(folder.toString());
        }
        List<String> stores = new ArrayList<>();
        for (FileStatus member : files.listStatus(folder)) {
            if (member.isDirectory() && member.getPath().getName().endsWith(SUFFIX)) {
                stores.add(member.getPath().toString());
            }
        }
        // One without a mark is refused as it is opened, by what it lacks.
        return stores.isEmpty() && folder.getName().endsWith(SUFFIX)
                ? List.of(folder.toString())
                : stores.stream().sorted().toList();
    }
}
