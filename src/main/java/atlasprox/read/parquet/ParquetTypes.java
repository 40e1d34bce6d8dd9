package atlasprox.read.parquet;

import atlasprox.read.table.RowCode;
import java.util.function.UnaryOperator;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Types of Parquet that Spark refuses, but whose bytes it reads when told that they are plain numbers or bytes: times in nanoseconds
 * (pandas' own), half precision, and UUIDs. They come out as times in microseconds, floats, and texts.
 */
final class ParquetTypes {
    private static final StoredValues VALUES = new StoredValues();

    private ParquetTypes() {}

    /** @return the type with its annotations of those kinds taken off: what Spark is to read */
    static Type stored(Type type) {
        return withLeaves(type, leaf -> as(leaf, isForeign(leaf) ? null : leaf.getLogicalTypeAnnotation()));
    }

    /** @return the type with those kinds replaced by the ones that they come out as */
    static Type meant(Type type) {
        return withLeaves(type, ParquetTypes::meantLeaf);
    }

    /**
     * @param column a column of type {@code stored}
     * @param stored what Spark reads
     * @param meant what {@link #meant} makes of the same column; the same type where nothing is to be done
     * @return the column as that
     */
    static Column meant(Column column, DataType stored, DataType meant) {
        if (DataType.equalsIgnoreNullability(stored, meant)) {
            return column;
        }
        if (stored instanceof ArrayType from && meant instanceof ArrayType to) {
            return functions.transform(column, element -> meant(element, from.elementType(), to.elementType()));
        }
        if (stored instanceof StructType from && meant instanceof StructType to) {
            Column[] fields = new Column[from.size()];
            for (int i = 0; i < fields.length; i++) {
                String name = from.fields()[i].name();
                fields[i] = meant(column.getField(name), from.fields()[i].dataType(), to.fields()[i].dataType())
                        .as(name);
            }
            return functions.when(column.isNotNull(), functions.struct(fields));
        }
        if (stored instanceof MapType from && meant instanceof MapType to) {
            Column keys = functions.transform_keys(column, (key, value) -> meant(key, from.keyType(), to.keyType()));
            return functions.transform_values(keys, (key, value) -> meant(value, from.valueType(), to.valueType()));
        }
        String method = stored.equals(DataTypes.LongType)
                ? "microseconds"
                : meant.equals(DataTypes.FloatType) ? "half" : "uuid";
        return functions.when(column.isNotNull(), RowCode.call(VALUES, method, meant, column));
    }

    private static boolean isForeign(PrimitiveType leaf) {
        return leaf.getLogicalTypeAnnotation() != null && !meantLeaf(leaf).equals(leaf);
    }

    private static PrimitiveType meantLeaf(PrimitiveType leaf) {
        LogicalTypeAnnotation annotation = leaf.getLogicalTypeAnnotation();
        if (annotation instanceof TimestampLogicalTypeAnnotation time && time.getUnit() == TimeUnit.NANOS) {
            return as(leaf, LogicalTypeAnnotation.timestampType(time.isAdjustedToUTC(), TimeUnit.MICROS));
        }
        if (annotation instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation) {
            return Types.primitive(PrimitiveTypeName.FLOAT, leaf.getRepetition())
                    .named(leaf.getName());
        }
        if (annotation instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation) {
            return Types.primitive(PrimitiveTypeName.BINARY, leaf.getRepetition())
                    .as(LogicalTypeAnnotation.stringType())
                    .named(leaf.getName());
        }
        return leaf;
    }

    private static PrimitiveType as(PrimitiveType leaf, LogicalTypeAnnotation annotation) {
        return annotation == leaf.getLogicalTypeAnnotation()
                ? leaf
                : Types.primitive(leaf.getPrimitiveTypeName(), leaf.getRepetition())
                        .length(leaf.getTypeLength())
                        .as(annotation)
                        .named(leaf.getName());
    }

    private static Type withLeaves(Type type, UnaryOperator<PrimitiveType> change) {
        if (type.isPrimitive()) {
            return change.apply(type.asPrimitiveType());
        }
        GroupType group = type.asGroupType();
        return group.withNewFields(group.getFields().stream()
                .map(field -> withLeaves(field, change))
                .toList());
    }
}
