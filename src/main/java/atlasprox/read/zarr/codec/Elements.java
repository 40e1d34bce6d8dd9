package atlasprox.read.zarr.codec;

/** The values of a chunk, one after the other. */
@FunctionalInterface
public interface Elements {
    /**
     * Copies some of them.
     *
     * @param from the first one
     * @param step how far the next one is from each; 0 repeats the first
     * @param count how many
     * @param out an array that {@link ElementType#newArray} made
     * @param to where the first one goes in it
     * @throws atlasprox.read.compression.CorruptDataException if one of them is no value of its type
     */
    void copy(int from, int step, int count, Object out, int to);
}
