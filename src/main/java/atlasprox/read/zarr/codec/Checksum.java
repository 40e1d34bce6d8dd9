package atlasprox.read.zarr.codec;

import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A checksum of four bytes, verified and taken off.
 *
 * @param name what it is called in messages
 * @param sums makes a sum of nothing
 * @param atStart whether it stands before the bytes that it is of, rather than behind them
 */
record Checksum(String name, Supplier<java.util.zip.Checksum> sums, boolean atStart) implements ByteCodec {
    static boolean isAtStart(CodecSpec spec, boolean otherwise) {
        return Metadata.text(spec.settings(), "location", otherwise ? "start" : "end")
                .equals("start");
    }

    @Override
    public byte[] undo(byte[] stored, Size size) {
        int length = stored.length - Integer.BYTES;
        if (length < 0) {
            throw new CorruptDataException("has no room for its checksum");
        }
        int from = atStart ? Integer.BYTES : 0;
        int expected = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(atStart ? 0 : length);
        java.util.zip.Checksum sum = sums.get();
        sum.update(stored, from, length);
        if ((int) sum.getValue() != expected) {
            throw new CorruptDataException("does not match its checksum (" + name + ")");
        }
        return Arrays.copyOfRange(stored, from, from + length);
    }
}
