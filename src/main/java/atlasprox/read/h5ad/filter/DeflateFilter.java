package atlasprox.read.h5ad.filter;

import atlasprox.read.compression.Deflate;
import atlasprox.read.compression.Room;
import atlasprox.read.compression.Size;
import io.jhdf.filter.DeflatePipelineFilter;

/** The gzip filter, of which jhdf's own inflates a chunk of a few bytes until no memory is left. */
final class DeflateFilter extends DeflatePipelineFilter {
    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        return Deflate.zlib(stored, Size.atMost(Room.bytes()));
    }
}
