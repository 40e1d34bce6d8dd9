package atlasprox.fuzz;

import java.util.Arrays;
import java.util.Random;

/** What disks, networks and people do to a file. */
public enum Damage {
    /** The end is missing. */
    CUT {
        @Override
        byte[] of(byte[] bytes, Random random) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
    },
    /** A few bits are others. */
    BITS {
        @Override
        byte[] of(byte[] bytes, Random random) {
            for (int i = random.nextInt(8); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bytes;
        }
    },
    /** A stretch is all zeros, or all ones. */
    BLANK {
        @Override
        byte[] of(byte[] bytes, Random random) {
            int start = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, start + 1 + random.nextInt(64));
            Arrays.fill(bytes, start, end, (byte) (random.nextBoolean() ? 0 : -1));
            return bytes;
        }
    },
    /** A few numbers are any others. */
    NUMBERS {
        @Override
        byte[] of(byte[] bytes, Random random) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                int start = random.nextInt(bytes.length);
                for (int j = start; j < Math.min(bytes.length, start + 8); j++) {
                    bytes[j] = (byte) random.nextInt(256);
                }
            }
            return bytes;
        }
    };

    abstract byte[] of(byte[] bytes, Random random);

    /** A copy with one of the kinds of damage. */
    public static byte[] any(byte[] bytes, Random random) {
        return values()[random.nextInt(values().length)].of(bytes.clone(), random);
    }
}
