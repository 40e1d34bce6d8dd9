package atlasprox.read.h5ad.filter;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Fletcher's checksum at the end of a chunk, which jhdf's own filter neither verifies nor takes off. */
final class FletcherFilter implements Filter {
    /** As many words as can be added up before a sum of 32 bits overflows. */
    private static final int WORDS_AT_ONCE = 360;

    @Override
    public int getId() {
        return 3;
    }

    @Override
    public String getName() {
        return "fletcher32";
    }

    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        int length = stored.length - Integer.BYTES;
        if (length < 0) {
            throw new HdfFilterException("a chunk of " + stored.length + " bytes has no room for its checksum");
        }
        int expected = ByteBuffer.wrap(stored, length, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int sum = sum(stored, length);
        if (sum != expected && withBytesSwapped(sum) != expected) {
            throw new HdfFilterException("a chunk does not match its checksum");
        }
        return Arrays.copyOf(stored, length);
    }

    /** Of pairs of bytes, the first the more significant one. */
    static int sum(byte[] bytes, int length) {
        int low = 0;
        int high = 0;
        int words = 0;
        for (int i = 0; i < length; i += 2) {
            int next = i + 1 < length ? bytes[i + 1] & 0xff : 0;
            low += (bytes[i] & 0xff) << 8 | next;
            high += low;
            words++;
            if (words % WORDS_AT_ONCE == 0) {
                low = folded(low);
                high = folded(high);
            }
        }
        return folded(folded(high)) << 16 | folded(folded(low));
    }

    private static int folded(int sum) {
        return (sum & 0xffff) + (sum >>> 16);
    }

    /** As HDF5 before 1.6.3 wrote it on little-endian machines. */
    private static int withBytesSwapped(int sum) {
        return (sum & 0x00ff00ff) << 8 | sum >>> 8 & 0x00ff00ff;
    }
}
