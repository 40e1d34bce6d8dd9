package atlasprox.read.h5ad.hdf;

import io.jhdf.GlobalHeap;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Texts as a dataset stores them: of one length, or by reference to a heap. All are read as UTF-8, which ASCII is as well; jhdf puts
 * one sign for whatever is not of the encoding that a file claims, so that two names may become the same.
 */
final class Texts {
    private final HdfBackingStorage storage;
    private final DataType type;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    private final Map<Long, GlobalHeap> heaps = new HashMap<>();

    Texts(HdfBackingStorage storage, DataType type) {
        this.storage = storage;
        this.type = type;
    }

    /**
     * @param stored what the dataset holds of each text
     * @throws NotUnicode if one of them is no UTF-8
     */
    String[] read(ByteBuffer stored, int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            ByteBuffer one = stored.slice(i * type.getSize(), type.getSize()).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer text = type instanceof StringData fixed ? unpadded(one, fixed) : referred(one);
            try {
                texts[i] = decoder.decode(text).toString();
            } catch (CharacterCodingException e) {
                throw new NotUnicode(i, e);
            }
        }
        return texts;
    }

    private static ByteBuffer unpadded(ByteBuffer text, StringData type) {
        type.getStringPaddingHandler().setBufferLimit(text);
        return text;
    }

    /** A reference is the text's length, the address of a heap, and the place in it, which is 0 for an empty text. */
    private ByteBuffer referred(ByteBuffer reference) {
        reference.getInt();
        long address =
                storage.getSizeOfOffsets() == Long.BYTES ? reference.getLong() : reference.getInt() & 0xffffffffL;
        int place = reference.getInt();
        return place == 0
                ? ByteBuffer.allocate(0)
                : heaps.computeIfAbsent(address, at -> new GlobalHeap(storage, at))
                        .getObjectData(place);
    }

    /** A text that cannot be told. */
    static final class NotUnicode extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final int place;

        NotUnicode(int place, CharacterCodingException cause) {
            super("not UTF-8", cause);
            this.place = place;
        }

        /** Which one of those that were read, from 0. */
        int place() {
            return place;
        }
    }
}
