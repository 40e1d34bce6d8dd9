package atlasprox.report;

import atlasprox.Version;
import atlasprox.federate.RoundTrace;
import atlasprox.ml.BatchSize;
import atlasprox.ml.FitSummary;
import atlasprox.write.RunSummary;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the page's script reads. A run may have thousands of batches and as many losses a round; here are those that it shows.
 *
 * @param run the run, with its largest batches only, largest first, with rounds without clients' losses, and with each setting as
 *     a list of texts
 * @param batches how many batches the fit saw
 * @param smallest the cells of the smallest batch
 * @param largest the cells of the largest batch
 * @param losses the batches with the largest losses of the last round, largest first; empty where they are not known
 * @param lossCount how many batches have a loss
 * @param picture the sample of cells, or null
 * @param echarts the chart library's version
 */
record ReportData(
        RunSummary run,
        int batches,
        long smallest,
        long largest,
        List<BatchLoss> losses,
        int lossCount,
        Picture picture,
        String echarts) {
    private static final int BARS = 40;

    /**
     * @param batch the batch's name
     * @param loss its loss
     */
    record BatchLoss(String batch, double loss) {}

    static ReportData of(RunSummary run, Optional<Picture> picture) {
        LongSummaryStatistics sizes =
                run.fit().batches().stream().mapToLong(BatchSize::cells).summaryStatistics();
        List<BatchLoss> losses = losses(run.fit());
        return new ReportData(
                shown(run),
                run.fit().batches().size(),
                sizes.getMin(),
                sizes.getMax(),
                largest(losses, Comparator.comparingDouble(BatchLoss::loss)),
                losses.size(),
                picture.orElse(null),
                Version.echarts());
    }

    private static RunSummary shown(RunSummary run) {
        return new RunSummary(
                run.atlasprox(),
                run.spark(),
                run.java(),
                run.command(),
                run.started(),
                run.seconds(),
                run.input(),
                run.embedding(),
                run.outputEmbedding(),
                run.batch(),
                run.label(),
                run.id(),
                run.output(),
                texts(run.settings()),
                run.counts(),
                shown(run.fit()),
                run.warnings());
    }

    private static FitSummary shown(FitSummary fit) {
        return new FitSummary(
                fit.method(),
                fit.dimension(),
                fit.rows(),
                fit.invalid(),
                fit.fingerprint(),
                largest(fit.batches(), Comparator.comparingLong(BatchSize::cells)),
                fit.trace().stream().map(ReportData::shown).toList(),
                fit.warnings(),
                fit.seconds());
    }

    private static RoundTrace shown(RoundTrace round) {
        return new RoundTrace(
                round.round(),
                round.objective(),
                round.rose(),
                round.theta(),
                round.worstLoss(),
                round.worstBatch(),
                round.largestChange(),
                List.of(),
                null,
                round.preserved(),
                round.separation(),
                round.cells(),
                round.seconds());
    }

    /** As numbers, some would lose digits in a browser, such as a long seed. */
    private static Map<String, Object> texts(Map<String, Object> settings) {
        Map<String, Object> texts = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            Collection<?> values = value instanceof Collection<?> several ? several : List.of(String.valueOf(value));
            texts.put(name, values.stream().map(String::valueOf).toList());
        });
        return texts;
    }

    /** The last round's losses by batch; none where the two lists do not belong together. */
    private static List<BatchLoss> losses(FitSummary fit) {
        if (fit.trace().isEmpty()) {
            return List.of();
        }
        List<Double> losses = fit.trace().get(fit.trace().size() - 1).clientLoss();
        if (losses.size() != fit.batches().size()) {
            return List.of();
        }
        return IntStream.range(0, losses.size())
                .mapToObj(i -> new BatchLoss(fit.batches().get(i).batch(), losses.get(i)))
                .toList();
    }

    private static <T> List<T> largest(List<T> all, Comparator<T> order) {
        return all.stream().sorted(order.reversed()).limit(BARS).toList();
    }
}
