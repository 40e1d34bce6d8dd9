package atlasprox.read.anndata.matrix;

import atlasprox.read.table.SparseRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The counts of consecutive cells, gathered from entries that came in any order. */
public final class GatheredCells {
    /** The memory that an entry takes, beside what it came in. */
    public static final int BYTES = Integer.BYTES + Double.BYTES;

    private final int genes;
    private final int[] starts;
    private final int[] which;
    private final double[] values;

    /**
     * @param start the number of the first cell
     * @param count the number of cells
     * @param genes the number of genes
     * @param parts all entries of these cells; fewer than 2^31
     */
    public GatheredCells(long start, int count, int genes, List<Entries> parts) {
        this.genes = genes;
        this.starts = new int[count + 1];
        for (Entries part : parts) {
            for (int cell : part.cells()) {
                starts[(int) (cell - start) + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        this.which = new int[starts[count]];
        this.values = new double[starts[count]];
        int[] next = starts.clone();
        // What is there twice is added up in the order of the matrix.
        parts.stream().sorted(Comparator.comparingLong(Entries::from)).forEach(part -> {
            for (int i = 0; i < part.values().length; i++) {
                int place = next[(int) (part.cells()[i] - start)]++;
                which[place] = part.genes()[i];
                values[place] = part.values()[i];
            }
        });
    }

    /** @param cell from 0 for the first of these */
    public SparseRow row(int cell) {
        int from = starts[cell];
        int to = starts[cell + 1];
        return SparseRow.ordered(genes, Arrays.copyOfRange(which, from, to), Arrays.copyOfRange(values, from, to));
    }
}
