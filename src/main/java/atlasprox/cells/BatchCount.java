package atlasprox.cells;

import java.util.List;

/**
 * How many batches a table has.
 *
 * @param batches their number
 * @param exact whether that is their number, or close to it
 * @param cells the number of usable cells
 * @param examples the names of some of them
 */
public record BatchCount(long batches, boolean exact, long cells, List<String> examples) {
    /** How many names are kept, to show. */
    static final int NAMES = 6;

    /** @return the counts in words */
    public String words() {
        return (exact ? "" : "about ") + batches + " values for " + cells + " cells";
    }
}
