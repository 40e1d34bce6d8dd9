package atlasprox.read.anndata.matrix;

import java.io.Serializable;

/**
 * Values of a matrix, each with its cell and gene.
 *
 * @param from the place of the first one among all that the matrix stores, in whose order they are
 * @param cells the numbers of their cells
 * @param genes the numbers of their genes
 * @param values as many
 */
public record Entries(long from, int[] cells, int[] genes, double[] values) implements Serializable {
    /** The memory that one takes. */
    public static final int BYTES = 2 * Integer.BYTES + Double.BYTES;

    /**
     * @param height a number of cells, at least 1
     * @param parts how often all cells have as many
     * @return for each so many consecutive cells their entries; null where there are none
     */
    public Entries[] byCells(int height, int parts) {
        int[] count = new int[parts];
        for (int cell : cells) {
            count[cell / height]++;
        }
        Entries[] found = new Entries[parts];
        for (int part = 0; part < parts; part++) {
            int size = count[part];
            found[part] = size == 0 ? null : new Entries(from, new int[size], new int[size], new double[size]);
        }
        for (int i = cells.length - 1; i >= 0; i--) {
            int part = cells[i] / height;
            found[part].set(--count[part], this, i);
        }
        return found;
    }

    private void set(int place, Entries other, int i) {
        cells[place] = other.cells[i];
        genes[place] = other.genes[i];
        values[place] = other.values[i];
    }
}
