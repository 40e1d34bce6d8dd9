package atlasprox.ml;

import atlasprox.cells.Census;
import atlasprox.federate.RoundTrace;
import java.util.List;

/** Makes summaries of fits. */
final class FitSummaries {
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

    private static List<BatchSize> sizes(Census census) {
        return census.batches().entrySet().stream()
                .map(batch -> new BatchSize(
                        batch.getKey(),
                        batch.getValue().cells(),
                        batch.getValue().invalid()))
                .toList();
    }
}
