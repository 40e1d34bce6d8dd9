package atlasprox.report;

import atlasprox.Version;
import atlasprox.federate.RoundTrace;
import atlasprox.ml.BatchSize;
import atlasprox.ml.FitSummary;
import atlasprox.write.RunSummary;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the page's script reads, cut to what it shows: a run may have thousands of batches and as many losses a round.
 *
 * @param run the run, without its fit
 * @param fit the fit, without its lists
 * @param sizes the largest batches, largest first
 * @param losses the batches with the largest losses of the last round, largest first; empty where they are not known
 * @param lossCount how many batches have a loss
 * @param rounds the rounds, in order
 * @param picture the sample of cells, or null
 * @param echarts the chart library's version
 */
record ReportData(
        Run run,
        Fit fit,
        List<BatchSize> sizes,
        List<BatchLoss> losses,
        int lossCount,
        List<Round> rounds,
        Picture picture,
        String echarts) {
    private static final int BARS = 40;

    /** The members of {@link RunSummary} of these names. */
    record Run(
            String atlasprox,
            String spark,
            String java,
            String command,
            String started,
            double seconds,
            List<String> input,
            String embedding,
            String outputEmbedding,
            List<String> batch,
            String label,
            String id,
            String output,
            List<Setting> settings,
            RunSummary.Counts counts,
            List<String> warnings) {}

    /**
     * A setting in words. A number would lose digits in a browser, such as those of a long seed.
     *
     * @param name the Param's name
     * @param values its value, or several where it is a list
     */
    record Setting(String name, List<String> values) {}

    /** The members of {@link FitSummary} of these names, and what the whole list of batches says. */
    record Fit(
            String method,
            int dimension,
            long rows,
            long invalid,
            String fingerprint,
            double seconds,
            int batches,
            long smallest,
            long largest) {}

    /**
     * @param batch the batch's name
     * @param loss its loss
     */
    record BatchLoss(String batch, double loss) {}

    /** The members of {@link RoundTrace} of these names. */
    record Round(
            int round,
            double objective,
            double worstLoss,
            String worstBatch,
            double largestChange,
            long cells,
            double seconds) {}

    static ReportData of(RunSummary run, Optional<Picture> picture) {
        FitSummary fit = run.fit();
        List<BatchLoss> losses = losses(fit);
        return new ReportData(
                run(run),
                fit(fit),
                largest(fit.batches(), Comparator.comparingLong(BatchSize::cells)),
                largest(losses, Comparator.comparingDouble(BatchLoss::loss)),
                losses.size(),
                fit.trace().stream().map(ReportData::round).toList(),
                picture.orElse(null),
                Version.echarts());
    }

    private static Run run(RunSummary run) {
        return new Run(
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
                run.settings().entrySet().stream().map(ReportData::setting).toList(),
                run.counts(),
                run.warnings());
    }

    private static Setting setting(Map.Entry<String, Object> setting) {
        Collection<?> values = setting.getValue() instanceof Collection<?> several
                ? several
                : List.of(String.valueOf(setting.getValue()));
        return new Setting(
                setting.getKey(), values.stream().map(String::valueOf).toList());
    }

    private static Fit fit(FitSummary fit) {
        return new Fit(
                fit.method(),
                fit.dimension(),
                fit.rows(),
                fit.invalid(),
                fit.fingerprint(),
                fit.seconds(),
                fit.batches().size(),
                fit.batches().stream().mapToLong(BatchSize::cells).min().orElse(0),
                fit.batches().stream().mapToLong(BatchSize::cells).max().orElse(0));
    }

    private static Round round(RoundTrace trace) {
        return new Round(
                trace.round(),
                trace.objective(),
                trace.worstLoss(),
                trace.worstBatch(),
                trace.largestChange(),
                trace.cells(),
                trace.seconds());
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
