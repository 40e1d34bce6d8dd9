package atlasprox.read.h5ad.filter;

import atlasprox.read.compression.Room;
import atlasprox.read.compression.Size;
import atlasprox.read.compression.Zstandard;
import io.jhdf.filter.Filter;

/** The Zstandard filter: a chunk is a frame. */
final class ZstdFilter implements Filter {
    @Override
    public int getId() {
        return 32015;
    }

    @Override
    public String getName() {
        return "zstd";
    }

    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        return Zstandard.decompress(stored, Size.atMost(Room.bytes()));
    }
}
