package atlasprox.read.parquet;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.arrow.memory.util.Float16;
import org.apache.spark.unsafe.types.UTF8String;

/** Values of Parquet as Spark can hold them. Public for Spark's generated code alone. */
public final class StoredValues implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final long NANOSECONDS = 1000;

    /**
     * @param nanoseconds since 1970
     * @return whole microseconds since 1970, rounded down
     */
    public long microseconds(long nanoseconds) {
        return Math.floorDiv(nanoseconds, NANOSECONDS);
    }

    /**
     * @param bytes a number of half precision, two bytes, the lower one first
     * @return the same number
     */
    public float half(byte[] bytes) {
        return Float16.toFloat((short) ((bytes[0] & 0xFF) | bytes[1] << Byte.SIZE));
    }

    /**
     * @param bytes the 16 bytes of a UUID
     * @return it as text
     */
    public UTF8String uuid(byte[] bytes) {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return UTF8String.fromString(new UUID(halves.getLong(), halves.getLong()).toString());
    }
}
