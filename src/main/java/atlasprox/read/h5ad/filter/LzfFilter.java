package atlasprox.read.h5ad.filter;

import atlasprox.read.compression.Room;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;

/** The LZF filter as h5py writes it. For variable-length strings h5py does not record the size of a chunk in the settings. */
final class LzfFilter implements Filter {
    private static final int CHUNK_SIZE = 2;
    private static final int USUAL_RATIO = 4;

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
        long most = (long) Lzf.MAX_RATIO * stored.length;
        long likely = settings.length > CHUNK_SIZE ? settings[CHUNK_SIZE] : (long) USUAL_RATIO * stored.length;
        byte[] chunk = Lzf.decompress(stored, (int) Math.min(Math.max(0, likely), Math.min(most, Room.bytes())));
        if (chunk == null) {
            throw new HdfFilterException("a chunk of " + stored.length + " bytes is not LZF data");
        }
        return chunk;
    }
}
