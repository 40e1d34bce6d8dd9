package atlasprox.ml;

import atlasprox.cells.Census;
import atlasprox.federate.RoundTrace;
import java.util.List;

/** Makes summaries of fits. */
public final class FitSummaries {
    private FitSummaries() {}

    static FitSummary of(String method, Census census, List<RoundTrace> trace, List<String> warnings, long start) {
        return new FitSummary(
                method,
                census.dimension(),
                census.rows(),
                census.invalid(),
                census.fingerprint(),
                sizes(census),
                trace,
                warnings,
                (System.nanoTime() - start) / 1e9);
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
