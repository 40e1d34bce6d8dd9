package atlasprox.ml.persist;

import atlasprox.aligned.model.Reference;
import atlasprox.rounds.Correction;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a fit has learned.
 *
 * @param correction corrects cells
 * @param reference the groups that later batches are held against; null for scbatchprox, which needs the number of cells alone, and for
 *     models saved before there was one
 * @param ofValues where values are preserved, the same of the cells of each; else none
 */
public record Learned(Correction correction, Reference reference, SortedMap<String, Reference> ofValues)
        implements Serializable {

    /** Where no value is preserved. */
    public Learned(Correction correction, Reference reference) {
        this(correction, reference, Collections.unmodifiableSortedMap(new TreeMap<>()));
    }
}
