package atlasprox.ml.persist;

import atlasprox.aligned.model.Reference;
import atlasprox.rounds.Correction;
import java.io.Serializable;

/**
 * What a fit has learned.
 *
 * @param correction corrects cells
 * @param reference the groups that later batches are held against; null for scbatchprox, which needs the number of cells alone, and for
 *     models saved before there was one
 */
public record Learned(Correction correction, Reference reference) implements Serializable {}
