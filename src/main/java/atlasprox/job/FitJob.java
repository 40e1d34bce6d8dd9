package atlasprox.job;

import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.CellSource;
import atlasprox.read.Identifiers;

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

    /** @return the fitted model */
    public BatchRefinerModel fit() {
        refiner.transformSchema(source.rows().schema());
        run.id().ifPresent(id -> {
            run.progress().phase("checking ids", 0);
            Identifiers.requireUnique(source.rows(), id);
        });
        run.progress().phase("fitting", 0);
        return refiner.onRound(run.progress()::round).fit(source.rows());
    }
}
