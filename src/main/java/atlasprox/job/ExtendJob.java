package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.CellSource;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.Optional;

/** Adds batches to a saved model and corrects their cells. */
public final class ExtendJob {
    private final CellSource source;
    private final BatchRefinerModel saved;
    private final BatchRefinerModel model;
    private final boolean growReference;
    private final RunContext run;

    /**
     * @param source cells of new batches
     * @param saved the model as it was saved, whose settings the next version keeps
     * @param model the same for this run, with embedding and batch columns set
     * @param growReference whether later batches are to be held against these too
     * @param run who asked for what
     */
    public ExtendJob(
            CellSource source,
            BatchRefinerModel saved,
            BatchRefinerModel model,
            boolean growReference,
            RunContext run) {
        this.source = source;
        this.saved = saved;
        this.model = model;
        this.growReference = growReference;
        this.run = run;
    }

    /**
     * Runs the job; both outputs are complete when this returns.
     *
     * @param modelOutput where to save the next version of the model
     * @param output where to write the corrected cells
     * @return what was done
     * @throws BadDataException if rows are not usable cells and the settings do not pass such rows, or a batch is known already
     * @throws IOException if an output cannot be written
     */
    public RunSummary run(StagedOutput modelOutput, StagedOutput output) throws IOException {
        requireAsManyColumns();
        model.transformSchema(source.rows().schema());
        if (growReference) {
            run.requireLabels(source);
        }
        Optional<String> ids = run.checkedIds(source);
        run.progress().phase("fitting", 0);
        BatchRefinerModel extended = labelled(model.extend(source.rows(), growReference, run.progress()::round));
        saved.withLearnedOf(extended).save(modelOutput.staging().toString());
        CorrectedOutput corrected = new CorrectedOutput(source, extended, run, Optional.empty());
        RunSummary summary = corrected.write(output, CorrectJob.cells(extended, ids), false);
        modelOutput.publish();
        output.publish();
        return summary;
    }

    /** A reference that stays as it is tells labels as it did. */
    private BatchRefinerModel labelled(BatchRefinerModel extended) {
        String[] told = run.labelHeads().stream()
                .filter(column -> extended.heads().containsKey(column))
                .toArray(String[]::new);
        return growReference
                ? run.labelled(extended, told, () -> extended.withMoreLabels(source.rows(), told))
                : extended;
    }

    /** Batches of another number of columns would have names of another form, and pass for new ones. */
    private void requireAsManyColumns() {
        int known = saved.getOrDefault(saved.batchCol()).length;
        int given = model.getOrDefault(model.batchCol()).length;
        if (known != given) {
            throw new BadDataException("the model was fitted on " + known + " batch columns ("
                    + String.join(", ", saved.getOrDefault(saved.batchCol())) + ") and --batch names " + given
                    + "; name as many, in the same order");
        }
    }
}
