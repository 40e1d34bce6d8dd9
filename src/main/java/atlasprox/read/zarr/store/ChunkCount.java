package atlasprox.read.zarr.store;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/** Counts the files of an array's chunks by listing its folder, which is given up where that would take long. */
final class ChunkCount {
    /** Rows of chunks, each a folder of its own; a listing of an object store takes some hundredths of a second. */
    private static final int MOST_FOLDERS = 200;

    private static final int MOST_FILES = 100_000;

    /** A chunk's key, or the first step of one. */
    private static final Pattern KEY = Pattern.compile("(\\d{1,18})(?:[./](\\d{1,18}))?");

    private final StoreFiles files;
    private final ChunkKeys keys;
    private final double down;
    private final double across;
    private int folders;
    private int seen;
    private long present;
    private long bytes;

    private ChunkCount(StoreFiles files, ChunkKeys keys, double down, double across) {
        this.files = files;
        this.keys = keys;
        this.down = down;
        this.across = across;
    }

    /**
     * @param array the path of an array of one dimension or two
     * @param down the number of chunks, or shards, one below the other
     * @param across the number of those side by side
     * @return what is there; empty where that is not known
     */
    static Optional<StoredChunks> of(StoreFiles files, String array, ChunkKeys keys, double down, double across) {
        ChunkCount count = new ChunkCount(files, keys, down, across);
        boolean nested = !keys.prefix().isEmpty() && keys.separator().equals("/");
        boolean whole = count.folder(nested ? Names.under(array, keys.prefix()) : array, "");
        return whole ? Optional.of(new StoredChunks(count.present, down * across, count.bytes)) : Optional.empty();
    }

    /** Counts what is in a folder; false where it was given up. */
    private boolean folder(String folder, String above) {
        folders++;
        if (folders > MOST_FOLDERS) {
            return false;
        }
        try {
            RemoteIterator<FileStatus> members = files.members(folder);
            while (members.hasNext()) {
                seen++;
                if (seen > MOST_FILES || !member(folder, above, members.next())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // Who reads a chunk will say what is wrong.
        }
    }

    private boolean member(String folder, String above, FileStatus member) {
        String name = member.getPath().getName();
        String flat = keys.prefix() + keys.separator();
        String key = above + (above.isEmpty() && flat.equals("c.") && name.startsWith(flat) ? name.substring(2) : name);
        Matcher numbers = KEY.matcher(key);
        if (!numbers.matches()) {
            return true;
        }
        boolean isChunk = (numbers.group(2) == null) == (keys.dimensions() == 1);
        if (isChunk && member.isFile() && Long.parseLong(numbers.group(1)) < down && column(numbers) < across) {
            present++;
            bytes += member.getLen();
        }
        return isChunk || !member.isDirectory() || folder(Names.under(folder, name), key + "/");
    }

    private static long column(Matcher numbers) {
        return numbers.group(2) == null ? 0 : Long.parseLong(numbers.group(2));
    }
}
