package atlasprox.read.zarr.codec;

import atlasprox.read.compression.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Texts as chunks hold them. What is no Unicode is refused: replaced by a sign, two names might become the same. */
final class Texts {
    /** What Java puts for bytes that are no UTF-8; a text may hold it by itself. */
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    static Elements fixedBytes(ByteBuffer bytes, int size) {
        byte[] text = new byte[size];
        return texts(i -> {
            bytes.get(i * size, text);
            int end = size;
            while (end > 0 && text[end - 1] == 0) {
                end--;
            }
            return utf8(text, 0, end, i);
        });
    }

    static Elements fixedUtf32(ByteBuffer bytes, int size) {
        int[] letters = new int[size / Integer.BYTES];
        return texts(i -> {
            int length = 0;
            for (int k = 0; k < letters.length; k++) {
                letters[k] = bytes.getInt(i * size + k * Integer.BYTES);
                if (letters[k] != 0) {
                    length = k + 1;
                }
                if (!isLetter(letters[k])) {
                    throw notUnicode(i);
                }
            }
            return new String(letters, 0, length);
        });
    }

    private static boolean isLetter(int point) {
        return Character.isValidCodePoint(point)
                && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }

    private static Elements texts(IntFunction<String> text) {
        return (from, step, count, out, to) -> {
            String[] values = (String[]) out;
            for (int i = 0; i < count; i++) {
                values[to + i] = text.apply(from + i * step);
            }
        };
    }

    /**
     * Texts of any length: their number, then of each its length and its UTF-8.
     *
     * @param count how many there must be
     */
    static Elements ofAnyLength(byte[] bytes, int count) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length / Integer.BYTES <= count || in.getInt() != count) {
            throw new CorruptDataException(
                    "holds in " + bytes.length + " bytes not the " + count + " texts that it should");
        }
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new CorruptDataException("ends amid its texts");
            }
            texts[i] = utf8(bytes, in.position(), length, i);
            in.position(in.position() + length);
        }
        return of(texts);
    }

    static Elements of(String... texts) {
        return texts(i -> texts[i]);
    }

    private static String utf8(byte[] bytes, int start, int length, int place) {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            } catch (CharacterCodingException e) {
                throw notUnicode(place);
            }
        }
        return text;
    }

    private static CorruptDataException notUnicode(int place) {
        return new CorruptDataException("holds, as its value " + place + ", a text that is not Unicode");
    }
}
