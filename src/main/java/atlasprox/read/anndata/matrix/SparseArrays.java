package atlasprox.read.anndata.matrix;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The arrays of a sparse matrix that is stored line by line, where a line is a cell (CSR) or a gene (CSC): the entries' {@code data}, their places across the
 * lines in {@code indices}, and in {@code indptr} where each line begins among them.
 */
final class SparseArrays {
    /** Of an entry in memory: its place and its value. */
    static final int BYTES = Integer.BYTES + Double.BYTES;

    private final StoredTree tree;
    private final String name;
    private final String lineNoun;
    private final long lines;
    private final StoredValues starts;
    private final StoredValues indices;
    private final StoredValues data;

    /**
     * @param name the matrix in error messages
     * @param lineNoun what its lines are, in the plural
     * @param lines how many it says that there are
     * @throws BadDataException if the arrays are not there, not of numbers, or not as long as they must be
     */
    SparseArrays(StoredTree tree, String name, StoredGroup group, String lineNoun, long lines) {
        this.tree = tree;
        this.name = name;
        this.lineNoun = lineNoun;
        this.lines = lines;
        this.starts = integers(group, "indptr");
        this.indices = integers(group, "indices");
        this.data = values(group, "data", ValueType::isNumber);
        if (starts.rows() - 1 != lines) {
            throw bad("has " + starts.rows() + " places in indptr for " + lines + " " + lineNoun);
        }
        if (indices.rows() != data.rows()) {
            throw bad("has " + indices.rows() + " indices for " + data.rows() + " values");
        }
    }

    private StoredValues integers(StoredGroup group, String part) {
        return values(
                group,
                part,
                type -> type == ValueType.INT || type == ValueType.LONG || type == ValueType.UNSIGNED_LONG);
    }

    private StoredValues values(StoredGroup group, String part, Predicate<ValueType> allowed) {
        StoredArray array = group.child(part)
                .filter(StoredArray.class::isInstance)
                .map(StoredArray.class::cast)
                .filter(one -> one.shape().length == 1)
                .orElseThrow(() -> bad("has no array '" + part + "'"));
        if (array.type().filter(allowed).isEmpty()) {
            throw bad("has '" + array.path() + "' of " + array.words());
        }
        return array.values("'" + array.path() + "'");
    }

    BadDataException bad(String problem) {
        return tree.bad("'" + name + "' " + problem, tree.reSave());
    }

    /** The number of entries. */
    long entries() {
        return data.rows();
    }

    /** The number of consecutive entries that are stored together. */
    long chunkHeight() {
        return indices.chunkHeight();
    }

    List<String> notStored() {
        return Stream.of(starts, indices, data)
                .flatMap(values -> values.notStored().stream())
                .toList();
    }

    /**
     * Where lines begin.
     *
     * @param start the first line
     * @param count the number of lines
     * @return a place for each, and that of the next one
     * @throws BadDataException if they fall, or lead out of the data, or do not begin and end with them
     */
    long[] places(long start, int count) {
        Object stored = starts.read(start, count + 1);
        long[] place = new long[count + 1];
        for (int i = 0; i <= count; i++) {
            place[i] = whole(stored, i);
            boolean first = start == 0 && i == 0;
            if (first && place[i] != 0 || i > 0 && place[i] < place[i - 1] || place[i] < 0 || place[i] > entries()) {
                throw bad("has the place " + place[i] + " in row " + (start + i) + " of indptr, where "
                        + (i > 0 ? place[i - 1] : 0) + " to " + entries() + " are possible");
            }
        }
        if (start + count == lines && place[count] != entries()) {
            throw bad("ends at " + place[count] + " in indptr, but has " + entries() + " values");
        }
        return place;
    }

    /**
     * @param from the first entry
     * @param count the number of entries
     * @return their places across the lines, as they are stored
     */
    Object indices(long from, int count) {
        return count == 0 ? new int[0] : indices.read(from, count);
    }

    /** The same of their values. */
    Object data(long from, int count) {
        return count == 0 ? new double[0] : data.read(from, count);
    }

    /**
     * @param stored by {@link #indices}
     * @param i which of them
     * @param across the number of places across the lines
     * @param acrossNoun what these are, in the singular
     * @param line the entry's line, for messages
     * @throws BadDataException if it is none of these places
     */
    int index(Object stored, int i, int across, String acrossNoun, long line) {
        long index = whole(stored, i);
        if (index < 0 || index >= across) {
            throw bad("has a value of " + acrossNoun + " " + index + " in " + lineNoun.replaceFirst("s$", "") + " "
                    + line + ", but " + across + " " + acrossNoun + "s");
        }
        return (int) index;
    }

    /** A number of 64 bits without a sign that is beyond those with one comes out below 0, where none may be. */
    private static long whole(Object stored, int i) {
        if (stored instanceof int[] ints) {
            return ints[i];
        }
        return stored instanceof Object[] large ? ((Number) large[i]).longValue() : Array.getLong(stored, i);
    }

    /**
     * Most are stored in single precision, or in double, which are not worth an object each.
     *
     * @param stored by {@link #data}
     * @param from the first of them to copy
     * @param values gets as many as it holds
     */
    static void copy(Object stored, int from, double[] values) {
        if (stored instanceof float[] floats) {
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[from + i];
            }
        } else if (stored instanceof double[] doubles) {
            System.arraycopy(doubles, from, values, 0, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = ((Number) Array.get(stored, from + i)).doubleValue();
            }
        }
    }
}
