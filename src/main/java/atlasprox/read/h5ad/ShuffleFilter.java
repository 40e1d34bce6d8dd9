package atlasprox.read.h5ad;

import io.jhdf.filter.ByteShuffleFilter;

/** The shuffle filter, which HDF5 skips for variable-length strings; their settings are then empty, which jhdf's own does not allow. */
final class ShuffleFilter extends ByteShuffleFilter {
    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        return settings.length == 0 ? stored : super.decode(stored, settings);
    }
}
