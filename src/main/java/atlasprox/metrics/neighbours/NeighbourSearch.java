package atlasprox.metrics.neighbours;

/** A way to find nearest neighbours, such as {@link ExactNeighbours} here or on a cluster. */
@FunctionalInterface
public interface NeighbourSearch {

    /**
     * @param cells n x d
     * @param k how many, the cell itself included, from 1 to n
     * @return the exact neighbours of every cell, itself first
     */
    Neighbours of(float[][] cells, int k);
}
