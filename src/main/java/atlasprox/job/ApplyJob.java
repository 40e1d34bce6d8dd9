package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.BatchLimit;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.CensusCheck;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.FitTable;
import atlasprox.ml.LabelAnnotator;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.results.RunSummary;
import atlasprox.rounds.Correction;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Corrects cells with a saved model. */
public final class ApplyJob {
    private static final int SHOWN = 10;

    private final CellSource source;
    private final BatchRefinerModel model;
    private final RunContext run;
    private final Optional<ScoreSettings> scoring;
    private final Optional<LabelAnnotator> annotator;

    /**
     * @param source the cells, seen in training or not
     * @param model the model, with embedding and batch columns set
     * @param run who asked for what
     * @param scoring how to score what was done, if at all
     * @param annotator says by this model what the corrected cells are, if they are to be told
     */
    public ApplyJob(
            CellSource source,
            BatchRefinerModel model,
            RunContext run,
            Optional<ScoreSettings> scoring,
            Optional<LabelAnnotator> annotator) {
        this.source = source;
        this.model = model;
        this.run = run;
        this.scoring = scoring;
        this.annotator = annotator;
    }

    /**
     * Runs the job; the output is complete when this returns.
     *
     * @param output where to write
     * @return what was done
     * @throws BadDataException if the embedding's dimension is not the model's, rows are not usable cells or batches unknown and
     *     the settings do not pass such rows
     * @throws IOException if the output cannot be written
     */
    public RunSummary run(StagedOutput output) throws IOException {
        model.transformSchema(source.rows().schema());
        annotator.ifPresent(one -> one.transformSchema(source.rows().schema()));
        Optional<String> ids = run.checkedIds(source);
        run.progress().phase("checking cells", 0);
        Census census = census();
        long unknown = unknownCells(census);
        CheckedCells cells = new CheckedCells(counts(census, unknown), census.fingerprint(), ids);
        CorrectedOutput corrected = new CorrectedOutput(source, model, run, scoring, annotator);
        RunSummary summary = corrected.write(output, cells, false);
        output.publish();
        return summary;
    }

    private Census census() {
        EmbeddingColumn embedding = model.embedding(source.rows().schema());
        BatchColumn batch = model.batch(source.rows().schema());
        CellTable cells = FitTable.toApply(model, source.rows());
        int dimension = cells.dimension();
        model.requireDimension(embedding, dimension);
        Census census = FitTable.ofBatches(
                cells,
                passesUnknown()
                        ? cells.census(dimension, 0L, 1.0, 1)
                        : cells.census(dimension, 0L, 1.0, 1, asManyAsKnown(batch)));
        CensusCheck check = cells.check();
        check.requireUsable(census, true);
        if ("fail".equals(model.getOrDefault(model.onInvalid()))) {
            check.requireAllValid(census);
        }
        return census;
    }

    private boolean passesUnknown() {
        return "pass".equals(model.getOrDefault(model.unknownBatch()));
    }

    /** Some of more batches than the model knows are unknown to it. */
    private BatchLimit asManyAsKnown(BatchColumn batch) {
        int known = model.correction().batches().size();
        return new BatchLimit(
                cells -> known,
                count -> new BadDataException(
                        "batch column '" + String.join("', '", batch.names()) + "' has "
                                + count.words() + " (for example "
                                + count.examples().stream().map(Shown::name).collect(Collectors.joining(", "))
                                + "), and the model knows " + known + (known == 1 ? " batch" : " batches")
                                + "; choose another --batch, or set --unknown-batch pass to leave cells of unknown batches as they are"));
    }

    private long unknownCells(Census census) {
        Correction correction = model.correction();
        Map<String, BatchCensus> unknown = census.batches().entrySet().stream()
                .filter(batch -> batch.getValue().cells() > 0 && correction.client(batch.getKey()) < 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long cells = unknown.values().stream().mapToLong(BatchCensus::cells).sum();
        if (cells > 0 && !passesUnknown()) {
            String names = unknown.keySet().stream()
                    .sorted()
                    .limit(SHOWN)
                    .map(name ->
                            Shown.name(name) + " (" + words(unknown.get(name).cells()) + ")")
                    .collect(Collectors.joining(", "));
            throw new BadDataException("the model does not know " + unknown.size() + " of "
                    + census.clients().size() + " batches: " + names + (unknown.size() > SHOWN ? ", ..." : "")
                    + "; fit a model that includes them, or set --unknown-batch pass to leave their cells as they are");
        }
        return cells;
    }

    private static String words(long cells) {
        return cells == 1 ? "1 cell" : cells + " cells";
    }

    private RunSummary.Counts counts(Census census, long unknown) {
        boolean dropping = "drop".equals(model.getOrDefault(model.onInvalid()));
        long dropped = dropping ? census.invalid() : 0;
        long corrected = census.cells() - unknown;
        return new RunSummary.Counts(
                census.rows(), corrected, census.rows() - dropped - corrected, dropped, census.rows() - dropped);
    }
}
