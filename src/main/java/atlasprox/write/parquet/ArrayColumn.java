package atlasprox.write.parquet;

import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A column of arrays of numbers, in Parquet's layout of lists: a group, of a repeated group, of one number.
 *
 * @param ordinal where it is in a row
 * @param numbers the column of Parquet that its numbers are in
 */
record ArrayColumn(int ordinal, ColumnDescriptor numbers) {
    /** The column at a place in a table, if it is one. */
    static Optional<ArrayColumn> of(MessageType table, int ordinal) {
        Type column = table.getType(ordinal);
        if (!(column.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
            return Optional.empty();
        }
        Type list = column.asGroupType().getType(0);
        if (list.isPrimitive() || list.asGroupType().getFieldCount() != 1) {
            return Optional.empty();
        }
        Type number = list.asGroupType().getType(0);
        return isNumber(number)
                ? Optional.of(new ArrayColumn(
                        ordinal,
                        table.getColumnDescription(new String[] {column.getName(), list.getName(), number.getName()})))
                : Optional.empty();
    }

    private static boolean isNumber(Type element) {
        return element.isPrimitive()
                && (element.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
                        || element.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE);
    }

    /** The column's name in settings of Parquet. */
    String path() {
        return String.join(".", numbers.getPath());
    }

    /** Whether the numbers are doubles, not floats. */
    boolean isDouble() {
        return numbers.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
    }

    /** Parquet's definition level of a number that is there; of a null among numbers it is one less. */
    int present() {
        return numbers.getMaxDefinitionLevel();
    }

    /** Parquet's definition level of an array without numbers; of no array it is one less. */
    int empty() {
        return numbers.getPrimitiveType().isRepetition(Type.Repetition.REQUIRED) ? present() - 1 : present() - 2;
    }
}
