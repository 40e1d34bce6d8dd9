package atlasprox.read.zarr.store;

import atlasprox.read.zarr.chunk.Shape;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;

/** Counts the files of an array's chunks by listing its folders, of which there is one for each row of chunks at most. */
final class StoredChunks {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

    private final StoreFiles files;
    private final ChunkKeys keys;
    private final Shape grid;

    /** @param grid how many chunks there are below each other, and side by side */
    StoredChunks(StoreFiles files, ChunkKeys keys, Shape grid) {
        this.files = files;
        this.keys = keys;
        this.grid = grid;
    }

    /** @param path the array's */
    long count(String path) {
        boolean ofFolders = keys.separator().equals("/");
        String folder = ofFolders && !keys.prefix().isEmpty() && keys.dimensions() > 0
                ? Names.under(path, keys.prefix())
                : path;
        return ofFolders && keys.dimensions() == 2
                ? inFolders(folder)
                : files.list(folder).stream().filter(this::isChunk).count();
    }

    private long inFolders(String folder) {
        long count = 0;
        for (FileStatus row : files.list(folder)) {
            String name = row.getPath().getName();
            if (row.isDirectory() && isBelow(name, grid.rows())) {
                count += files.list(Names.under(folder, name)).stream()
                        .filter(file -> file.isFile() && isBelow(file.getPath().getName(), grid.columns()))
                        .count();
            }
        }
        return count;
    }

    private boolean isChunk(FileStatus file) {
        String name = file.getPath().getName();
        if (keys.dimensions() == 0) {
            return file.isFile() && name.equals(keys.key(0, 0));
        }
        String[] parts = name.split(Pattern.quote("."), -1);
        boolean isPrefixed = keys.separator().equals(".") && !keys.prefix().isEmpty();
        int numbers = parts.length - (isPrefixed ? 1 : 0);
        return file.isFile()
                && numbers == keys.dimensions()
                && (!isPrefixed || parts[0].equals(keys.prefix()))
                && isBelow(parts[parts.length - numbers], grid.rows())
                && (numbers == 1 || isBelow(parts[parts.length - 1], grid.columns()));
    }

    private static boolean isBelow(String name, long end) {
        return NUMBER.matcher(name).matches() && Long.parseLong(name) < end;
    }
}
