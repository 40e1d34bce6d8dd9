package atlasprox.read.table;

import static atlasprox.read.table.ColumnNames.column;

import atlasprox.BadDataException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The column or columns that say which batch a cell belongs to. With several, a batch is a combination of their values, named
 * {@code value|value}; a bar or backslash within a value is escaped, so names cannot collide. A time is named as in UTC, so that a model
 * knows its batches in whatever time zone.
 */
public final class BatchColumn {
    private final List<StructField> fields;

    private BatchColumn(List<StructField> fields) {
        this.fields = fields;
    }

    /**
     * @param schema the table's schema
     * @param names one or more column names
     * @return the batch columns
     * @throws BadDataException if a column is missing or holds arrays, structures, maps or binary values
     */
    public static BatchColumn resolve(StructType schema, List<String> names) {
        return new BatchColumn(names.stream().map(name -> require(schema, name)).toList());
    }

    /**
     * @param schema the table's schema
     * @param names the batch columns; none where all cells are together
     * @return the batch's name as a string column; one for all cells where there are no batch columns
     * @throws BadDataException as {@link #resolve}
     */
    public static Column nameOrOne(StructType schema, List<String> names) {
        return names.isEmpty()
                ? functions.lit("all cells")
                : resolve(schema, names).name();
    }

    /** @return the columns' names */
    public List<String> names() {
        return fields.stream().map(StructField::name).toList();
    }

    /** @return the batch's name as a string column; null where any of the columns is null or not a number */
    public Column name() {
        if (fields.size() == 1) {
            return text(fields.get(0));
        }
        Column[] parts = fields.stream().map(field -> escaped(text(field))).toArray(Column[]::new);
        Column joined = functions.concat_ws("|", parts);
        Column complete = fields.stream()
                .map(field -> text(field).isNotNull())
                .reduce(Column::and)
                .orElseThrow();
        return functions.when(complete, joined);
    }

    /**
     * @param batch a batch's name
     * @param columns the number of batch columns that it was made of
     * @return its value in each of them
     */
    public static List<String> values(String batch, int columns) {
        if (columns == 1) {
            return List.of(batch);
        }
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < batch.length(); i++) {
            if (batch.charAt(i) == '|') {
                values.add(value.toString());
                value.setLength(0);
            } else {
                i += batch.charAt(i) == '\\' ? 1 : 0;
                value.append(batch.charAt(i));
            }
        }
        values.add(value.toString());
        return values;
    }

    /**
     * @param schema a table's schema
     * @param name one of its columns, such as a label
     * @return its values as texts, times as in UTC; null where missing or not a number
     */
    public static Column text(StructType schema, String name) {
        return text(schema.apply(name));
    }

    private static Column text(StructField field) {
        Column value = column(field.name());
        boolean fractional = field.dataType().equals(DataTypes.DoubleType)
                || field.dataType().equals(DataTypes.FloatType);
        return fractional ? functions.when(functions.not(functions.isnan(value)), Texts.of(value)) : Texts.of(value);
    }

    static Column escaped(Column text) {
        Column doubled = functions.replace(text, functions.lit("\\"), functions.lit("\\\\"));
        return functions.replace(doubled, functions.lit("|"), functions.lit("\\|"));
    }

    private static StructField require(StructType schema, String name) {
        return require(schema, name, "batch column", "a batch is named", "--batch");
    }

    /**
     * @param schema a table's schema
     * @param name a column that is to be one of labels
     * @param option the option that names it
     * @throws BadDataException if there is none of that name, or it holds arrays, structures, maps or binary values
     */
    public static void requireLabels(StructType schema, String name, String option) {
        require(schema, name, "column", "labels are given", option);
    }

    /**
     * @param schema a table's schema
     * @param name a column's name
     * @return whether there is such a column, and labels can be given by it
     */
    public static boolean isLabels(StructType schema, String name) {
        return ColumnNames.has(schema, name) && isLabel(schema.apply(name).dataType());
    }

    private static StructField require(StructType schema, String name, String what, String given, String option) {
        if (!ColumnNames.has(schema, name)) {
            throw new BadDataException("no " + what + " '" + name + "'; choose " + option + " among the columns "
                    + ColumnNames.list(schema));
        }
        StructField field = schema.apply(name);
        if (!isLabel(field.dataType())) {
            throw new BadDataException(what + " '" + name + "' is of type "
                    + field.dataType().simpleString() + "; " + given
                    + " by a text, a number, a truth value, a date or a time: choose another " + option);
        }
        return field;
    }

    private static boolean isLabel(DataType type) {
        return type instanceof StringType
                || type instanceof NumericType
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.DateType)
                || type.equals(DataTypes.TimestampType)
                || type.equals(DataTypes.TimestampNTZType);
    }
}
