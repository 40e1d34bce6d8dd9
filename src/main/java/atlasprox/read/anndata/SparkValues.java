package atlasprox.read.anndata;

import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.table.SparseRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Columns and their values in Spark's own terms. */
final class SparkValues {
    private static final int UNSIGNED_LONG_DIGITS = 20;

    /** By which Spark tells sparse vectors from dense ones. */
    private static final byte SPARSE_VECTOR = 0;

    private SparkValues() {}

    static StructType schema(List<Column> columns) {
        return new StructType(columns.stream().map(SparkValues::field).toArray(StructField[]::new));
    }

    private static StructField field(Column column) {
        return DataTypes.createStructField(column.name(), type(column.type()), true);
    }

    static DataType type(ValueType type) {
        return switch (type) {
            case INT -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case UNSIGNED_LONG -> DataTypes.createDecimalType(UNSIGNED_LONG_DIGITS, 0);
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case BOOLEAN -> DataTypes.BooleanType;
            case STRING -> DataTypes.StringType;
            case FLOATS -> DataTypes.createArrayType(DataTypes.FloatType, false);
            case DOUBLES -> DataTypes.createArrayType(DataTypes.DoubleType, false);
            case SPARSE -> SQLDataTypes.VectorType();
        };
    }

    /** A value as a row of Spark holds it; null stays null. */
    static Object value(Object value) {
        if (value instanceof String text) {
            return UTF8String.fromString(text);
        }
        if (value instanceof float[] floats) {
            return UnsafeArrayData.fromPrimitiveArray(floats);
        }
        if (value instanceof double[] doubles) {
            return UnsafeArrayData.fromPrimitiveArray(doubles);
        }
        if (value instanceof Supplier<?> row) {
            return vector((SparseRow) row.get());
        }
        return value instanceof BigInteger integer
                ? Decimal.apply(new BigDecimal(integer), UNSIGNED_LONG_DIGITS, 0)
                : value;
    }

    static InternalRow vector(SparseRow row) {
        return new GenericInternalRow(new Object[] {
            SPARSE_VECTOR,
            row.genes(),
            UnsafeArrayData.fromPrimitiveArray(row.indices()),
            UnsafeArrayData.fromPrimitiveArray(row.values())
        });
    }
}
