package atlasprox.metrics.graph;

import atlasprox.metrics.groups.Unsettled;
import java.util.Arrays;

/**
 * The diffusion map of a graph (Coifman et al. 2005, PNAS 102): cells between which a random walk along the edges wanders easily lie
 * close. The walk's transitions are rid of how densely cells lie and made symmetric; the map's coordinates are their eigenvectors, each
 * times e / (1 - e), e its eigenvalue, which sums over walks of all lengths. As in scib-metrics, in which:
 *
 * <ul>
 *   <li>coordinates are those whose eigenvalues are largest in absolute value, the trivial one of eigenvalue 1 among them;
 *   <li>eigenvalues have the precision of a float, and one that is then 1 gives a coordinate of the eigenvector alone.
 * </ul>
 */
final class DiffusionMap {
    /** As scib-metrics has it, added to every eigenvalue. */
    private static final float MORE = 1e-8f;

    private DiffusionMap() {}

    /**
     * @param weights the weights of the edges, above 0; every cell has at least one
     * @param dimension of the map, from 1 to the number of cells
     * @param unsettled is told if its coordinates are not settled
     * @return every cell's coordinates
     */
    static float[][] of(SparseSymmetric weights, int dimension, Unsettled unsettled) {
        Lanczos.Eigenpairs pairs = Lanczos.largest(transitions(weights), dimension, unsettled);
        float[][] map = new float[weights.rows()][dimension];
        for (int j = 0; j < dimension; j++) {
            float factor = factor((float) pairs.values()[j]);
            for (int cell = 0; cell < map.length; cell++) {
                map[cell][j] = (float) pairs.vectors()[j][cell] * factor;
            }
        }
        return map;
    }

    /** The steps of the walk, made symmetric. */
    static SparseSymmetric transitions(SparseSymmetric weights) {
        double[] density = weights.sums();
        SparseSymmetric even =
                weights.scaled(Arrays.stream(density).map(sum -> 1.0 / sum).toArray());
        return even.scaled(
                Arrays.stream(even.sums()).map(sum -> 1.0 / Math.sqrt(sum)).toArray());
    }

    private static float factor(float eigenvalue) {
        float more = eigenvalue + MORE;
        return more == 1.0f ? 1.0f : more / (1.0f - more);
    }
}
