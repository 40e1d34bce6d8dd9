package atlasprox.counts;

import atlasprox.read.table.BareRows;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Counts in a table, without a vector for each of its rows. */
final class SparkCountRows {
    /** As Spark stores a vector: 0 for a sparse one, its length, the places and the numbers at these; a dense one has no places. */
    private static final int FIELDS = 4;

    private static final int PLACES = 2;
    private static final int NUMBERS = 3;

    private SparkCountRows() {}

    /**
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param counts its column of vectors
     * @return its rows
     */
    static JavaRDD<CountRow> of(Dataset<Row> rows, Column batch, Column counts) {
        return BareRows.of(rows.select(batch, counts)).map(SparkCountRows::row);
    }

    /** Of a row that begins with its batch and its vector. */
    static CountRow row(InternalRow row) {
        return new CountRow(
                row.isNullAt(0) ? null : row.getUTF8String(0).toString(),
                row.isNullAt(1) ? null : cell(row.getStruct(1, FIELDS)));
    }

    /** Of a vector as Spark stores it. */
    static CellCounts cell(InternalRow vector) {
        double[] numbers = vector.getArray(NUMBERS).toDoubleArray();
        return vector.isNullAt(PLACES)
                ? cell(IntStream.range(0, numbers.length).toArray(), numbers)
                : cell(vector.getArray(PLACES).toIntArray(), numbers);
    }

    /**
     * @param counts of all genes
     * @return what the cell has of them
     */
    static CellCounts cell(Vector counts) {
        if (counts instanceof SparseVector sparse) {
            return cell(sparse.indices(), sparse.values());
        }
        double[] numbers = counts.toArray();
        return cell(IntStream.range(0, numbers.length).toArray(), numbers);
    }

    /** What is 0 is left out. */
    private static CellCounts cell(int[] places, double[] numbers) {
        int count = 0;
        for (double number : numbers) {
            count += number != 0.0 ? 1 : 0;
        }
        if (count == numbers.length) {
            return new CellCounts(places, numbers);
        }
        int[] genes = new int[count];
        double[] values = new double[count];
        for (int i = 0, next = 0; i < numbers.length; i++) {
            if (numbers[i] != 0.0) {
                genes[next] = places[i];
                values[next++] = numbers[i];
            }
        }
        return new CellCounts(genes, values);
    }
}
