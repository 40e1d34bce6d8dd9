package atlasprox.read.table;

import java.util.Locale;

/** Which genes are taken of inputs that do not have the same ones. */
public enum GeneJoin {
    /** Those that all inputs have. */
    INNER,
    /** Those that any input has; in the cells of one that lacks a gene it is 0. */
    OUTER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
