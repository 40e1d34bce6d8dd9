package atlasprox.job;

import atlasprox.cells.Census;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.CellSource;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes the corrected cells of a site.
 *
 * @param source the cells
 * @param batches their census by batches
 * @param model the model, by the names that the site knows its batches by
 */
public record SiteOutput(CellSource source, Census batches, BatchRefinerModel model) {

    /**
     * @param run who asked for what
     * @param scoring how to score what was done, if at all
     * @param output where to write; complete when this returns
     * @return what was done
     * @throws IOException if the output cannot be written
     */
    public RunSummary write(RunContext run, Optional<ScoreSettings> scoring, StagedOutput output) throws IOException {
        Optional<String> ids = run.checkedIds(source);
        CheckedCells cells = new CheckedCells(counts(), batches.fingerprint(), ids);
        RunSummary summary = new CorrectedOutput(source, model, run, scoring).write(output, cells, true);
        output.publish();
        return summary;
    }

    private RunSummary.Counts counts() {
        long corrected = batches.cells();
        return "drop".equals(model.getOrDefault(model.onInvalid()))
                ? new RunSummary.Counts(batches.rows(), corrected, 0, batches.invalid(), corrected)
                : new RunSummary.Counts(batches.rows(), corrected, batches.invalid(), 0, batches.rows());
    }
}
