package atlasprox.report;

import atlasprox.Version;
import atlasprox.metrics.Evaluation;
import atlasprox.results.CountsSummary;
import atlasprox.results.CountsSummary.CountQuality;
import atlasprox.results.EvaluationRun;
import atlasprox.results.FitSummary;
import atlasprox.results.FittedBatch;
import atlasprox.results.RunSummary;
import atlasprox.rounds.RoundTrace;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What the page's script reads. A run may have thousands of batches and as many losses a round; here are those that it shows.
 *
 * @param run a {@link RunSummary}, with its largest batches only, largest first, with rounds without clients' figures, and without scores; or an
 *     {@link EvaluationRun}. Each setting is a list of texts.
 * @param verdict whether it helped, in one sentence; null where nothing tells
 * @param differences which batches differ, in one sentence; null where that was not asked
 * @param fit the fit's figures by batch; null where nothing was fitted
 * @param picture the sample of cells, or null
 * @param scores the scores, or null
 * @param told what the cells were told to be, for each label column
 * @param echarts the chart library's version
 */
record ReportData(
        Object run,
        String verdict,
        String differences,
        FitFigures fit,
        PictureFigures picture,
        ScoreFigures scores,
        List<ToldFigures> told,
        String echarts) {
    /** As many as the page shows of anything. */
    static final int SHOWN = 40;

    /**
     * @param batches how many batches the fit saw
     * @param smallest the cells of the smallest batch
     * @param largest the cells of the largest batch
     * @param losses the batches with the largest losses of the last round, largest first; empty where they are not known
     * @param bent the same of the share of their structure, in percent, that their correction changed
     * @param apart the same of their separation from the others
     */
    record FitFigures(
            int batches,
            long smallest,
            long largest,
            List<BatchFigure> losses,
            List<BatchFigure> bent,
            List<BatchFigure> apart) {}

    /**
     * @param batch the batch's name
     * @param figure its figure
     */
    record BatchFigure(String batch, double figure) {}

    static ReportData of(RunSummary run, Optional<Picture> picture, Optional<Evaluation> evaluation) {
        return new ReportData(
                shown(run),
                evaluation.map(Verdict::of).or(() -> ofRounds(run)).orElse(null),
                isOfItsOwn(run) ? Differences.words(run.fit()).orElse(null) : null,
                figures(run.fit()),
                picture.map(PictureFigures::of).orElse(null),
                evaluation.map(ScoreFigures::of).orElse(null),
                run.annotated().stream().map(ToldFigures::of).toList(),
                Version.echarts());
    }

    static ReportData of(EvaluationRun run, Optional<Picture> picture, Evaluation evaluation) {
        return new ReportData(
                shown(run),
                Verdict.of(evaluation),
                null,
                null,
                picture.map(PictureFigures::of).orElse(null),
                ScoreFigures.of(evaluation),
                List.of(),
                Version.echarts());
    }

    /** A saved model's rounds say nothing of other cells. */
    private static Optional<String> ofRounds(RunSummary run) {
        return isOfItsOwn(run) ? Verdict.of(run.fit().trace()) : Optional.empty();
    }

    /** Whether the run fitted the cells that it corrected. */
    private static boolean isOfItsOwn(RunSummary run) {
        return run.command().equals("correct");
    }

    private static FitFigures figures(FitSummary fit) {
        LongSummaryStatistics sizes =
                fit.batches().stream().mapToLong(FittedBatch::cells).summaryStatistics();
        return new FitFigures(
                fit.batches().size(),
                sizes.getMin(),
                sizes.getMax(),
                largest(fit, RoundTrace::clientLoss, loss -> loss),
                largest(fit, round -> round.clientFigure(RoundTrace.PRESERVED), preserved -> 100.0 * (1.0 - preserved)),
                largest(fit, round -> round.clientFigure(RoundTrace.SEPARATION), separation -> separation));
    }

    private static EvaluationRun shown(EvaluationRun run) {
        return new EvaluationRun(
                run.atlasprox(),
                run.spark(),
                run.java(),
                run.command(),
                run.started(),
                run.seconds(),
                run.input(),
                run.batch(),
                run.label(),
                texts(run.settings()),
                run.warnings());
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
                run.fingerprints(),
                run.repeat(),
                run.warnings(),
                run.missing(),
                null,
                shown(run.fromCounts()),
                List.of());
    }

    private static FitSummary shown(FitSummary fit) {
        return new FitSummary(
                fit.method(),
                fit.dimension(),
                fit.rows(),
                fit.invalid(),
                fit.fitted(),
                fit.fingerprint(),
                largest(fit.batches(), Comparator.comparingLong(FittedBatch::cells)),
                fit.trace().stream().map(RoundTrace::withoutClients).toList(),
                fit.converged(),
                null,
                fit.warnings(),
                fit.seconds());
    }

    private static CountsSummary shown(CountsSummary counts) {
        if (counts == null) {
            return null;
        }
        Map<String, CountQuality> batches = new LinkedHashMap<>();
        largest(
                        List.copyOf(counts.batches().entrySet()),
                        Comparator.comparingLong((Map.Entry<String, CountQuality> batch) ->
                                batch.getValue().cells()))
                .forEach(batch -> batches.put(batch.getKey(), batch.getValue()));
        return new CountsSummary(
                counts.layer(),
                counts.geneId(),
                counts.genesJoin(),
                texts(counts.settings()),
                counts.model(),
                counts.genesRead(),
                counts.genesTaken(),
                counts.share(),
                batches);
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

    /** The last round's figures by batch, the largest; none where the two lists do not belong together. */
    private static List<BatchFigure> largest(
            FitSummary fit, Function<RoundTrace, List<Double>> figures, DoubleUnaryOperator shown) {
        if (fit.trace().isEmpty()) {
            return List.of();
        }
        List<Double> last = figures.apply(fit.trace().get(fit.trace().size() - 1));
        if (last == null || last.size() != fit.batches().size()) {
            return List.of();
        }
        List<BatchFigure> all = IntStream.range(0, last.size())
                .mapToObj(i -> new BatchFigure(fit.batches().get(i).batch(), shown.applyAsDouble(last.get(i))))
                .toList();
        return largest(all, Comparator.comparingDouble(BatchFigure::figure));
    }

    private static <T> List<T> largest(List<T> all, Comparator<T> order) {
        return all.stream().sorted(order.reversed()).limit(SHOWN).toList();
    }
}
