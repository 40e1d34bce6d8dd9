package atlasprox.read.h5ad.filter;

import atlasprox.read.compression.Lz4;
import atlasprox.read.compression.Room;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** The LZ4 filter: blocks of LZ4, or bytes as they are where that does not shrink them. jhdf's own reads beyond a damaged block. */
final class Lz4Filter implements Filter {
    @Override
    public int getId() {
        return 32004;
    }

    @Override
    public String getName() {
        return "lz4";
    }

    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        try {
            ByteBuffer in = ByteBuffer.wrap(stored);
            byte[] chunk = new byte[size(in.getLong())];
            int block = in.getInt();
            for (int start = 0; start < chunk.length; start += block) {
                int length = Math.min(block, chunk.length - start);
                int compressed = in.getInt();
                if (compressed == length) {
                    in.get(chunk, start, length);
                } else {
                    decompress(in, compressed, chunk, start, length);
                }
            }
            return chunk;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new HdfFilterException("a chunk ends amid its LZ4 data", e);
        }
    }

    /** The size of a chunk as it says itself. */
    static int size(long claimed) {
        if (claimed < 0 || claimed > Math.min(Room.bytes(), Integer.MAX_VALUE)) {
            throw new HdfFilterException("a chunk inflates to more than " + Room.bytes() + " bytes");
        }
        return (int) claimed;
    }

    /** Decompresses one block from where the buffer stands, which must give just as many bytes as asked for. */
    @SuppressWarnings("ByteBufferBackingArray") // HDF5 chunks are wrapped arrays, read from their first byte.
    static void decompress(ByteBuffer in, int compressed, byte[] out, int start, int length) {
        int from = in.position();
        in.position(Math.addExact(from, compressed)); // Throws where the block is longer than the chunk.
        Lz4.decompress(in.array(), from, compressed, out, start, length);
    }
}
