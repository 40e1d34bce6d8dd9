package atlasprox.labels;

import java.io.Serializable;

/**
 * What is said of cells when.
 *
 * @param minConfidence labels of a smaller probability are {@value #UNASSIGNED}, from 0 to 1
 * @param maxNovelty labels of cells of a greater novelty are, from 0 to 1
 * @param newAbove the novelty above which a cell is called new, from 0 to 1
 * @param candidates how many of the most probable labels to list, with their probabilities; 0 for none
 */
public record AnnotationSettings(double minConfidence, double maxNovelty, double newAbove, int candidates)
        implements Serializable {
    /** What stands for a label that is not given. */
    public static final String UNASSIGNED = "unassigned";

    /** Every cell gets a label; new is what lies farther out than 99 of 100 of the reference's cells. */
    public static final AnnotationSettings DEFAULTS = new AnnotationSettings(0.0, 1.0, 0.99, 0);

    /** @throws IllegalArgumentException if one is out of its range */
    public AnnotationSettings {
        requireShare("minConfidence", minConfidence);
        requireShare("maxNovelty", maxNovelty);
        requireShare("newAbove", newAbove);
        if (candidates < 0) {
            throw new IllegalArgumentException("candidates " + candidates + " is not allowed: at least 0");
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0.0 && value <= 1.0)) {
            throw new IllegalArgumentException(name + " " + value + " is not allowed: from 0 to 1");
        }
    }
}
