package atlasprox.read.h5ad;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;

/**
 * The LZF filter as h5py writes it. Two things set it apart from jhdf's own: h5py records the size of a chunk in the filter's
 * settings for every type but variable-length strings, whose settings are empty; and a chunk that LZF does not shrink is
 * stored as it was, which the format marks in a mask that jhdf does not hand to its filters.
 */
final class LzfFilter implements Filter {
    private static final int CHUNK_SIZE = 2;

    /** A variable-length string within a chunk: its length, the address of a heap and the place in it. */
    private static final int HEAP_REFERENCE_BYTES = 16;

    @Override
    public int getId() {
        return 32000;
    }

    @Override
    public String getName() {
        return "lzf";
    }

    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        return settings.length > CHUNK_SIZE ? decodeSized(stored, settings[CHUNK_SIZE]) : decodeStrings(stored);
    }

    private static byte[] decodeSized(byte[] stored, int size) {
        if (stored.length == size) {
            return stored;
        }
        boolean possible = size >= 0 && size <= (long) Lzf.MAX_RATIO * stored.length;
        byte[] chunk = possible ? Lzf.decompress(stored, size) : null;
        if (chunk == null || chunk.length != size) {
            throw new HdfFilterException(
                    "a chunk of " + stored.length + " bytes is not LZF data for " + size + " bytes");
        }
        return chunk;
    }

    /** Without a recorded size, a chunk is taken for compressed if it decompresses to more bytes, a whole number of references. */
    private static byte[] decodeStrings(byte[] stored) {
        byte[] chunk = Lzf.decompress(stored, 4 * stored.length);
        boolean compressed = chunk != null && chunk.length > stored.length && chunk.length % HEAP_REFERENCE_BYTES == 0;
        if (!compressed && stored.length % HEAP_REFERENCE_BYTES != 0) {
            throw new HdfFilterException("a chunk of " + stored.length + " bytes is neither LZF data nor strings");
        }
        return compressed ? chunk : stored;
    }
}
