package atlasprox.job;

import atlasprox.results.RunSummary;
import java.util.Optional;

/**
 * The cells that were read, to hold against what is written.
 *
 * @param counts the rows, and those that are to be written
 * @param fingerprint of the usable cells and their batches
 * @param ids the fingerprint of the ids, where there is an id column
 */
record CheckedCells(RunSummary.Counts counts, String fingerprint, Optional<String> ids) {

    CheckedCells withIds(Optional<String> other) {
        return new CheckedCells(counts, fingerprint, other);
    }
}
