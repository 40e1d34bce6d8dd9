package atlasprox.read.zarr.codec;

import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Room;
import atlasprox.read.compression.Size;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How the bytes of a chunk become its values. */
public final class ChunkCodec {
    /** What a text takes in memory beside its letters, in bytes. */
    private static final int TEXT_BYTES = 48;

    private final DataType type;
    private final List<ByteCodec> undone;

    /**
     * @param type what the values are, a type that is read
     * @param steps what became of the values' bytes, in the order of writing
     * @throws RefusedException if one of them is not known
     */
    public ChunkCodec(DataType type, List<CodecSpec> steps) {
        this.type = type;
        this.undone = undone(steps);
    }

    /** The steps that undo others, in the order of reading. */
    private static List<ByteCodec> undone(List<CodecSpec> steps) {
        List<ByteCodec> undone = new ArrayList<>();
        for (CodecSpec step : steps) {
            undone.add(0, ByteCodec.of(step));
        }
        return List.copyOf(undone);
    }

    /**
     * Undoes steps of which nobody knows how many bytes they leave.
     *
     * @param steps what became of the bytes, in the order of writing
     */
    public static byte[] bytes(byte[] stored, List<CodecSpec> steps) {
        return bytes(stored, undone(steps), Size.atMost(Room.bytes()));
    }

    private static byte[] bytes(byte[] stored, List<ByteCodec> undone, Size size) {
        byte[] bytes = stored;
        for (int i = 0; i < undone.size(); i++) {
            bytes = undone.get(i).undo(bytes, i + 1 < undone.size() ? size.beforehand() : size);
        }
        return bytes;
    }

    /** Whether the bytes that are stored are those of the values, side by side. */
    public boolean isPlain() {
        return undone.isEmpty() && type.element().orElseThrow() != ElementType.TEXT;
    }

    /** The number of bytes of a value where {@link #isPlain}. */
    public int valueBytes() {
        return type.bytes();
    }

    /**
     * Roughly the memory that the values of a chunk take, in bytes.
     *
     * @param values their number, in floating point as metadata may claim any
     */
    public double memory(double values) {
        int each = type.element().orElseThrow().isText() ? TEXT_BYTES : 0;
        return values * (each + type.bytes());
    }

    /**
     * @param stored all bytes of a chunk
     * @param values the number of values that it must have
     * @throws CorruptDataException if it has not, or the bytes are not what the steps made
     */
    public Elements values(byte[] stored, int values) {
        if (type.element().orElseThrow() == ElementType.TEXT) {
            return Texts.ofAnyLength(bytes(stored, undone, Size.atMost(Room.bytes())), values);
        }
        int expected = Math.multiplyExact(values, type.bytes());
        byte[] bytes = bytes(stored, undone, Size.exactly(expected));
        if (bytes.length != expected) {
            throw new CorruptDataException("has " + bytes.length + " bytes of values instead of " + expected);
        }
        return type.element().orElseThrow().view(ByteBuffer.wrap(bytes).order(type.order()), type.bytes());
    }
}
