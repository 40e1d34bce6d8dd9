package atlasprox.read.zarr;

import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.zarr.store.ZarrValues;
import java.lang.reflect.Array;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The values of an array of a zarr store. */
final class TreeValues implements StoredValues {
    /** To list more takes long. */
    private static final double MOST_FILES = 100_000;

    private static final Set<ValueType> ZEROS =
            EnumSet.of(ValueType.INT, ValueType.LONG, ValueType.UNSIGNED_LONG, ValueType.BOOLEAN);

    private final ZarrTree tree;
    private final String what;
    private final boolean inRows;
    private final ValueType type;
    private final ZarrValues values;

    TreeValues(ZarrTree tree, String what, TreeArray array, ZarrValues values) {
        this.tree = tree;
        this.what = what;
        this.inRows = array.shape().length == 2;
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
        return lacking(ZEROS.contains(type));
    }

    @Override
    public Optional<String> lacking() {
        return lacking(false);
    }

    private Optional<String> lacking(boolean unlessAll) {
        if (values.files() > MOST_FILES) {
            return Optional.empty();
        }
        long stored = values.storedFiles();
        boolean zeros = unlessAll && stored == 0;
        return stored < values.files() && !zeros ? Optional.of(lack(stored)) : Optional.empty();
    }

    @Override
    public void requireStored() {
        long stored = values.storedFiles();
        if (stored < values.files()) {
            throw tree.bad(lack(stored), "it was not written or copied completely: make it again");
        }
    }

    private String lack(long stored) {
        return String.format(
                Locale.ROOT, "%s lacks %.0f of its %.0f chunks", what, values.files() - stored, values.files());
    }
}
