package atlasprox.counts;

import atlasprox.read.table.RowCode;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;

/**
 * Gives one row its coordinates, as Spark's generated code hands it over: a user-defined function would have a vector made for each cell, checked
 * again, and an object for each coordinate. Public for that code alone.
 */
public final class SparkCellCoordinates implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean ofSome;
    private final Made made;

    /** What becomes of a cell. */
    @FunctionalInterface
    interface Made extends Serializable {

        /**
         * @param cell usable counts
         * @return its coordinates
         */
        float[] of(CellCounts cell);
    }

    private SparkCellCoordinates(boolean ofSome, Made made) {
        this.ofSome = ofSome;
        this.made = made;
    }

    /**
     * @param vectors a table's column of vectors
     * @param ofSome whether a cell may have none of the table's genes
     * @param made what becomes of each usable cell
     * @return the cells' coordinates, floats; null for rows that are no usable cells
     */
    static Column of(Column vectors, boolean ofSome, Made made) {
        return RowCode.call(
                new SparkCellCoordinates(ofSome, made),
                "coordinates",
                DataTypes.createArrayType(DataTypes.FloatType, false),
                vectors);
    }

    /**
     * @param vector what a row has of the genes, as Spark stores a vector, or null; Spark's code knows no class for it
     * @return the coordinates; null where the row is no usable cell
     */
    public ArrayData coordinates(Object vector) {
        CellCounts cell = vector == null ? null : SparkCountRows.cell((InternalRow) vector);
        return CountRow.isUsable(cell, ofSome) ? UnsafeArrayData.fromPrimitiveArray(made.of(cell)) : null;
    }
}
