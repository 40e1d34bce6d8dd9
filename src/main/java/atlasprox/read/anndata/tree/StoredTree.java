package atlasprox.read.anndata.tree;

import atlasprox.BadDataException;
import atlasprox.read.compression.Room;
import java.util.Locale;
import java.util.function.Supplier;

/** The groups and arrays of one open store. Nothing outside of it is ever opened. Not thread-safe. */
public interface StoredTree extends AutoCloseable {
    /** What error messages call it: its path as given. */
    String shownAs();

    /** The group that holds all others. */
    StoredGroup root();

    /** What to do about a store that is not as AnnData writes it, as part of a sentence. */
    String reSave();

    /**
     * Runs a read, naming what was read and why it fails.
     *
     * @param what is read, in error messages
     * @param read reads it
     * @throws BadDataException for whatever goes wrong: in a damaged store, anything may stand where a size or a place is expected
     */
    <T> T reading(String what, Supplier<T> read);

    /** An error that names this store. */
    default BadDataException bad(String problem, String remedy) {
        return new BadDataException(shownAs() + ": " + problem + "; " + remedy);
    }

    /**
     * Checks that what must be held in memory at once fits there, beside all else.
     *
     * @param what it in error messages
     * @param bytes roughly the memory that it needs; in floating point, as a hostile store's product may be beyond all integers
     * @throws BadDataException if it is more than {@link #room}
     */
    default void requireRoom(String what, double bytes) {
        if (bytes > room()) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "%s need %.0f bytes of memory at once, which is more than an eighth of the Java heap",
                            what,
                            bytes),
                    "check the file, or give Java a larger heap");
        }
    }

    /** The most memory for one thing that must be held as a whole, in bytes. */
    static long room() {
        return Room.bytes();
    }

    @Override
    void close();
}
