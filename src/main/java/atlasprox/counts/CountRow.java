package atlasprox.counts;

import java.io.Serializable;

/**
 * A row of a table of counts.
 *
 * @param batch its batch, or null
 * @param cell its counts, or null
 */
record CountRow(String batch, CellCounts cell) implements Serializable {

    /** What is wrong with it; null where nothing is. */
    CountDefect defect() {
        if (batch == null) {
            return CountDefect.NO_BATCH;
        }
        return cell == null ? CountDefect.MISSING : cell.defect();
    }

    /** The batch under which its defect is counted. */
    String batchOrNone() {
        return batch == null ? "" : batch;
    }
}
