package atlasprox.counts;

import java.io.Serializable;

/**
 * A row of a table of counts.
 *
 * @param batch its batch, or null
 * @param cell its counts, or null
 * @param ofSome whether these are counts of some genes only, of which a cell may have none
 */
record CountRow(String batch, CellCounts cell, boolean ofSome) implements Serializable {

    CountRow(String batch, CellCounts cell) {
        this(batch, cell, false);
    }

    /** The same row, with counts of some genes only. */
    CountRow withSome() {
        return new CountRow(batch, cell, true);
    }

    /**
     * @param cell counts, or null
     * @param ofSome whether these are counts of some genes only
     * @return whether it can be used, whatever its batch
     */
    static boolean isUsable(CellCounts cell, boolean ofSome) {
        return new CountRow("", cell, ofSome).defect() == null;
    }

    /** What is wrong with it; null where nothing is. */
    CountDefect defect() {
        if (batch == null) {
            return CountDefect.NO_BATCH;
        }
        if (cell == null) {
            return CountDefect.MISSING;
        }
        CountDefect defect = cell.defect();
        return ofSome && defect == CountDefect.EMPTY ? null : defect;
    }

    /** The batch under which its defect is counted. */
    String batchOrNone() {
        return batch == null ? "" : batch;
    }
}
