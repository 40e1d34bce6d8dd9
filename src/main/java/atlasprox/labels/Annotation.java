package atlasprox.labels;

/**
 * What a head says of a cell.
 *
 * @param labels numbers of the most probable labels that have a say, the best first; at least one
 * @param probabilities the posterior of each of these
 * @param novelty how unlike the reference the cell is: 1 less the share of the reference's cells that lie as far out, from 0 to 1
 */
public record Annotation(int[] labels, double[] probabilities, double novelty) {}
