package atlasprox.read.anndata.matrix;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.table.SparseRow;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A sparse matrix that is stored row by row (CSR): places in {@code indptr}, genes in {@code indices}, values in {@code data}. */
final class RowMatrix implements CountMatrix {
    private static final int BYTES = Integer.BYTES + Double.BYTES;

    private final StoredTree tree;
    private final String name;
    private final int genes;
    private final long rows;
    private final StoredValues starts;
    private final StoredValues indices;
    private final StoredValues data;

    /** @param shape cells and genes, as the matrix says of itself */
    RowMatrix(StoredTree tree, String name, StoredGroup group, long[] shape) {
        this.tree = tree;
        this.name = name;
        this.rows = shape[0];
        if (shape[1] > Integer.MAX_VALUE) {
            throw bad("claims " + shape[1] + " genes");
        }
        this.genes = (int) shape[1];
        this.starts = integers(group, "indptr");
        this.indices = integers(group, "indices");
        this.data = member(group, "data").filter(ValueType::isNumber);
        if (starts.rows() != rows + 1) {
            throw bad("has " + starts.rows() + " places in indptr for " + rows + " rows");
        }
        if (indices.rows() != data.rows()) {
            throw bad("has " + indices.rows() + " indices for " + data.rows() + " values");
        }
    }

    private StoredValues integers(StoredGroup group, String part) {
        return member(group, part).filter(type -> type == ValueType.INT || type == ValueType.LONG);
    }

    private Member member(StoredGroup group, String part) {
        return new Member(group.child(part)
                .filter(StoredArray.class::isInstance)
                .map(StoredArray.class::cast)
                .filter(array -> array.shape().length == 1)
                .orElseThrow(() -> bad("has no array '" + part + "'")));
    }

    private final class Member {
        private final StoredArray array;

        Member(StoredArray array) {
            this.array = array;
        }

        StoredValues filter(Predicate<ValueType> numbers) {
            if (array.type().filter(numbers).isEmpty()) {
                throw bad("has '" + array.path() + "' of " + array.words());
            }
            return array.values("'" + array.path() + "'");
        }
    }

    private BadDataException bad(String problem) {
        return tree.bad("'" + name + "' " + problem, tree.reSave());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int genes() {
        return genes;
    }

    @Override
    public long length() {
        return rows;
    }

    /** In the mean over cells. */
    @Override
    public long bytesPerRow() {
        return 64 + BYTES * data.rows() / Math.max(1L, rows);
    }

    @Override
    public List<String> notStored() {
        return Stream.of(starts, indices, data)
                .flatMap(values -> values.notStored().stream())
                .toList();
    }

    @Override
    public Object[] read(long start, int count) {
        Object[] read = new Object[count];
        if (count == 0) {
            return read;
        }
        long[] place = places(start, count);
        int all = Math.toIntExact(place[count] - place[0]);
        Object genesOf = all == 0 ? new int[0] : indices.read(place[0], all);
        Object valuesOf = all == 0 ? new double[0] : data.read(place[0], all);
        for (int i = 0; i < count; i++) {
            int from = (int) (place[i] - place[0]);
            read[i] = row(genesOf, valuesOf, from, (int) (place[i + 1] - place[i]), start + i);
        }
        return read;
    }

    private long[] places(long start, int count) {
        Object stored = starts.read(start, count + 1);
        long[] place = new long[count + 1];
        for (int i = 0; i <= count; i++) {
            place[i] = Array.getLong(stored, i);
            boolean first = start == 0 && i == 0;
            if (first && place[i] != 0 || i > 0 && place[i] < place[i - 1] || place[i] < 0 || place[i] > data.rows()) {
                throw bad("has the place " + place[i] + " in row " + (start + i) + " of indptr, where "
                        + (i > 0 ? place[i - 1] : 0) + " to " + data.rows() + " are possible");
            }
        }
        if (start + count == rows && place[count] != data.rows()) {
            throw bad("ends at " + place[count] + " in indptr, but has " + data.rows() + " values");
        }
        tree.requireRoom(
                "the values of " + count + " rows of '" + name + "'", (double) BYTES * (place[count] - place[0]));
        return place;
    }

    private SparseRow row(Object genesOf, Object valuesOf, int from, int count, long row) {
        int[] which = new int[count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            long gene = Array.getLong(genesOf, from + i);
            if (gene < 0 || gene >= genes) {
                throw bad("has a value of gene " + gene + " in row " + row + ", but " + genes + " genes");
            }
            which[i] = (int) gene;
            values[i] = ((Number) Array.get(valuesOf, from + i)).doubleValue();
        }
        return SparseRow.ordered(genes, which, values);
    }
}
