package atlasprox.job;

import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.Identifiers;
import atlasprox.report.Layouts;
import atlasprox.results.RunSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Who asked for what, as far as the mathematics does not care.
 *
 * @param command the command's name
 * @param clock when it started, and how long ago
 * @param id the id column, if any
 * @param label the label column, if any; for pictures and scores, never for fitting
 * @param models the models that it reads and writes beside its output
 * @param pictureCells how many cells the report's pictures show at most
 * @param progress is told how the job gets on
 * @param counts what the embedding was made of, where this run made it
 * @param labelHeads the label columns that the model is to tell labels of, if any
 */
public record RunContext(
        String command,
        Stopwatch clock,
        Optional<String> id,
        Optional<String> label,
        RunSummary.Models models,
        int pictureCells,
        Progress progress,
        Optional<EmbeddedCounts> counts,
        List<String> labelHeads) {

    /** The context of a command that reads no model and writes none of its own, with pictures as they are by default. */
    public RunContext(String command, Stopwatch clock, Optional<String> id, Optional<String> label, Progress progress) {
        this(command, clock, id, label, RunSummary.Models.NONE, Layouts.CELLS, progress);
    }

    /** The context of a command whose input has the embedding. */
    public RunContext(
            String command,
            Stopwatch clock,
            Optional<String> id,
            Optional<String> label,
            RunSummary.Models models,
            int pictureCells,
            Progress progress) {
        this(command, clock, id, label, models, pictureCells, progress, Optional.empty(), List.of());
    }

    /**
     * @param embedded what the embedding was made of
     * @return the same context of a run that made it
     */
    public RunContext withCounts(Optional<EmbeddedCounts> embedded) {
        return new RunContext(command, clock, id, label, models, pictureCells, progress, embedded, labelHeads);
    }

    /**
     * @param columns label columns
     * @return the same context of a run whose model is to tell labels of these
     */
    public RunContext withLabelHeads(List<String> columns) {
        return new RunContext(command, clock, id, label, models, pictureCells, progress, counts, columns);
    }

    /**
     * @param source the cells
     * @return the fingerprint of their ids, where there is an id column
     * @throws atlasprox.BadDataException if two cells share an id
     */
    Optional<String> checkedIds(CellSource source) {
        return id.map(column -> {
            progress.phase("checking ids", 0);
            return Identifiers.requireUnique(source.rows(), column);
        });
    }

    /**
     * @param source the cells
     * @throws atlasprox.BadDataException if a column that labels are to be learned from is missing, or no column of labels
     */
    void requireLabels(CellSource source) {
        labelHeads.forEach(column -> BatchColumn.requireLabels(source.rows().schema(), column, "--label"));
    }

    /**
     * @param model a finished model, which is not lost for its labels
     * @param columns label columns
     * @param learn has the model learn these
     * @return what it made; the model as it was, with a warning, where it failed
     */
    BatchRefinerModel labelled(BatchRefinerModel model, String[] columns, Callable<BatchRefinerModel> learn) {
        if (columns.length == 0) {
            return model;
        }
        progress.phase("learning labels", 0);
        Extras extras = new Extras();
        return extras.attempt("The model learned no labels of " + String.join(", ", columns), learn)
                .orElseGet(() -> model.withWarning(extras.mishaps().get(0)));
    }
}
