package atlasprox.labels.learn;

import atlasprox.Shown;

/** A label column looks like one of identifiers; the message is fit to be shown to a user. */
public final class TooManyLabelsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLabelsException(String column) {
        super("label column " + Shown.name(column) + " has more than " + LabelParts.MOST_LABELS
                + " labels, and looks like one of identifiers; choose another --label, or set --label-head false");
    }
}
