package atlasprox.results;

import java.io.Serializable;

/**
 * A batch's cells in the data that a model was fitted on.
 *
 * @param batch the batch's name
 * @param cells its usable cells
 * @param invalid its cells without a usable embedding
 * @param fitted how many of its usable cells the fit visited
 */
public record FittedBatch(String batch, long cells, long invalid, long fitted) implements Serializable {}
