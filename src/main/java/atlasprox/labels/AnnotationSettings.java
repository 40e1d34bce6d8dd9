package atlasprox.labels;

import java.io.Serializable;

/**
 * What is said of cells when; where settings come from has their ranges and defaults.
 *
 * @param minConfidence labels of a smaller probability are {@value #UNASSIGNED}
 * @param maxNovelty labels of cells of a greater novelty are
 * @param newAbove the novelty above which a cell is called new
 * @param candidates how many of the most probable labels to list at most, of those that have a say, with their probabilities; 0 for none
 */
public record AnnotationSettings(double minConfidence, double maxNovelty, double newAbove, int candidates)
        implements Serializable {
    /** What stands for a label that is not given. */
    public static final String UNASSIGNED = "unassigned";
}
