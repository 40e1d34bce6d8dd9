package atlasprox.labels.told;

import atlasprox.labels.AnnotationSettings;

/**
 * What was told of a cell.
 *
 * @param batch its batch
 * @param own the label that the table has for it; null where it has none
 * @param told the label that it was told, or {@code unassigned}
 * @param confidence in 2^-30
 * @param noveltyBin its novelty in whole hundredths, 0 to 99
 * @param isNew whether it is called new
 */
record ToldCell(String batch, String own, String told, long confidence, int noveltyBin, boolean isNew) {

    /** Whether the table has a label for it: {@code unassigned} is none. */
    boolean hasOwn() {
        return own != null && !own.equals(AnnotationSettings.UNASSIGNED);
    }

    boolean isUnassigned() {
        return told.equals(AnnotationSettings.UNASSIGNED);
    }
}
