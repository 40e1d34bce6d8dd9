package atlasprox.read.zarr.chunk;

import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Room;
import atlasprox.read.zarr.codec.ChunkCodec;
import atlasprox.read.zarr.codec.Elements;
import atlasprox.read.zarr.codec.RefusedException;
import java.util.Locale;

/**
 * A chunk that is compressed as a whole, or not at all.
 *
 * @param byColumns whether its values lie column by column
 */
public record WholeChunk(Shape shape, boolean byColumns, ChunkCodec codec) implements ChunkReader {
    /** @throws RefusedException if there is no memory for one */
    public WholeChunk {
        double memory = codec.memory(shape.values());
        double most = Math.min(Room.bytes(), Integer.MAX_VALUE - Long.BYTES);
        if (memory > most && !(codec.isPlain() && !byColumns)) {
            throw RefusedException.tooLarge(String.format(
                    Locale.ROOT, "has chunks that need %.0f bytes of memory each, more than %.0f", memory, most));
        }
    }

    @Override
    public long height() {
        return shape.rows();
    }

    @Override
    public double across(int columns) {
        return Math.ceil((double) columns / shape.columns());
    }

    @Override
    public boolean isWhole() {
        return byColumns || !codec.isPlain();
    }

    @Override
    public void read(ByteSource stored, String key, long top, long left, Rows rows) {
        if (isWhole()) {
            rows.put(values(stored, key, top, rows), shape, byColumns, top, left);
        } else {
            readRange(stored, top, left, rows);
        }
    }

    private Elements values(ByteSource stored, String key, long top, Rows rows) {
        Elements values = rows.held().chunk(key);
        if (values == null) {
            if (stored.length() > Math.min(Room.bytes(), Integer.MAX_VALUE - Long.BYTES)) {
                throw new CorruptDataException("has " + stored.length() + " bytes, far more than its values need");
            }
            values = codec.values(stored.read(0, (int) stored.length()), (int) shape.values());
        }
        rows.held().hold(key, values, rows.until(top, shape.rows()) < top + shape.rows());
        return values;
    }

    /** Only the bytes of the rows, which lie side by side. */
    private void readRange(ByteSource stored, long top, long left, Rows rows) {
        double expected = shape.values() * codec.valueBytes();
        if (stored.length() != expected) {
            throw new CorruptDataException(
                    String.format(Locale.ROOT, "has %d bytes of values instead of %.0f", stored.length(), expected));
        }
        long start = rows.from(top);
        Shape part = new Shape(rows.until(top, shape.rows()) - start, shape.columns());
        int values = Math.toIntExact(part.rows() * part.columns());
        byte[] bytes = stored.read(
                (start - top) * part.columns() * codec.valueBytes(), Math.multiplyExact(values, codec.valueBytes()));
        rows.put(codec.values(bytes, values), part, false, start, left);
    }
}
