package atlasprox.read.h5ad.filter;

import atlasprox.read.anndata.tree.StoredTree;
import com.github.luben.zstd.ZstdInputStream;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The Zstandard filter, by the library that Spark brings: a chunk is a frame. */
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
        return decompress(stored, (int) Math.min(StoredTree.room(), Integer.MAX_VALUE - Long.BYTES));
    }

    /** @param most the largest result, in bytes */
    static byte[] decompress(byte[] frame, int most) {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(frame))) {
            byte[] bytes = in.readNBytes(most);
            if (bytes.length == most && in.read() >= 0) {
                throw new HdfFilterException("a chunk inflates to more than " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new HdfFilterException("a chunk of " + frame.length + " bytes is not Zstandard data", e);
        }
    }
}
