package atlasprox.job.counts;

import atlasprox.BadDataException;
import atlasprox.counts.CountCheck;
import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneNames;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Cells with their counts, and the embedding that takes the place of these.
 *
 * @param source the cells with their counts
 * @param batch the batch columns; none where genes are told for all cells together
 * @param output the embedding's column
 * @param option the option that names it
 */
public record CountEmbedding(CountSource source, List<String> batch, String output, String option) {

    /**
     * @param settings how counts become an embedding
     * @param failing whether a row that is no usable cell is refused
     * @return a model of these cells, with what was found of their batches
     * @throws BadDataException if they have no usable counts, or the column to write is there already
     */
    public SparkCountPca.Result fit(CountSettings settings, boolean failing) {
        requireFree();
        return SparkCountPca.fit(
                rows(),
                name(),
                ColumnNames.column(source.column()),
                source.genes(),
                settings,
                new CountCheck(source.column(), failing));
    }

    /**
     * @param model gives cells coordinates
     * @return the table with the embedding in place of the counts; null for rows that are no usable cells
     * @throws BadDataException if the table has none of the model's genes, or the column to write is there already
     */
    public Dataset<Row> embedded(CountModel model) {
        requireFree();
        GeneNames.requireCommon(model.genes(), source.genes());
        Column coordinates = SparkCountPca.coordinates(model, ColumnNames.column(source.column()), source.genes());
        return rows().withColumn(output, functions.when(name().isNotNull(), coordinates))
                .drop(source.column());
    }

    /**
     * @param model gives cells coordinates
     * @return which of its genes the table lacks, in one sentence, if it lacks any
     */
    public Optional<String> lacking(CountModel model) {
        List<String> missing = GeneNames.requireCommon(model.genes(), source.genes());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        missing.size() + " of the model's " + model.genes().size()
                                + " genes are not in the table and are taken for 0: " + GeneNames.shown(missing) + ".");
    }

    private void requireFree() {
        ColumnNames.clash(rows().schema(), output).ifPresent(other -> {
            throw new BadDataException("the table has a column '" + other + "' already; name another one by " + option);
        });
    }

    private Dataset<Row> rows() {
        return source.cells().rows();
    }

    private Column name() {
        return BatchColumn.nameOrOne(rows().schema(), batch);
    }
}
