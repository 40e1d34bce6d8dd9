package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import java.lang.reflect.Array;
import java.util.List;

/**
 * A data frame in {@code obsm}: its columns, in their order, are the dimensions. Their common type is NumPy's: {@code float} where a
 * column is of floats of at most 32 bits and all others are that or integers of at most 16 bits, else {@code double}.
 */
final class TableEmbedding implements Embedding {
    private static final int SMALL_INTEGER_BYTES = 2;

    private final StoredTree tree;
    private final String key;
    private final List<Dimension> dimensions;
    private final ValueType type;

    TableEmbedding(StoredTree tree, String key, StoredGroup table) {
        this.tree = tree;
        this.key = key;
        this.dimensions = table.texts("column-order").stream()
                .map(name -> dimension(table, name))
                .toList();
        if (dimensions.isEmpty()) {
            throw EmbeddingReader.noDimensions(tree, key);
        }
        boolean single = dimensions.stream().allMatch(Dimension::fitsFloat)
                && dimensions.stream().anyMatch(Dimension::isReal);
        this.type = single ? ValueType.FLOATS : ValueType.DOUBLES;
        requireSameLength();
        tree.requireRoom("the cells of obsm '" + key + "'", bytesPerRow());
    }

    private Dimension dimension(StoredGroup table, String name) {
        String what = "column '" + name + "' of obsm '" + key + "'";
        StoredNode node = table.child(name).orElseThrow(() -> tree.bad(what + " is named but not held", tree.reSave()));
        boolean numbers = node instanceof StoredArray column
                && column.shape().length == 1
                && !column.hasAttribute("categories")
                && column.type().filter(ValueType::isNumber).isPresent();
        if (!numbers) {
            throw tree.bad(
                    what + " does not hold plain numbers, but " + words(node),
                    "drop the column from the table, or turn it into floats, and save the file again");
        }
        return new Dimension((StoredArray) node, ((StoredArray) node).values(what));
    }

    private static String words(StoredNode node) {
        String encoding = node.text("encoding-type");
        return node instanceof StoredArray array && (encoding.isEmpty() || encoding.equals("array"))
                ? array.words()
                : "'" + encoding + "'";
    }

    private void requireSameLength() {
        for (Dimension dimension : dimensions) {
            if (dimension.values.rows() != length()) {
                throw tree.bad(
                        dimension.values.what() + " has " + dimension.values.rows() + " rows, but another has "
                                + length(),
                        tree.reSave());
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
        return dimensions.get(0).values.rows();
    }

    @Override
    public int width() {
        return dimensions.size();
    }

    @Override
    public long chunkHeight() {
        return dimensions.stream()
                .mapToLong(dimension -> dimension.values.chunkHeight())
                .max()
                .orElse(1);
    }

    @Override
    public List<String> notStored() {
        return dimensions.stream()
                .flatMap(dimension -> dimension.values.notStored().stream())
                .toList();
    }

    @Override
    public Object[] read(long start, int count) {
        Object[] rows =
                (Object[]) Array.newInstance(type == ValueType.FLOATS ? float.class : double.class, count, width());
        for (int j = 0; count > 0 && j < width(); j++) {
            Object values = dimensions.get(j).values.read(start, count);
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

    private record Dimension(StoredArray array, StoredValues values) {
        boolean isReal() {
            return array.type()
                    .filter(type -> type == ValueType.FLOAT || type == ValueType.DOUBLE)
                    .isPresent();
        }

        boolean fitsFloat() {
            return array.valueBytes() <= (isReal() ? Float.BYTES : SMALL_INTEGER_BYTES);
        }
    }
}
