package atlasprox.scbatchprox;

import atlasprox.rounds.Correction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One FiLM adapter (gamma, beta) per batch, applied as {@code gamma * z + beta} element by element (Perez et al. 2018;
 * scBatchProx, arXiv 2602.00423). Immutable.
 */
public final class FilmTable implements Correction {
    private static final long serialVersionUID = 1L;

    private final List<String> batches;
    private final int dimension;
    private final double[][] gamma;
    private final double[][] beta;

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param dimension the number of dimensions d, at least 1
     * @param gamma B rows of d scales
     * @param beta B rows of d offsets, in units of the embedding
     * @throws IllegalArgumentException if names are not ascending and distinct, a shape does not fit, or a value is not finite
     */
    public FilmTable(List<String> batches, int dimension, double[][] gamma, double[][] beta) {
        this.batches = List.copyOf(batches);
        this.dimension = dimension;
        this.gamma = copyOf(gamma, "gamma");
        this.beta = copyOf(beta, "beta");
        requireAscending();
    }

    /**
     * @param batches the batches' names, ascending and distinct
     * @param dimension the number of dimensions d
     * @return the table that leaves every cell as it is: gamma = 1, beta = 0
     */
    public static FilmTable identity(List<String> batches, int dimension) {
        double[][] ones = new double[batches.size()][dimension];
        for (double[] row : ones) {
            Arrays.fill(row, 1.0);
        }
        return new FilmTable(batches, dimension, ones, new double[batches.size()][dimension]);
    }

    /**
     * @param names ascending and distinct
     * @param rows for each the number of one of these batches
     * @return the adapters of these, by the other names
     */
    public FilmTable of(List<String> names, List<Integer> rows) {
        return new FilmTable(
                names,
                dimension,
                rows.stream().map(row -> gamma[row]).toArray(double[][]::new),
                rows.stream().map(row -> beta[row]).toArray(double[][]::new));
    }

    /**
     * @param other adapters of other batches, of the same dimensions
     * @return the adapters of both, those of this table as they are
     */
    public FilmTable with(FilmTable other) {
        List<String> both =
                Stream.concat(batches.stream(), other.batches.stream()).sorted().toList();
        double[][] scales = new double[both.size()][];
        double[][] offsets = new double[both.size()][];
        for (int b = 0; b < scales.length; b++) {
            FilmTable of = client(both.get(b)) >= 0 ? this : other;
            scales[b] = of.gamma[of.client(both.get(b))];
            offsets[b] = of.beta[of.client(both.get(b))];
        }
        return new FilmTable(both, dimension, scales, offsets);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public List<String> batches() {
        return batches;
    }

    /**
     * @param client the client's number
     * @return a copy of its d scales
     */
    public double[] gamma(int client) {
        return gamma[client].clone();
    }

    /**
     * @param client the client's number
     * @return a copy of its d offsets
     */
    public double[] beta(int client) {
        return beta[client].clone();
    }

    @Override
    public void correct(int client, double[] cell) {
        double[] scales = gamma[client];
        double[] offsets = beta[client];
        for (int j = 0; j < dimension; j++) {
            // An offset of zero is not added: -0.0 + 0.0 would lose the sign, and the identity must return every bit.
            cell[j] = offsets[j] == 0.0 ? scales[j] * cell[j] : scales[j] * cell[j] + offsets[j];
        }
    }

    private double[][] copyOf(double[][] rows, String name) {
        if (rows.length != batches.size()) {
            throw new IllegalArgumentException(
                    name + " has " + rows.length + " rows for " + batches.size() + " batches");
        }
        double[][] copy = new double[rows.length][];
        for (int b = 0; b < rows.length; b++) {
            copy[b] = requireFinite(rows[b].clone(), name, b);
        }
        return copy;
    }

    private double[] requireFinite(double[] row, String name, int client) {
        if (row.length != dimension) {
            throw new IllegalArgumentException(name + " of batch '" + batches.get(client) + "' has " + row.length
                    + " values for " + dimension + " dimensions");
        }
        for (int j = 0; j < dimension; j++) {
            if (!Double.isFinite(row[j])) {
                throw new IllegalArgumentException(
                        name + " of batch '" + batches.get(client) + "' is " + row[j] + " in dimension " + j);
            }
        }
        return row;
    }

    private void requireAscending() {
        for (int b = 1; b < batches.size(); b++) {
            if (batches.get(b - 1).compareTo(batches.get(b)) >= 0) {
                throw new IllegalArgumentException("batches are not ascending and distinct: '" + batches.get(b - 1)
                        + "' before '" + batches.get(b) + "'");
            }
        }
    }
}
