package atlasprox.job.counts;

import atlasprox.BadDataException;
import atlasprox.counts.CountCheck;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.counts.SparkGeneCounts;
import atlasprox.counts.SparkGeneVotes;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneNames;
import atlasprox.read.table.Identifiers;
import atlasprox.scfedvi.fit.ClientBatches;
import atlasprox.scfedvi.fit.SparkClientBatches;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Cells with their counts, and the embedding that takes the place of these.
 *
 * @param source the cells with their counts
 * @param batch the batch columns; none where genes are told for all cells together
 * @param output the embedding's column
 * @param option the option that names it
 */
public record CountEmbedding(CountSource source, List<String> batch, String output, String option) {
    private static final String CLIENT = "--client";

    /**
     * @param settings how counts become an embedding
     * @param failing whether a row that is no usable cell is refused
     * @return a model of these cells, with what was found of their batches
     * @throws BadDataException if they have no usable counts, or the column to write is there already
     */
    public SparkCountPca.Result fit(CountSettings settings, boolean failing) {
        requireFree();
        return SparkCountPca.fit(
                rows(), name(), counts(), source.genes(), settings, new CountCheck(source.column(), failing));
    }

    /**
     * @param model gives cells coordinates
     * @return the table with the embedding in place of the counts; null for rows that are no usable cells
     * @throws BadDataException if the table has none of the model's genes, or the column to write is there already
     */
    public Dataset<Row> embedded(CountEmbedder model) {
        requireFree();
        GeneNames.requireCommon(model.genes(), source.genes());
        Column coordinates = model.coordinates(rows().sparkSession(), counts(), source.genes());
        return rows().withColumn(output, functions.when(name().isNotNull(), coordinates))
                .drop(source.column());
    }

    /**
     * @param model gives cells coordinates
     * @return which of its genes the table lacks, in one sentence, if it lacks any
     */
    public Optional<String> lacking(CountEmbedder model) {
        List<String> missing = GeneNames.requireCommon(model.genes(), source.genes());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        missing.size() + " of the model's " + model.genes().size()
                                + " genes are not in the table and are taken for 0: " + GeneNames.shown(missing) + ".");
    }

    /**
     * Finds the genes that a method which goes by counts as they are takes, and its cells.
     *
     * @param settings which genes to take, and how they are told
     * @param method the method's name
     * @param failing whether a row that is no usable cell is refused
     * @return the genes, with what was found of the batches
     * @throws BadDataException if the cells have no usable counts, or the column to write is there already
     */
    public SparkCountPca.Genes genes(CountSettings settings, String method, boolean failing) {
        requireFree();
        return SparkCountPca.variable(
                rows(),
                name(),
                counts(),
                source.genes(),
                settings,
                new CountCheck(source.column(), failing, Optional.of(method)));
    }

    /**
     * Looks at the counts of cells whose genes are chosen together with others elsewhere.
     *
     * @param settings which genes to take, and how they are told
     * @param method the method's name
     * @param failing whether a row that is no usable cell is refused
     * @return what was found of the batches; to be closed
     * @throws BadDataException if the cells have no usable counts, or the column to write is there already
     */
    public SparkGeneVotes votes(CountSettings settings, String method, boolean failing) {
        requireFree();
        return SparkGeneVotes.of(
                rows(),
                name(),
                counts(),
                source.genes(),
                settings,
                new CountCheck(source.column(), failing, Optional.of(method)));
    }

    /**
     * @param other the same cells with other genes
     * @return these, to be embedded alike
     */
    public CountEmbedding of(CountSource other) {
        return new CountEmbedding(other, batch, output, option);
    }

    /**
     * @param chosen the genes to take
     * @param roundCounts whether counts are rounded to whole numbers
     * @param id the column of the cells' ids, if any
     * @return the usable cells
     */
    public JavaRDD<SparkGeneCounts.Cell> cells(List<String> chosen, boolean roundCounts, Optional<String> id) {
        Column hash = id.map(Identifiers::hash).orElse(functions.lit(null).cast(DataTypes.LongType));
        return new SparkGeneCounts(source.genes(), chosen, roundCounts).cells(rows(), name(), counts(), hash);
    }

    /**
     * @param columns the columns that name the client; none where every batch is one
     * @param batches the names of the batches that have usable cells
     * @return which batches are whose
     * @throws BadDataException if there is no such column, or a batch is not one client's
     */
    public ClientBatches clients(List<String> columns, Collection<String> batches) {
        if (columns.isEmpty()) {
            return SparkClientBatches.each(batches);
        }
        columns.forEach(column -> BatchColumn.requireLabels(rows().schema(), column, CLIENT));
        Column client = BatchColumn.resolve(rows().schema(), columns).name();
        return SparkClientBatches.of(rows(), name(), client, CLIENT + " " + String.join(",", columns), batches);
    }

    private void requireFree() {
        ColumnNames.clash(rows().schema(), output).ifPresent(other -> {
            throw new BadDataException("the table has a column '" + other + "' already; name another one by " + option);
        });
    }

    private Dataset<Row> rows() {
        return source.cells().rows();
    }

    private Column counts() {
        return ColumnNames.column(source.column());
    }

    private Column name() {
        return BatchColumn.nameOrOne(rows().schema(), batch);
    }
}
