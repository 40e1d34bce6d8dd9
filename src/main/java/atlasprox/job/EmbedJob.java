package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Version;
import atlasprox.counts.BatchCounts;
import atlasprox.counts.CountCheck;
import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.read.CellSources;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneNames;
import atlasprox.results.EmbedSummary;
import atlasprox.write.parquet.ParquetSettings;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Gives cells an embedding by their counts: finds one, or takes a saved one. */
public final class EmbedJob {
    private static final String SUMMARY = "_atlasprox/run.json";

    private final CountSource source;
    private final List<String> batch;
    private final String output;
    private final String onInvalid;
    private final RunContext run;

    /**
     * @param source the cells with their counts
     * @param batch the batch columns; none where genes are told for all cells together
     * @param output the column to write
     * @param onInvalid what becomes of rows that are no usable cells: {@code fail}, {@code drop} or {@code pass}
     * @param run who asked for what
     */
    public EmbedJob(CountSource source, List<String> batch, String output, String onInvalid, RunContext run) {
        this.source = source;
        this.batch = batch;
        this.output = output;
        this.onInvalid = onInvalid;
        this.run = run;
    }

    /**
     * @param settings how counts become an embedding
     * @return a model of these cells, with what was found of their batches
     * @throws BadDataException if they have no usable counts, or the column to write is there already
     */
    public SparkCountPca.Result fit(CountSettings settings) {
        requireFree();
        run.progress().phase("looking at the counts", 0);
        return SparkCountPca.fit(
                rows(),
                name(),
                counts(),
                source.genes(),
                settings,
                new CountCheck(source.column(), onInvalid.equals("fail")));
    }

    private void requireFree() {
        if (ColumnNames.has(rows().schema(), output)) {
            throw new BadDataException(
                    "the table has a column '" + output + "' already; name another one by --output-column");
        }
    }

    private Dataset<Row> rows() {
        return source.cells().rows();
    }

    private Column name() {
        return batch.isEmpty()
                ? functions.lit("all cells")
                : BatchColumn.resolve(rows().schema(), batch).name();
    }

    private Column counts() {
        return ColumnNames.column(source.column());
    }

    /**
     * Writes the table with its embedding in place of the counts.
     *
     * @param model gives cells coordinates
     * @param batches what was found of them; empty where the model was not made of these cells
     * @param staged where to; not published
     * @return what was done
     * @throws BadDataException if the table has none of the model's genes
     */
    public EmbedSummary write(CountModel model, Map<String, BatchCounts.Summary> batches, StagedOutput staged)
            throws IOException {
        requireFree();
        List<String> warnings = new ArrayList<>(source.cells().warnings());
        missingGenes(model).ifPresent(warnings::add);
        run.progress().phase("embedding and writing", 0);
        Dataset<Row> embedded = rows().withColumn(
                        output,
                        functions.when(name().isNotNull(), SparkCountPca.coordinates(model, counts(), source.genes())))
                .drop(source.column());
        Dataset<Row> kept = onInvalid.equals("drop")
                ? embedded.filter(ColumnNames.column(output).isNotNull())
                : embedded;
        kept.write()
                .format(ParquetSettings.writer(source.cells().format()))
                .options(ParquetSettings.of(kept.schema()))
                .partitionBy(source.cells().partitionColumns().toArray(String[]::new))
                .save(staged.staging().toString());
        Row counted = CellSources.open(
                        rows().sparkSession(), List.of(staged.staging().toString()), Optional.empty())
                .rows()
                .agg(functions.count(functions.lit(1)), functions.count(ColumnNames.column(output)))
                .first();
        requireAll(batches, counted.getLong(0), counted.getLong(1));
        EmbedSummary summary = new EmbedSummary(
                Version.atlasprox(),
                rows().sparkSession().version(),
                run.command(),
                run.clock().started(),
                run.clock().seconds(),
                source.cells().inputs(),
                source.column(),
                output,
                batch,
                staged.target().toString(),
                model.settings(),
                source.genes().size(),
                model.genes().size(),
                counted.getLong(0),
                counted.getLong(1),
                model.share(),
                new TreeMap<>(batches),
                warnings);
        staged.writeText(SUMMARY, Json.page(summary));
        return summary;
    }

    private void requireAll(Map<String, BatchCounts.Summary> batches, long written, long embedded) {
        long cells =
                batches.values().stream().mapToLong(BatchCounts.Summary::cells).sum();
        long invalid = batches.values().stream()
                .flatMap(found -> found.defects().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        long expected = onInvalid.equals("pass") ? cells + invalid : cells;
        if (!batches.isEmpty() && (embedded != cells || written != expected)) {
            throw new IllegalStateException("the output has " + written + " rows, " + embedded
                    + " of them with an embedding, where " + expected + " and " + cells
                    + " were expected; did the input change during the run? Nothing was published");
        }
    }

    private Optional<String> missingGenes(CountModel model) {
        Set<String> here = Set.copyOf(source.genes());
        List<String> missing =
                model.genes().stream().filter(gene -> !here.contains(gene)).toList();
        if (missing.size() == model.genes().size()) {
            throw new BadDataException("the table has none of the " + missing.size() + " genes of the model, such as "
                    + GeneNames.shown(missing) + ", but others, such as " + GeneNames.shown(source.genes())
                    + "; name the column of the same names by --gene-id");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        missing.size() + " of the model's " + model.genes().size()
                                + " genes are not in the table and are taken for 0: " + GeneNames.shown(missing) + ".");
    }
}
