package atlasprox.read.zarr.store;

import atlasprox.read.zarr.chunk.ChunkReader;
import atlasprox.read.zarr.codec.DataType;
import atlasprox.read.zarr.codec.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;

/** What a store says about an array, in either version. */
interface ArrayMetadata {
    /** The length of each dimension. */
    long[] shape();

    DataType type();

    /** The value of what was never written, as JSON. */
    JsonNode fill();

    /** @throws RefusedException if chunks are named in a way that is not read */
    ChunkKeys keys();

    /**
     * How chunks of an array of at most two dimensions are read.
     *
     * @throws RefusedException if they are stored in a way that is not read
     */
    ChunkReader reader();

    /** The lengths of a chunk, which must be as many as those of the array; 0 only where the array's is 0. */
    static long[] chunk(long[] lengths, long[] shape) {
        if (lengths.length != shape.length) {
            throw RefusedException.damaged("has " + shape.length + " dimensions, but chunks of " + lengths.length);
        }
        for (int i = 0; i < shape.length; i++) {
            if (lengths[i] == 0 && shape[i] > 0) {
                throw RefusedException.damaged("has chunks of length 0");
            }
            lengths[i] = Math.max(1, lengths[i]);
        }
        return lengths;
    }
}
