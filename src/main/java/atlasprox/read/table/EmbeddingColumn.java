package atlasprox.read.table;

import static atlasprox.read.table.ColumnNames.column;

import atlasprox.BadDataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where a table keeps its embedding, and how to read and write it: one column of arrays of float, double or other numbers, which
 * are taken for doubles, one column of Spark ML vectors (dense or sparse), or one numeric column per dimension,
 * {@code <prefix><number>}.
 */
public final class EmbeddingColumn implements Serializable {
    private static final long serialVersionUID = 1L;

    private enum Form {
        FLOAT_ARRAY,
        DOUBLE_ARRAY,
        NUMBER_ARRAY,
        VECTOR,
        NUMERIC_COLUMNS
    }

    private final String name;
    private final Form form;
    private final List<StructField> fields;

    private EmbeddingColumn(String name, Form form, List<StructField> fields) {
        this.name = name;
        this.form = form;
        this.fields = fields;
    }

    /**
     * Finds an embedding by name: a column of that name if there is one, else the columns of that prefix followed by a number,
     * ordered by the number.
     *
     * @param schema the table's schema
     * @param name a column's name or the prefix of numeric columns
     * @return the embedding
     * @throws BadDataException if there is no such column, or its type is none of these forms
     */
    public static EmbeddingColumn resolve(StructType schema, String name) {
        if (ColumnNames.has(schema, name)) {
            StructField field = schema.apply(name);
            return new EmbeddingColumn(name, formOf(field), List.of(field));
        }
        List<StructField> numbered = numbered(schema, name);
        if (numbered.isEmpty()) {
            throw new BadDataException(
                    "no embedding '" + name + "': the table has neither a column of that name nor numeric "
                            + "columns '" + name + "1', '" + name + "2', ...; choose --embedding among the columns "
                            + ColumnNames.list(schema));
        }
        return new EmbeddingColumn(name, Form.NUMERIC_COLUMNS, numbered);
    }

    /** @return the column's name, or the prefix */
    public String name() {
        return name;
    }

    /** @return the name of the corrected embedding where the user gives none; again a prefix for numeric columns */
    public String defaultOutput() {
        if (form != Form.NUMERIC_COLUMNS) {
            return name + "_corrected";
        }
        return name.replaceFirst("[_.\\- ]*$", "") + "_corrected_";
    }

    /** @return the embedding as one column of {@code array<float>}, null where it is missing */
    public Column asFloats() {
        return switch (form) {
            case FLOAT_ARRAY -> column(name);
            case DOUBLE_ARRAY -> column(name).cast("array<float>");
            case NUMBER_ARRAY -> asNumbers().cast("array<float>");
            case VECTOR -> vectorAs("float32");
            case NUMERIC_COLUMNS -> gathered("float");
        };
    }

    /** @return whether the embedding is there and every coordinate is finite in single precision, never null */
    public Column isUsable() {
        return RowCode.call(new FiniteNumbers(isSinglePrecision()), "areIn", DataTypes.BooleanType, asNumbers());
    }

    /** @return whether {@link #asNumbers} are of single precision */
    public boolean isSinglePrecision() {
        return form == Form.FLOAT_ARRAY;
    }

    /** @return the embedding as one column of {@code array<float>} or {@code array<double>}, null where missing; no digit is lost */
    public Column asNumbers() {
        return switch (form) {
            case FLOAT_ARRAY, DOUBLE_ARRAY -> column(name);
            case NUMBER_ARRAY -> column(name).cast("array<double>");
            case VECTOR -> vectorAs("float64");
            case NUMERIC_COLUMNS -> gathered("double");
        };
    }

    /**
     * @param numbers the corrected embedding, of the type of {@link #asNumbers}
     * @param output its name or prefix
     * @return the columns to add to the table, of this embedding's own type, or of double for whole numbers and decimals
     */
    public List<Column> columns(Column numbers, String output) {
        return switch (form) {
            case FLOAT_ARRAY, DOUBLE_ARRAY, NUMBER_ARRAY -> List.of(numbers.as(output));
            case VECTOR -> List.of(vector(numbers).as(output));
            case NUMERIC_COLUMNS ->
                IntStream.range(0, fields.size())
                        .mapToObj(j -> functions
                                .get(numbers, functions.lit(j))
                                .cast(numberType(fields.get(j)))
                                .as(outputName(j, output)))
                        .toList();
        };
    }

    /**
     * @param output the corrected embedding's name or prefix
     * @return the fields that {@link #columns} adds, in the same order
     */
    public List<StructField> outputFields(String output) {
        if (form != Form.NUMERIC_COLUMNS) {
            return List.of(
                    new StructField(output, outputType(), true, fields.get(0).metadata()));
        }
        return IntStream.range(0, fields.size())
                .mapToObj(j -> new StructField(
                        outputName(j, output),
                        numberType(fields.get(j)),
                        true,
                        fields.get(j).metadata()))
                .toList();
    }

    private DataType outputType() {
        return switch (form) {
            case FLOAT_ARRAY -> DataTypes.createArrayType(DataTypes.FloatType);
            case DOUBLE_ARRAY, NUMBER_ARRAY -> DataTypes.createArrayType(DataTypes.DoubleType);
            default -> fields.get(0).dataType();
        };
    }

    /** Guarded, because Spark's function fails on a missing vector. */
    private Column vectorAs(String type) {
        return functions.when(
                column(name).isNotNull(), org.apache.spark.ml.functions.vector_to_array(column(name), type));
    }

    private Column gathered(String type) {
        return functions.array(
                fields.stream().map(field -> column(field.name()).cast(type)).toArray(Column[]::new));
    }

    private Column vector(Column doubles) {
        return functions.when(doubles.isNotNull(), org.apache.spark.ml.functions.array_to_vector(doubles));
    }

    private String outputName(int j, String output) {
        return output + fields.get(j).name().substring(name.length());
    }

    private static DataType numberType(StructField field) {
        return field.dataType().equals(DataTypes.FloatType) ? DataTypes.FloatType : DataTypes.DoubleType;
    }

    private static Form formOf(StructField field) {
        return form(field.dataType())
                .orElseThrow(() -> new BadDataException("column '" + field.name() + "' is of type "
                        + field.dataType().simpleString()
                        + " and cannot be an embedding: it must be array<float>, array<double> or an array of other numbers, a Spark ML vector, or a "
                        + "prefix of numeric columns; cast it or choose another --embedding"));
    }

    private static Optional<Form> form(DataType type) {
        if (type.equals(SQLDataTypes.VectorType())) {
            return Optional.of(Form.VECTOR);
        }
        if (!(type instanceof ArrayType array)) {
            return Optional.empty();
        }
        if (array.elementType().equals(DataTypes.FloatType)) {
            return Optional.of(Form.FLOAT_ARRAY);
        }
        if (array.elementType().equals(DataTypes.DoubleType)) {
            return Optional.of(Form.DOUBLE_ARRAY);
        }
        return array.elementType() instanceof NumericType ? Optional.of(Form.NUMBER_ARRAY) : Optional.empty();
    }

    private static List<StructField> numbered(StructType schema, String prefix) {
        Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,9})");
        List<NumberedField> found = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Matcher matcher = pattern.matcher(field.name());
            if (matcher.matches()) {
                found.add(new NumberedField(Integer.parseInt(matcher.group(1)), requireNumeric(field)));
            }
        }
        return found.stream()
                .sorted(Comparator.comparingInt(NumberedField::number))
                .map(NumberedField::field)
                .toList();
    }

    private static StructField requireNumeric(StructField field) {
        if (field.dataType() instanceof NumericType) {
            return field;
        }
        throw new BadDataException(
                "column '" + field.name() + "' is of type " + field.dataType().simpleString()
                        + " among the numeric columns of the embedding's prefix; cast or rename it");
    }

    /**
     * @param schema a table's schema
     * @return the names of the columns that could be an embedding as they are; arrays of whole numbers or decimals seldom are one
     */
    public static List<String> candidates(StructType schema) {
        return Arrays.stream(schema.fields())
                .filter(field -> form(field.dataType())
                        .filter(form -> form != Form.NUMBER_ARRAY)
                        .isPresent())
                .map(StructField::name)
                .toList();
    }

    private record NumberedField(int number, StructField field) {}
}
