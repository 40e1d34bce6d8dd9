package atlasprox.read.zarr.store;

/**
 * What of an array is there at all, as far as the names of files tell: chunks, or shards of such.
 *
 * @param present the number of those that are there
 * @param needed the number of those that the array is made of; in floating point as it may be any
 * @param bytes what they take
 */
public record StoredChunks(long present, double needed, long bytes) {
    /** The number of those that are not there. */
    public double missing() {
        return Math.max(0, needed - present);
    }
}
