package atlasprox.read.h5ad.column;

import atlasprox.read.h5ad.hdf.HdfTree;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import java.lang.reflect.Array;
import java.util.List;

/**
 * A data frame in {@code obsm}: its columns, in their order, are the dimensions. Their common type is NumPy's: {@code float} where a
 * column is of floats of at most 32 bits and all others are that or integers of at most 16 bits, else {@code double}.
 */
final class TableEmbedding implements Embedding {
    private static final int SMALL_INTEGER_BYTES = 2;

    private final HdfTree tree;
    private final String key;
    private final List<StoredArray> dimensions;
    private final ValueType type;

    TableEmbedding(HdfTree tree, String key, Group table) {
        this.tree = tree;
        this.key = key;
        this.dimensions = tree.texts(table, "column-order").stream()
                .map(name -> dimension(table, name))
                .toList();
        if (dimensions.isEmpty()) {
            throw EmbeddingReader.noDimensions(tree, key);
        }
        boolean single = dimensions.stream().map(StoredArray::type).allMatch(TableEmbedding::fitsFloat)
                && dimensions.stream().map(StoredArray::type).anyMatch(FloatingPoint.class::isInstance);
        this.type = single ? ValueType.FLOATS : ValueType.DOUBLES;
        requireSameLength();
        tree.requireRoom("the cells of obsm '" + key + "'", bytesPerRow());
    }

    private StoredArray dimension(Group table, String name) {
        String what = "column '" + name + "' of obsm '" + key + "'";
        Node node =
                tree.child(table, name).orElseThrow(() -> tree.bad(what + " is named but not held", HdfTree.RE_SAVE));
        boolean numbers = node instanceof Dataset column
                && column.getDimensionsAsLong().length == 1
                && !tree.hasAttribute(column, "categories")
                && ValueType.of(column.getDataType())
                        .filter(ValueType::isNumber)
                        .isPresent();
        if (!numbers) {
            throw tree.bad(
                    what + " does not hold plain numbers, but " + words(node),
                    "drop the column from the table, or turn it into floats, and save the file again");
        }
        return new StoredArray(tree, what, (Dataset) node);
    }

    private String words(Node node) {
        String encoding = tree.text(node, "encoding-type");
        return (node instanceof Dataset && encoding.isEmpty()) || encoding.equals("array")
                ? ValueType.words(((Dataset) node).getDataType())
                : "'" + encoding + "'";
    }

    private static boolean fitsFloat(DataType type) {
        return type.getSize() <= (type instanceof FloatingPoint ? Float.BYTES : SMALL_INTEGER_BYTES);
    }

    private void requireSameLength() {
        for (StoredArray dimension : dimensions) {
            if (dimension.rows() != length()) {
                throw tree.bad(
                        dimension.what() + " has " + dimension.rows() + " rows, but another has " + length(),
                        HdfTree.RE_SAVE);
            }
        }
    }

    @Override
    public String name() {
        return key;
    }

    @Override
    public ValueType type() {
        return type;
    }

    @Override
    public long length() {
        return dimensions.get(0).rows();
    }

    @Override
    public int width() {
        return dimensions.size();
    }

    @Override
    public long chunkHeight() {
        return dimensions.stream().mapToLong(StoredArray::chunkHeight).max().orElse(1);
    }

    @Override
    public Object[] read(long start, int count) {
        Object[] rows =
                (Object[]) Array.newInstance(type == ValueType.FLOATS ? float.class : double.class, count, width());
        for (int j = 0; count > 0 && j < width(); j++) {
            Object values = dimensions.get(j).read(start, count);
            for (int i = 0; i < count; i++) {
                put((Number) Array.get(values, i), rows[i], j);
            }
        }
        return rows;
    }

    private static void put(Number value, Object row, int dimension) {
        if (row instanceof float[] floats) {
            floats[dimension] = value.floatValue();
        } else {
            ((double[]) row)[dimension] = value.doubleValue();
        }
    }
}
