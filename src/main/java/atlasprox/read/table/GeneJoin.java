package atlasprox.read.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which genes are taken of inputs that do not have the same ones. */
public enum GeneJoin {
    /** Those that all inputs have. */
    INNER,
    /** Those that any input has; in the cells of one that lacks a gene it is 0. */
    OUTER;

    /**
     * @param name as a user gives it; null for none
     * @return what is called so, if anything is
     */
    public static Optional<GeneJoin> of(String name) {
        return Arrays.stream(values())
                .filter(join -> join.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
