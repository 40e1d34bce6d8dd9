package atlasprox.metrics.groups;

import atlasprox.metrics.score.Preserved;

/**
 * What a correction did to the cells of a batch or of a label.
 *
 * @param name the batch's or the label's name
 * @param cells how many of the scored cells it has
 * @param moved how far its cells were moved: the root mean square of their displacements, in units of the root mean square distance
 *     of cells from their batch's centre before the correction; at least 0
 * @param preserved the share of its cells' structure within batches that was left, at most 1: {@link Preserved}; null where it had
 *     none
 */
public record GroupChange(String name, int cells, double moved, Double preserved) {}
