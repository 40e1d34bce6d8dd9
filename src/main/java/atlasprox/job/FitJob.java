package atlasprox.job;

import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.CellSource;
import java.util.Optional;

/** Checks a table of cells and fits a model on it. */
public final class FitJob {
    private final CellSource source;
    private final BatchRefiner refiner;
    private final RunContext run;

    /**
     * @param source the cells
     * @param refiner the settings, with embedding and batch columns set
     * @param run who asked for what
     */
    public FitJob(CellSource source, BatchRefiner refiner, RunContext run) {
        this.source = source;
        this.refiner = refiner;
        this.run = run;
    }

    /**
     * A fitted model.
     *
     * @param model the model
     * @param ids the fingerprint of the ids, where there is an id column
     */
    public record Fitted(BatchRefinerModel model, Optional<String> ids) {}

    /**
     * @return the fitted model; where its labels cannot be learned it tells none, and its summary says why
     * @throws atlasprox.BadDataException if columns are missing or of a wrong type, or rows are not usable cells and the settings do not
     *     pass such rows
     */
    public Fitted fit() {
        refiner.transformSchema(source.rows().schema());
        run.requireLabels(source);
        Optional<String> ids = run.checkedIds(source);
        run.progress().phase("fitting", 0);
        BatchRefinerModel model = refiner.onRound(run.progress()::round).fit(source.rows());
        return new Fitted(labelled(model), ids);
    }

    private BatchRefinerModel labelled(BatchRefinerModel model) {
        String[] columns = run.labelHeads().toArray(String[]::new);
        return run.labelled(model, columns, () -> model.withLabels(source.rows(), columns));
    }
}
