package atlasprox.counts;

import atlasprox.read.table.BareRows;
import atlasprox.sample.CellKeys;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Counts of some of a table's genes, for methods that go by counts as they are.
 *
 * @param genes the names of all genes, in the order of the table's vectors
 * @param chosen the names of those to take, whose numbers are their places here; the table may lack some of them
 * @param rounded whether counts are rounded to whole numbers
 */
public record SparkGeneCounts(List<String> genes, List<String> chosen, boolean rounded) {
    private static final int ID = 2;

    /**
     * A usable cell.
     *
     * @param batch its batch
     * @param key by its id, or else by its counts of the chosen genes
     * @param genes the numbers of the chosen genes of which it has counts, ascending; a cell may have none
     * @param counts how many of each, above 0
     */
    public record Cell(String batch, long key, int[] genes, float[] counts) implements Serializable {}

    /** What becomes of a cell's counts of the chosen genes. */
    @FunctionalInterface
    public interface Encoding extends Serializable {

        /**
         * @param genes the numbers of the chosen genes of which a cell has counts, ascending
         * @param counts how many of each, above 0
         * @return the cell's coordinates
         */
        float[] of(int[] genes, float[] counts);
    }

    /**
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param counts its column of vectors
     * @param id a hash of each cell's id, a whole number of 64 bits; null where it has none
     * @return the usable cells
     */
    public JavaRDD<Cell> cells(Dataset<Row> rows, Column batch, Column counts, Column id) {
        Picked picked = picked();
        return BareRows.of(rows.select(batch, counts, id))
                .map(row -> cell(row, picked))
                .filter(cell -> cell != null);
    }

    private static Cell cell(InternalRow row, Picked picked) {
        CountRow found = SparkCountRows.row(row);
        if (found.defect() != null) {
            return null;
        }
        CellCounts cell = picked.of(found.cell());
        float[] counts = cell.floats();
        long key = row.isNullAt(ID) ? CellKeys.content(cell.genes(), counts) : row.getLong(ID);
        return new Cell(found.batch(), key, cell.genes(), counts);
    }

    /**
     * @param counts a column of vectors
     * @param encoding makes coordinates of a cell's counts
     * @return the cells' coordinates, floats; null for rows that are no usable cells
     */
    public Column encoded(Column counts, Encoding encoding) {
        Picked picked = picked();
        return SparkCellCoordinates.of(counts, false, cell -> {
            CellCounts taken = picked.of(cell);
            return encoding.of(taken.genes(), taken.floats());
        });
    }

    private Picked picked() {
        return new Picked(SparkCountPca.places(chosen, genes), rounded);
    }

    /** Takes the chosen genes of a cell. */
    private record Picked(int[] place, boolean rounded) implements Serializable {
        CellCounts of(CellCounts cell) {
            return (rounded ? cell.rounded() : cell).of(place);
        }
    }
}
