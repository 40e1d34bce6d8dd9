package atlasprox.job;

import atlasprox.cells.Contents;
import atlasprox.results.RunSummary;

/** Holds what stands in the output against what was read: as many rows as expected, the very cells, the very ids. */
final class WrittenCheck {
    private WrittenCheck() {}

    /**
     * @param written the output
     * @param expected the cells that it must have
     * @return the fingerprints of what was read and written
     * @throws IllegalStateException if rows, cells or ids are lost, added or altered
     */
    static RunSummary.Fingerprints require(OutputScan written, CheckedCells expected) {
        requireRows(written.before().rows(), expected.counts());
        requireCells(written.before(), expected.fingerprint());
        expected.ids().ifPresent(ids -> requireIds(written.ids(), ids));
        return new RunSummary.Fingerprints(
                expected.fingerprint(),
                written.after().fingerprint(),
                expected.ids().orElse(null));
    }

    private static void requireRows(long rows, RunSummary.Counts expected) {
        if (rows != expected.written()) {
            throw failed("the output has " + rows + " rows where " + expected.written() + " were expected (read "
                    + expected.read() + ", dropped " + expected.dropped() + ")");
        }
    }

    private static void requireCells(Contents cells, String expected) {
        if (!cells.fingerprint().equals(expected)) {
            throw failed("the output's cells are not those of the input (fingerprint " + cells.fingerprint() + " where "
                    + expected + " was expected)");
        }
    }

    /** The ids read are unique; ids written that have the same hash are the same ones. */
    private static void requireIds(String ids, String expected) {
        if (!ids.equals(expected)) {
            throw failed("the output's ids are not those of the input (fingerprint " + ids + " where " + expected
                    + " was expected)");
        }
    }

    private static IllegalStateException failed(String what) {
        return new IllegalStateException(what + "; did the input change during the run? Nothing was published");
    }
}
