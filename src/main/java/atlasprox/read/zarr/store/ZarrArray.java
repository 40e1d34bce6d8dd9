package atlasprox.read.zarr.store;

import atlasprox.BadDataException;
import atlasprox.read.zarr.chunk.Shape;
import atlasprox.read.zarr.codec.DataType;
import atlasprox.read.zarr.codec.ElementType;
import atlasprox.read.zarr.codec.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Supplier;

/** An array of a store, of any number of dimensions: what its metadata say. */
public final class ZarrArray {
    private static final String DROP = "drop it, or make it one or two dimensions of numbers or texts";

    private final StoreFiles files;
    private final String path;
    private final ArrayMetadata metadata;

    private ZarrArray(StoreFiles files, String path, ArrayMetadata metadata) {
        this.files = files;
        this.path = path;
        this.metadata = metadata;
    }

    static ZarrArray of(StoreFiles files, ZarrNode node) {
        JsonNode json = node.metadata();
        if (!node.isArray()) {
            throw files.bad("'" + node.path() + "' is a group, not an array", "name an array");
        }
        ArrayMetadata metadata =
                reading(files, node.path(), () -> json.has("node_type") ? Version3.of(json) : Version2.of(json));
        return new ZarrArray(files, node.path(), metadata);
    }

    /** Its place within the store. */
    public String path() {
        return path;
    }

    /** The length of each dimension, 0 or more; none of a single value. */
    public long[] shape() {
        return metadata.shape().clone();
    }

    /** The type of its values; empty where it is not read. */
    public Optional<ElementType> type() {
        return metadata.type().element();
    }

    /** The number of bytes that a value takes; 1 for texts of any length. */
    public int valueBytes() {
        return metadata.type().bytes();
    }

    /** What its values are called, for messages, such as {@code integers of 16 bits}. */
    public String words() {
        return metadata.type().words();
    }

    /**
     * Makes the array ready for reading. Chunks are looked at only as they are read.
     *
     * @throws BadDataException if it has more than two dimensions, or is stored in a way that is not read
     */
    public ZarrValues values() {
        DataType type = metadata.type();
        if (type.element().isEmpty()) {
            throw files.bad("'" + path + "' holds " + type.words() + ", which are not read", DROP);
        }
        if (!Shape.holds(metadata.shape())) {
            throw files.bad(
                    "'" + path + "' has " + metadata.shape().length + " dimensions instead of one or two", DROP);
        }
        return reading(files, path, () -> new ZarrValues(files, path, metadata));
    }

    /** Names the array in what is said about its metadata. */
    private static <T> T reading(StoreFiles files, String path, Supplier<T> read) {
        try {
            return read.get();
        } catch (RefusedException e) {
            throw files.bad("'" + path + "' " + e.getMessage(), e.remedy());
        }
    }
}
