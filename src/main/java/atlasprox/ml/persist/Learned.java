package atlasprox.ml.persist;

import atlasprox.aligned.model.Reference;
import atlasprox.labels.LabelHead;
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
 * @param heads by label column what tells labels of corrected cells; none where none were asked for
 */
public record Learned(
        Correction correction,
        Reference reference,
        SortedMap<String, Reference> ofValues,
        SortedMap<String, LabelHead> heads)
        implements Serializable {

    /** Without labels. */
    public Learned(Correction correction, Reference reference, SortedMap<String, Reference> ofValues) {
        this(correction, reference, ofValues, Collections.unmodifiableSortedMap(new TreeMap<>()));
    }

    /** Where no value is preserved. */
    public Learned(Correction correction, Reference reference) {
        this(correction, reference, Collections.unmodifiableSortedMap(new TreeMap<>()));
    }

    /**
     * @param others by label column what tells labels
     * @return the same with these
     */
    public Learned withHeads(SortedMap<String, LabelHead> others) {
        return new Learned(correction, reference, ofValues, others);
    }
}
