package atlasprox.labels.learn;

import java.util.SortedMap;

/**
 * Labelled cells of a column that teach nothing, as what they are in has too few.
 *
 * @param cells their number
 * @param labels those that no cell teaches anything of, each with its cells
 */
public record LeftOut(long cells, SortedMap<String, Long> labels) {}
