package atlasprox.read.table;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One cell's row of a matrix of cells x genes.
 *
 * @param genes the number of genes
 * @param indices the numbers of the genes of which it has some, ascending
 * @param values what it has of each, as many
 */
public record SparseRow(int genes, int[] indices, double[] values) {

    /**
     * @param genes the number of genes
     * @param indices numbers of genes, from 0, in any order
     * @param values as many numbers
     * @return the row of these: what is there twice is added up, as SciPy does, and what is 0 left out; the
     *     same arrays where there is nothing to do
     */
    public static SparseRow ordered(int genes, int[] indices, double[] values) {
        if (isOrdered(indices, values)) {
            return new SparseRow(genes, indices, values);
        }
        long[] ordered = new long[indices.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = (long) indices[i] << Integer.SIZE | i;
        }
        Arrays.sort(ordered);
        int[] which = new int[ordered.length];
        double[] found = new double[ordered.length];
        int kept = 0;
        for (long one : ordered) {
            int gene = (int) (one >>> Integer.SIZE);
            boolean again = kept > 0 && which[kept - 1] == gene;
            kept += again ? 0 : 1;
            which[kept - 1] = gene;
            found[kept - 1] = again ? found[kept - 1] + values[(int) one] : values[(int) one];
        }
        int[] places = IntStream.range(0, kept).filter(i -> found[i] != 0.0).toArray();
        return new SparseRow(
                genes,
                IntStream.of(places).map(i -> which[i]).toArray(),
                IntStream.of(places).mapToDouble(i -> found[i]).toArray());
    }

    /** Whether they are ascending already, and nothing is 0. */
    private static boolean isOrdered(int[] indices, double[] values) {
        boolean ordered = true;
        for (int i = 0; i < indices.length; i++) {
            ordered &= values[i] != 0.0 && (i == 0 || indices[i - 1] < indices[i]);
        }
        return ordered;
    }
}
