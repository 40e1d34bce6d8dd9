package atlasprox.read.zarr;

import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.zarr.store.StoredChunks;
import atlasprox.read.zarr.store.ZarrValues;
import java.lang.reflect.Array;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The values of an array of a zarr store. */
final class TreeValues implements StoredValues {
    /** No codec that is read shrinks data further. */
    private static final double MAX_COMPRESSION = 1 << 16;

    private final ZarrTree tree;
    private final String what;
    private final boolean inRows;
    private final int valueBytes;
    private final ValueType type;
    private final ZarrValues values;

    TreeValues(ZarrTree tree, String what, TreeArray array, ZarrValues values) {
        this.tree = tree;
        this.what = what;
        this.inRows = array.shape().length == 2;
        this.valueBytes = array.valueBytes();
        this.type = array.type().orElseThrow();
        this.values = values;
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public long rows() {
        return values.rows();
    }

    @Override
    public int width() {
        return values.width();
    }

    @Override
    public long chunkHeight() {
        return values.chunkHeight();
    }

    @Override
    public Object read(long start, int count) {
        Object read = tree.reading(what, () -> values.read(start, count));
        return inRows ? rows(read, count) : read;
    }

    private Object[] rows(Object flat, int count) {
        int width = width();
        Object[] rows = (Object[]) Array.newInstance(flat.getClass().getComponentType(), count, width);
        for (int i = 0; i < count; i++) {
            System.arraycopy(flat, i * width, rows[i], 0, width);
        }
        return rows;
    }

    /** Integers and booleans of which there is nothing at all are zeros: no writer of zarr stores a chunk of these. */
    @Override
    public Optional<String> notStored() {
        boolean zeros = Set.of(ValueType.INT, ValueType.LONG, ValueType.UNSIGNED_LONG, ValueType.BOOLEAN)
                .contains(type);
        return values.stored()
                .filter(stored -> stored.missing() > 0 && !(zeros && stored.present() == 0))
                .map(this::count);
    }

    private String count(StoredChunks stored) {
        return String.format(Locale.ROOT, "%s lacks %.0f of its %.0f chunks", what, stored.missing(), stored.needed());
    }

    @Override
    public void requireStored() {
        StoredChunks stored = values.stored().orElse(null);
        if (stored == null) {
            return;
        }
        if (stored.missing() > 0) {
            throw tree.bad(count(stored), "it was not written or copied completely: make it again");
        }
        double claimed = (double) rows() * width() * valueBytes;
        if (claimed > MAX_COMPRESSION * stored.bytes()) {
            throw tree.bad(
                    String.format(
                            Locale.ROOT,
                            "%s claims %.0f bytes, but the store holds %d for it",
                            what,
                            claimed,
                            stored.bytes()),
                    "it is damaged or was not written completely: make it again");
        }
    }
}
