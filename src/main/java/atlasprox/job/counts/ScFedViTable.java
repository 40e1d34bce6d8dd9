package atlasprox.job.counts;

import atlasprox.counts.CountSettings;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountColumns;
import atlasprox.read.table.CountSource;
import atlasprox.rounds.RoundListener;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** scFedVI of a table that is in Spark already, as the command does it: for the Python package, which has no functions to hand over. */
public final class ScFedViTable {
    private final CountEmbedding cells;

    /**
     * @param rows the table
     * @param counts its column of counts
     * @param batch the batch columns; none where all cells are one batch
     * @param output the embedding's column
     * @throws atlasprox.BadDataException if the counts are none
     */
    public ScFedViTable(Dataset<Row> rows, String counts, List<String> batch, String output) {
        CountColumns.Counts found = CountColumns.in(rows, counts);
        CellSource source = new CellSource(
                rows.withColumn(counts, found.vectors()),
                List.of(),
                CellFormat.PARQUET,
                List.of(),
                Optional.empty(),
                List.of());
        this.cells = new CountEmbedding(new CountSource(source, counts, found.genes()), batch, output, "outputCol");
    }

    /**
     * @param genes which genes to take, and whether counts are rounded to whole numbers
     * @param params the other settings
     * @param client the columns that name the client; none where every batch is one
     * @param id the column of the cells' ids; null where what is drawn for a cell goes by its counts
     * @param failing whether a row that is no usable cell is refused
     * @param rounds is told of every round
     * @return the model, with what was found of the batches and what the rounds did
     * @throws atlasprox.BadDataException if the cells have no usable counts, or a batch is not one client's
     * @throws IllegalStateException if a client's numbers have run away
     */
    public FittedEmbedder fit(
            CountSettings genes,
            ScFedViParams params,
            List<String> client,
            String id,
            boolean failing,
            RoundListener rounds) {
        return new ScFedViFit(genes, params::settings, client, Optional.ofNullable(id))
                .fit(cells, failing, (phase, known) -> {}, rounds);
    }

    /**
     * @param model gives cells coordinates
     * @return the table with these, floats, in place of the counts; null for rows that are no usable cells
     */
    public Dataset<Row> embedded(CountEmbedder model) {
        return cells.embedded(model);
    }
}
