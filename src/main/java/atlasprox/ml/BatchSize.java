package atlasprox.ml;

/**
 * A batch's cells in the data that a model was fitted on.
 *
 * @param batch the batch's name
 * @param cells its usable cells
 * @param invalid its cells without a usable embedding
 */
public record BatchSize(String batch, long cells, long invalid) {}
