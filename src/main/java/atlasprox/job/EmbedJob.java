package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Version;
import atlasprox.counts.BatchCounts;
import atlasprox.counts.CountCheck;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.job.counts.CountEmbedder;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.job.counts.FittedEmbedder;
import atlasprox.job.counts.PcaEmbedder;
import atlasprox.job.counts.ScFedViArrival;
import atlasprox.job.counts.ScFedViFit;
import atlasprox.read.CellSources;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.ColumnNames;
import atlasprox.results.EmbedSummary;
import atlasprox.results.ScFedViSummary;
import atlasprox.write.parquet.ParquetSettings;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Gives cells an embedding by their counts: finds one, or takes a saved one. */
public final class EmbedJob {
    private static final String SUMMARY = "_atlasprox/run.json";

    private final CountEmbedding cells;
    private final String onInvalid;
    private final RunContext run;

    /**
     * @param cells the cells with their counts, and the column to write
     * @param onInvalid what becomes of rows that are no usable cells: {@code fail}, {@code drop} or {@code pass}
     * @param run who asked for what
     */
    public EmbedJob(CountEmbedding cells, String onInvalid, RunContext run) {
        this.cells = cells;
        this.onInvalid = onInvalid;
        this.run = run;
    }

    /**
     * @param settings how counts become an embedding
     * @return a model of these cells, with what was found of their batches
     * @throws BadDataException if they have no usable counts, or the column to write is there already
     */
    public FittedEmbedder fit(CountSettings settings) {
        run.progress().phase("looking at the counts", 0);
        SparkCountPca.Result found = cells.fit(settings, failing());
        return new FittedEmbedder(new PcaEmbedder(found.model()), found.batches(), Optional.empty());
    }

    /**
     * @param fit how scFedVI is to be fitted
     * @return a model of these cells, with what was found of their batches and what the rounds did
     * @throws BadDataException if they have no usable counts, a batch is not one client's, or the column to write is there already
     */
    public FittedEmbedder fit(ScFedViFit fit) {
        return fit.fit(cells, failing(), run.progress()::phase, run.progress()::round);
    }

    /**
     * @param arrival the model, and how its vectors of new batches are to be trained
     * @return the model that knows these batches too, with what was found of all batches and what the rounds did
     * @throws BadDataException if no batch is new to the model, or the cells have no usable counts
     */
    public FittedEmbedder fit(ScFedViArrival arrival) {
        return arrival.fit(cells, failing(), run.progress()::phase, run.progress()::round);
    }

    private boolean failing() {
        return onInvalid.equals("fail");
    }

    /**
     * Writes the table with its embedding in place of the counts.
     *
     * @param counts the model that gives cells coordinates, and what is known of these cells
     * @param training what the rounds of the model's fit did, if this run made it and there were some
     * @param staged where to; not published
     * @return what was done
     * @throws BadDataException if the table has none of the model's genes, or rows are no usable cells and that is refused
     */
    public EmbedSummary write(EmbeddedCounts counts, Optional<ScFedViSummary> training, StagedOutput staged)
            throws IOException {
        CountEmbedder model = counts.model();
        CellSource table = cells.source().cells();
        List<String> warnings = new ArrayList<>(table.warnings());
        cells.lacking(model).ifPresent(warnings::add);
        Dataset<Row> embedded = cells.embedded(model);
        run.progress().phase("embedding and writing", 0);
        Dataset<Row> kept = onInvalid.equals("drop")
                ? embedded.filter(ColumnNames.column(cells.output()).isNotNull())
                : embedded;
        kept.write()
                .format(ParquetSettings.writer(table.format()))
                .options(ParquetSettings.of(kept.schema()))
                .partitionBy(table.partitionColumns().toArray(String[]::new))
                .save(staged.staging().toString());
        Row counted = CellSources.open(
                        kept.sparkSession(), List.of(staged.staging().toString()), Optional.empty())
                .rows()
                .agg(functions.count(functions.lit(1)), functions.count(ColumnNames.column(cells.output())))
                .first();
        requireAll(counts.batches(), counted.getLong(0), counted.getLong(1));
        EmbedSummary summary = new EmbedSummary(
                Version.atlasprox(),
                kept.sparkSession().version(),
                run.command(),
                run.clock().started(),
                run.clock().seconds(),
                table.inputs(),
                model.method(),
                cells.output(),
                cells.batch(),
                staged.target().toString(),
                counts.summary(),
                training.orElse(null),
                counted.getLong(0),
                counted.getLong(1),
                warnings);
        staged.writeText(SUMMARY, Json.page(summary));
        return summary;
    }

    private void requireAll(Map<String, BatchCounts.Summary> batches, long written, long embedded) {
        if (batches.isEmpty()) {
            requireEmbedded(written, embedded);
            return;
        }
        long cells =
                batches.values().stream().mapToLong(BatchCounts.Summary::cells).sum();
        long invalid = batches.values().stream()
                .mapToLong(BatchCounts.Summary::unusable)
                .sum();
        long expected = onInvalid.equals("pass") ? cells + invalid : cells;
        if (embedded != cells || written != expected) {
            throw new IllegalStateException("the output has " + written + " rows, " + embedded
                    + " of them with an embedding, where " + expected + " and " + cells
                    + " were expected; did the input change during the run? Nothing was published");
        }
    }

    /** A saved model looks at each cell but once. */
    private void requireEmbedded(long written, long embedded) {
        if (failing() && embedded < written) {
            throw new BadDataException(written - embedded + " of " + written + " rows have no usable counts in '"
                    + cells.source().column() + "'; " + CountCheck.REMEDY);
        }
    }
}
