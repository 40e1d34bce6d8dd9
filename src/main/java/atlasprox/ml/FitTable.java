package atlasprox.ml;

import atlasprox.aligned.settings.Parts;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.StratumColumns;
import atlasprox.read.table.ColumnNames;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A table as a fit sees it.
 *
 * @param cells the cells
 * @param census of these
 */
public record FitTable(CellTable cells, FitCensus census) {

    /** @return the census by clients */
    public Census clients() {
        return census.clients();
    }

    /** @return the census by batches */
    public Census batches() {
        return census.batches();
    }

    /** @return which part of which batch each client is */
    public Parts parts() {
        return census.parts();
    }

    /**
     * @param refiner the settings of a fit, with embedding and batch columns set
     * @param table any table
     * @return the table as that fit would see it
     * @throws atlasprox.BadDataException if a column is missing or of a wrong type, no row has an embedding, or the batch column looks like
     *     identifiers and has more values than can be held
     */
    public static FitTable of(BatchRefiner refiner, Dataset<Row> table) {
        CellTable cells = cells(refiner, table, true);
        return of(refiner, cells, cells.dimension(), true);
    }

    /**
     * @param params the settings of a fit or an extension
     * @param cells its cells
     * @param dimension the number of embedding dimensions d that cells must have
     * @param fitting whether labels may have a part in it
     */
    static FitTable of(RefinerParams params, CellTable cells, int dimension, boolean fitting) {
        return new FitTable(
                cells,
                FitCensus.of(
                        params,
                        cells.check(),
                        cells.isInParts(),
                        BatchRefiner.census(params, cells, dimension),
                        fitting));
    }

    /**
     * @param cells a table's cells
     * @param census of these
     * @return the census by batches
     */
    public static Census ofBatches(CellTable cells, Census census) {
        return cells.isInParts() ? FitParts.ofBatches(census) : census;
    }

    /**
     * @param model a fitted model
     * @param table any table
     * @return its cells as they are corrected: those that lack the value to preserve, in a table that has the column, are not usable
     */
    public static CellTable toApply(BatchRefinerModel model, Dataset<Row> table) {
        StructType schema = table.schema();
        StratumColumns columns = new StratumColumns(model);
        boolean there =
                columns.preserve().filter(name -> ColumnNames.has(schema, name)).isPresent();
        return new CellTable(
                table,
                model.embedding(schema),
                model.batch(schema),
                Optional.empty(),
                there ? FitParts.column(model, schema, false) : Optional.empty());
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
