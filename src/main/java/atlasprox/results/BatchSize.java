package atlasprox.results;

/**
 * A batch's cells in a table.
 *
 * @param batch the batch's name
 * @param cells its usable cells
 * @param invalid its cells without a usable embedding
 */
public record BatchSize(String batch, long cells, long invalid) {}
