package atlasprox.metrics.score;

/** Sums of distances from cells to all the cells of every cluster, made for a range of cells at a time. */
interface DistanceSums {

    /**
     * @param first the first cell of the range
     * @param end the cell after its last
     * @return for every cell of the range, the sum of its distances to the cells of every cluster, its own (with itself) included
     */
    double[][] of(int first, int end);
}
