package atlasprox.ml;

import atlasprox.cells.Census;
import atlasprox.results.BatchSize;
import atlasprox.results.FitSummary;
import atlasprox.results.FittedBatch;
import atlasprox.rounds.RoundTrace;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Makes summaries of fits. */
public final class FitSummaries {
    private FitSummaries() {}

    /** @param fitted the clients' cells that the fit visited, in the order of the clients */
    static FitSummary of(
            String method,
            Census census,
            long[] fitted,
            List<RoundTrace> trace,
            Boolean converged,
            List<String> warnings,
            long start) {
        return new FitSummary(
                method,
                census.dimension(),
                census.rows(),
                census.invalid(),
                Arrays.stream(fitted).sum(),
                census.fingerprint(),
                fittedBatches(census, fitted),
                trace,
                converged,
                null,
                warnings,
                (System.nanoTime() - start) / 1e9);
    }

    private static List<FittedBatch> fittedBatches(Census census, long[] fitted) {
        List<String> clients = census.clients();
        return sizes(census).stream()
                .map(size -> {
                    int client = Collections.binarySearch(clients, size.batch());
                    return new FittedBatch(size.batch(), size.cells(), size.invalid(), client < 0 ? 0 : fitted[client]);
                })
                .toList();
    }

    /**
     * @param census the census of a table
     * @return its batches with their sizes, in ascending order of their names
     */
    public static List<BatchSize> sizes(Census census) {
        return census.batches().entrySet().stream()
                .map(batch -> new BatchSize(
                        batch.getKey(),
                        batch.getValue().cells(),
                        batch.getValue().invalid()))
                .toList();
    }
}
