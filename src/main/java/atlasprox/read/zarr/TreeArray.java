package atlasprox.read.zarr;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.zarr.codec.ElementType;
import atlasprox.read.zarr.store.ZarrArray;
import atlasprox.read.zarr.store.ZarrNode;
import java.lang.reflect.Array;
import java.util.Optional;

/** An array of a zarr store. */
final class TreeArray extends TreeNode implements StoredArray {
    private final ZarrArray array;

    TreeArray(ZarrTree tree, ZarrNode node, ZarrArray array) {
        super(tree, node);
        this.array = array;
    }

    @Override
    public long[] shape() {
        return array.shape();
    }

    @Override
    public Optional<ValueType> type() {
        return array.type().map(TreeArray::type);
    }

    private static ValueType type(ElementType type) {
        return switch (type) {
            case BOOL -> ValueType.BOOLEAN;
            case INT8, INT16, INT32, UINT8, UINT16 -> ValueType.INT;
            case INT64, UINT32 -> ValueType.LONG;
            case UINT64 -> ValueType.UNSIGNED_LONG;
            case FLOAT16, FLOAT32 -> ValueType.FLOAT;
            case FLOAT64 -> ValueType.DOUBLE;
            case FIXED_BYTES, FIXED_UTF32, TEXT -> ValueType.STRING;
        };
    }

    @Override
    public int valueBytes() {
        return array.valueBytes();
    }

    @Override
    public String words() {
        return array.words();
    }

    @Override
    public boolean isSingle() {
        return shape().length == 0;
    }

    @Override
    public String single() {
        return String.valueOf(Array.get(values(path()).read(0, 1), 0));
    }

    @Override
    public StoredValues values(String what) {
        return tree.reading(what, () -> new TreeValues(tree, what, this, array.values()));
    }
}
