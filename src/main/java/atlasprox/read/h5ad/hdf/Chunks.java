package atlasprox.read.h5ad.hdf;

import atlasprox.read.h5ad.filter.Filters;
import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.ChunkedDatasetBase;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The chunks of a dataset of one dimension or two. jhdf finds them, but does not tell its filters which of them a chunk was stored
 * without, and takes chunks of any length; so they are put together here.
 */
final class Chunks {
    private final HdfBackingStorage storage;
    private final Filters filters;
    private final Map<ChunkOffset, Chunk> index;
    private final int[] chunk;
    private final long rows;
    private final long rowValues;
    private final int valueBytes;

    Chunks(HdfTree tree, String what, ChunkedDatasetBase dataset) {
        this.storage = tree.storage();
        this.filters = Filters.of(tree, what, dataset.getHeader());
        this.index = index(storage, dataset);
        this.chunk = dataset.getChunkDimensions();
        this.rows = dataset.getDimensionsAsLong()[0];
        this.rowValues = chunk.length == 1 ? 1 : dataset.getDimensionsAsLong()[1];
        this.valueBytes = dataset.getDataType().getSize();
    }

    private static Map<ChunkOffset, Chunk> index(HdfBackingStorage storage, ChunkedDatasetBase dataset) {
        ObjectHeader header = dataset.getHeader();
        Map<ChunkOffset, Chunk> index = new HashMap<>(
                dataset instanceof ChunkedDatasetV3
                        ? new OldIndex(storage, dataset, header).getChunkLookup()
                        : new NewIndex(storage, dataset, header).getChunkLookup());
        index.values().removeIf(chunk -> chunk.getAddress() == Constants.UNDEFINED_ADDRESS); // Never written.
        return index;
    }

    /** The dimensions of one chunk. */
    long[] dimensions() {
        return Arrays.stream(chunk).asLongStream().toArray();
    }

    boolean areFiltered() {
        return !filters.isEmpty();
    }

    /** The bytes that all chunks take in the file. */
    long storedBytes() {
        return index.values().stream().mapToLong(Chunk::getSize).sum();
    }

    /** The number of chunks that the dataset is made of, in floating point as it may be any. */
    double needed() {
        return Math.ceil((double) rows / chunk[0]) * Math.ceil((double) rowValues / width());
    }

    /** The number of chunks that are there. Where some were never written, jhdf does not find all that were. */
    long present() {
        return index.size();
    }

    /** Rows as the dataset's type stores them. */
    ByteBuffer read(long start, int count) {
        byte[] rows = new byte[Math.multiplyExact(count, rowBytes())];
        for (long top = start - start % chunk[0]; top < start + count; top += chunk[0]) {
            for (long left = 0; left < rowValues; left += width()) {
                copy(top, left, rows, start, count);
            }
        }
        return ByteBuffer.wrap(rows);
    }

    private int rowBytes() {
        return Math.toIntExact(Math.multiplyExact(rowValues, (long) valueBytes));
    }

    private int width() {
        return chunk.length == 1 ? 1 : chunk[1];
    }

    /** Copies what one chunk has of the rows. What hangs over the dataset's edges is left out. */
    private void copy(long top, long left, byte[] rows, long start, int count) {
        Chunk found = index.get(new ChunkOffset(chunk.length == 1 ? new long[] {top} : new long[] {top, left}));
        byte[] values = decoded(found);
        int length = (int) Math.min(width(), rowValues - left) * valueBytes;
        long end = Math.min(top + chunk[0], start + count);
        // Rows that are whole in the chunk follow each other, as in the dataset.
        long height = width() == rowValues ? end - Math.max(top, start) : 1;
        for (long row = Math.max(top, start); row < end; row += height) {
            int from = Math.toIntExact(row - top) * width() * valueBytes;
            int to = Math.toIntExact((row - start) * rowBytes() + left * valueBytes);
            System.arraycopy(values, from, rows, to, length * (int) height);
        }
    }

    private byte[] decoded(Chunk found) {
        ByteBuffer stored = storage.map(found.getAddress(), found.getSize());
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        byte[] values = filters.undo(bytes, found.getFilterMask());
        long expected = (long) chunk[0] * width() * valueBytes;
        if (values.length != expected) {
            throw new HdfFilterException("a chunk holds " + values.length + " bytes instead of " + expected);
        }
        return values;
    }

    /** jhdf shows its index to subclasses only. */
    private static final class OldIndex extends ChunkedDatasetV3 {
        OldIndex(HdfBackingStorage storage, ChunkedDatasetBase dataset, ObjectHeader header) {
            super(storage, dataset.getAddress(), dataset.getName(), dataset.getParent(), header);
        }

        @Override
        protected Map<ChunkOffset, Chunk> getChunkLookup() {
            return super.getChunkLookup();
        }
    }

    /** The same for files of HDF5 1.10 and later. */
    private static final class NewIndex extends ChunkedDatasetV4 {
        NewIndex(HdfBackingStorage storage, ChunkedDatasetBase dataset, ObjectHeader header) {
            super(storage, dataset.getAddress(), dataset.getName(), dataset.getParent(), header);
        }

        @Override
        protected Map<ChunkOffset, Chunk> getChunkLookup() {
            return super.getChunkLookup();
        }
    }
}
