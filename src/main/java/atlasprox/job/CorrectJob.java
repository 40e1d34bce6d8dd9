package atlasprox.job;

import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.CellSource;
import atlasprox.results.FitSummary;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.Optional;

/** The main job: fit, correct, write, summarise. */
public final class CorrectJob {
    private final CellSource source;
    private final BatchRefiner refiner;
    private final RunContext run;
    private final Optional<ScoreSettings> scoring;

    /**
     * @param source the cells
     * @param refiner the settings, with embedding and batch columns set
     * @param run who asked for what
     * @param scoring how to score what was done, if at all
     */
    public CorrectJob(CellSource source, BatchRefiner refiner, RunContext run, Optional<ScoreSettings> scoring) {
        this.source = source;
        this.refiner = refiner;
        this.run = run;
        this.scoring = scoring;
    }

    /**
     * Runs the job; the output is complete when this returns.
     *
     * @param output where to write
     * @return what was done
     * @throws IOException if the output cannot be written
     */
    public RunSummary run(StagedOutput output) throws IOException {
        FitJob.Fitted fitted = new FitJob(source, refiner, run).fit();
        BatchRefinerModel model = fitted.model();
        RunSummary summary =
                new CorrectedOutput(source, model, run, scoring).write(output, cells(model, fitted.ids()), true);
        output.publish();
        return summary;
    }

    /** The cells of a run that corrects the very cells it was fitted on. */
    static CheckedCells cells(BatchRefinerModel model, Optional<String> ids) {
        return new CheckedCells(counts(model), model.summary().fingerprint(), ids);
    }

    private static RunSummary.Counts counts(BatchRefinerModel model) {
        FitSummary summary = model.summary();
        boolean dropping = "drop".equals(model.getOrDefault(model.onInvalid()));
        long corrected = summary.rows() - summary.invalid();
        return dropping
                ? new RunSummary.Counts(summary.rows(), corrected, 0, summary.invalid(), corrected)
                : new RunSummary.Counts(summary.rows(), corrected, summary.invalid(), 0, summary.rows());
    }
}
