package atlasprox.cells;

import atlasprox.BadDataException;
import atlasprox.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Decides from a census whether a table can be corrected, in words for its owner.
 *
 * @param embedding the embedding's name
 * @param batch the batch columns' names
 */
public record CensusCheck(String embedding, List<String> batch) {
    private static final int SHOWN = 5;

    /**
     * @param census the census of the table
     * @param force whether a batch column that looks like identifiers is taken all the same
     * @throws BadDataException if embeddings differ in length, no cell is usable, or the batch column looks like identifiers
     */
    public void requireUsable(Census census, boolean force) {
        requireOneLength(census);
        if (census.cells() == 0) {
            throw new BadDataException("none of the " + census.rows() + " rows is a usable cell (" + reasons(census)
                    + "); check --embedding " + embedding + " and --batch " + batchName());
        }
        if (!force) {
            List<String> clients = census.clients();
            noIdentifiers()
                    .require(new BatchCount(
                            clients.size(),
                            true,
                            census.cells(),
                            clients.stream().limit(BatchCount.NAMES).toList()));
        }
    }

    /** @return half as many batches as cells, or one: a batch column of more looks like identifiers */
    public BatchLimit noIdentifiers() {
        return new BatchLimit(
                cells -> Math.max(1L, cells / 2),
                count -> new BadDataException("batch column " + batchName() + " has " + count.words()
                        + " and looks like identifiers, not batches (for example " + shown(count.examples())
                        + "); choose another --batch, or set --force if every value really is a batch"));
    }

    /** @return half as many parts of batches as cells, or one: labels or values of more look like identifiers */
    public BatchLimit noIdentifiersAsLabels() {
        return new BatchLimit(
                cells -> Math.max(1L, cells / 2),
                count -> new BadDataException("labels that guide, or values to preserve, have with the batches "
                        + count.words() + " and look like identifiers; choose another --guide or --preserve"));
    }

    /**
     * @param census the census of the table
     * @throws BadDataException if any row is not usable
     */
    public void requireAllValid(Census census) {
        if (census.invalid() > 0) {
            throw new BadDataException(
                    census.invalid() + " of " + census.rows() + " rows cannot be corrected (embedding '"
                            + embedding + "', batch " + batchName() + "): " + reasons(census)
                            + "; set --on-invalid drop to leave them out of the output, or --on-invalid pass to write them as they are");
        }
    }

    /**
     * @param census the census of a usable table
     * @param minCells the least number of cells behind a sum that a batch tells of
     * @return what its owner should know, one sentence each
     */
    public List<String> warnings(Census census, int minCells) {
        List<String> warnings = new ArrayList<>();
        if (census.invalid() > 0) {
            warnings.add(
                    census.invalid() + " of " + census.rows() + " rows cannot be corrected: " + reasons(census) + ".");
        }
        if (census.clients().size() == 1) {
            warnings.add("All cells belong to the one batch "
                    + Shown.name(census.clients().get(0)) + " of column " + batchName()
                    + ": there is nothing to align it with.");
        }
        warnOfBatches(warnings, census, cells -> cells == 1L, "have a single cell and can hardly be corrected");
        warnOfBatches(warnings, census, cells -> cells == 0L, "have no usable cell");
        warnOfBatches(
                warnings,
                census,
                cells -> cells > 0L && cells < minCells,
                "have fewer than " + minCells + " cells, tell nothing (--min-cells) and stay as they are");
        Map<String, Long> cells = new LinkedHashMap<>();
        census.batches().forEach((name, of) -> cells.put(name, of.cells()));
        warnings.addAll(BatchNames.warnings(cells, batch));
        return warnings;
    }

    private void requireOneLength(Census census) {
        if (!census.otherLengths().isEmpty()) {
            String lengths = census.otherLengths().entrySet().stream()
                    .limit(SHOWN)
                    .map(entry -> entry.getValue() + (entry.getValue() == 1 ? " row" : " rows") + " of length "
                            + entry.getKey())
                    .collect(Collectors.joining(", "));
            long odd = census.defects().get(Defect.WRONG_LENGTH);
            throw new BadDataException("embedding '" + embedding + "' has cells of different lengths: "
                    + (census.rows() - odd) + " of " + census.rows() + " rows have length " + census.dimension()
                    + " or none, but "
                    + lengths + "; every cell must have the same number of dimensions: mend or filter these rows");
        }
    }

    private void warnOfBatches(List<String> warnings, Census census, LongPredicate cells, String what) {
        List<String> names = census.batches().entrySet().stream()
                .filter(entry -> cells.test(entry.getValue().cells()))
                .map(Map.Entry::getKey)
                .toList();
        if (!names.isEmpty()) {
            warnings.add(
                    names.size() + " of " + census.batches().size() + " batches " + what + ": " + shown(names) + ".");
        }
    }

    private String batchName() {
        return "'" + String.join("', '", batch) + "'";
    }

    private static String reasons(Census census) {
        return census.defects().entrySet().stream()
                .map(entry -> rows(entry.getValue()) + " " + entry.getKey().words())
                .collect(Collectors.joining(", "));
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows, each of which";
    }

    private static String shown(List<String> names) {
        String first = names.stream().limit(SHOWN).map(Shown::name).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? first + ", ..." : first;
    }
}
