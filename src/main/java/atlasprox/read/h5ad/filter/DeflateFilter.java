package atlasprox.read.h5ad.filter;

import atlasprox.read.anndata.tree.StoredTree;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.DeflatePipelineFilter;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The gzip filter, of which jhdf's own inflates a chunk of a few bytes until no memory is left. */
final class DeflateFilter extends DeflatePipelineFilter {
    private static final int STEP = 1 << 13;

    private final long most;

    DeflateFilter() {
        this(StoredTree.room());
    }

    /** @param most the largest chunk, in bytes */
    DeflateFilter(long most) {
        this.most = most;
    }

    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            return inflate(inflater, new ByteArrayOutputStream(Math.max(STEP, stored.length)));
        } catch (DataFormatException e) {
            throw new HdfFilterException("a chunk of " + stored.length + " bytes is not gzip data", e);
        } finally {
            inflater.end();
        }
    }

    private byte[] inflate(Inflater inflater, ByteArrayOutputStream chunk) throws DataFormatException {
        byte[] step = new byte[STEP];
        while (!inflater.finished()) {
            int read = inflater.inflate(step);
            if (read == 0) {
                throw new HdfFilterException("a chunk ends amid its gzip data");
            }
            if (chunk.size() + (long) read > most) {
                throw new HdfFilterException("a chunk inflates to more than " + most + " bytes");
            }
            chunk.write(step, 0, read);
        }
        return chunk.toByteArray();
    }
}
