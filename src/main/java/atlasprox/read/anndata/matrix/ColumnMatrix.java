package atlasprox.read.anndata.matrix;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredTree;
import java.util.Arrays;
import java.util.List;

/** A sparse matrix that is stored gene by gene (CSC): no cell of it can be read without all others, but its entries can, in the order in which they are stored. */
public final class ColumnMatrix {
    private final StoredTree tree;
    private final String name;
    private final int cells;
    private final int genes;
    private final SparseArrays arrays;

    /** @param shape cells and genes, as the matrix says of itself */
    ColumnMatrix(StoredTree tree, String name, StoredGroup group, long[] shape) {
        this.tree = tree;
        this.name = name;
        this.genes = Math.toIntExact(shape[1]);
        this.arrays = new SparseArrays(tree, name, group, "genes", genes);
        if (shape[0] > Integer.MAX_VALUE) {
            throw arrays.bad("is stored gene by gene (CSC) and claims " + shape[0] + " cells");
        }
        this.cells = (int) shape[0];
    }

    /** The matrix in error messages. */
    public String name() {
        return name;
    }

    /** The number of genes. */
    public int genes() {
        return genes;
    }

    /** The number of cells. */
    public int cells() {
        return cells;
    }

    /** The number of entries. */
    public long entries() {
        return arrays.entries();
    }

    /** The number of consecutive entries that are stored together. */
    public long chunkHeight() {
        return arrays.chunkHeight();
    }

    List<String> notStored() {
        return arrays.notStored();
    }

    /**
     * Reads consecutive entries, and where all genes begin, which takes 8 bytes for each gene.
     *
     * @param from the first entry
     * @param count the number of entries, at least 1
     * @throws BadDataException if an entry is of no cell, or the genes do not begin one after the other
     */
    public Entries read(long from, int count) {
        tree.requireRoom("the places of the genes of '" + name + "'", (double) Long.BYTES * genes);
        long[] places = arrays.places(0, genes);
        Object cellsOf = arrays.indices(from, count);
        Object valuesOf = arrays.data(from, count);
        int[] cell = new int[count];
        int[] gene = new int[count];
        double[] value = new double[count];
        SparseArrays.copy(valuesOf, 0, value);
        int line = line(places, from);
        for (int i = 0; i < count; i++) {
            while (places[line + 1] <= from + i) {
                line++;
            }
            cell[i] = arrays.index(cellsOf, i, cells, "cell", line);
            gene[i] = line;
        }
        return new Entries(from, cell, gene, value);
    }

    /** A gene that begins at an entry or before it. */
    private static int line(long[] places, long entry) {
        int found = Arrays.binarySearch(places, entry);
        return found >= 0 ? found : -found - 2;
    }
}
