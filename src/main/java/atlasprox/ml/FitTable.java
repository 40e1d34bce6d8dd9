package atlasprox.ml;

import atlasprox.aligned.settings.Parts;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.ml.params.RefinerParams;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A table as a fit sees it. Its clients are batches, or parts of batches where labels guide or values are preserved.
 *
 * @param cells the cells
 * @param clients their census by clients
 * @param batches the same by batches
 * @param parts which part of which batch each client is
 */
public record FitTable(CellTable cells, Census clients, Census batches, Parts parts) {

    /**
     * @param refiner the settings of a fit, with embedding and batch columns set
     * @param table any table
     * @return the table as that fit would see it
     * @throws atlasprox.BadDataException if a column is missing or of a wrong type, no row has an embedding, or the batch column looks like
     *     identifiers and has more values than can be held
     */
    public static FitTable of(BatchRefiner refiner, Dataset<Row> table) {
        CellTable cells = cells(refiner, table, true);
        return of(refiner, cells, cells.dimension());
    }

    /**
     * @param params the settings of a fit or an extension
     * @param cells its cells
     * @param dimension the number of embedding dimensions d that cells must have
     */
    static FitTable of(RefinerParams params, CellTable cells, int dimension) {
        Census clients = BatchRefiner.census(params, cells, dimension);
        return cells.isInParts()
                ? new FitTable(cells, clients, FitParts.ofBatches(clients), FitParts.of(clients))
                : new FitTable(
                        cells, clients, clients, Parts.whole(clients.clients().size()));
    }

    /** The cells by parts of batches where values are preserved, or labels guide and have a part in it. */
    static CellTable cells(RefinerParams params, Dataset<Row> table, boolean guided) {
        StructType schema = table.schema();
        return new CellTable(
                table,
                params.embedding(schema),
                params.batch(schema),
                params.drawnBy(schema),
                FitParts.column(params, schema, guided));
    }
}
