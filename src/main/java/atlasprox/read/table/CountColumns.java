package atlasprox.read.table;

import atlasprox.BadDataException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * Counts in a column of a table of Spark's own: vectors, arrays of all genes, or structures of {@code indices} and {@code values}. The genes are
 * named by the column's attributes, as Spark's ML writes them, or by a list {@code genes} in its metadata; else by their numbers.
 */
public final class CountColumns {
    /** In the metadata of a column: the genes' names, in the order of its counts. */
    public static final String GENES = "genes";

    private static final String USUAL = "counts";
    private static final String INDICES = "indices";
    private static final String VALUES = "values";

    private CountColumns() {}

    /**
     * Counts as vectors.
     *
     * @param vectors a column of vectors: a number for each gene
     * @param genes the genes' names, in their order
     */
    public record Counts(Column vectors, List<String> genes) {}

    /**
     * @param cells a table
     * @param choice its column of counts; {@value CountChoice#DEFAULT_LAYER} for that of a name that it usually has
     * @return the same table, with vectors for counts
     * @throws BadDataException if there is no such column, it holds no counts, or it is not known how many genes there are
     */
    public static CountSource of(CellSource cells, CountChoice choice) {
        choice.geneId().ifPresent(id -> {
            throw new BadDataException(
                    "--gene-id '" + id + "' names a column of AnnData's var; a table of counts has none: leave it out");
        });
        StructField field = field(cells.rows().schema(), choice.layer());
        Counts counts = in(cells.rows(), field.name());
        return new CountSource(
                cells.withRows(cells.rows().withColumn(field.name(), counts.vectors())), field.name(), counts.genes());
    }

    /**
     * @param rows a table
     * @param name its column of counts
     * @return the counts
     * @throws BadDataException as {@link #of}
     */
    public static Counts in(Dataset<Row> rows, String name) {
        StructField field = field(rows.schema(), name);
        Column counts = ColumnNames.column(field.name());
        List<String> genes = genes(field, rows, counts);
        return field.dataType().equals(SQLDataTypes.VectorType())
                ? new Counts(counts, genes)
                : new Counts(vectors(field, genes.size()).apply(counts), genes);
    }

    /**
     * @param rows a table
     * @param name its column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @return the table, whose column has them
     */
    public static Dataset<Row> named(Dataset<Row> rows, String name, List<String> genes) {
        return rows.withMetadata(
                name,
                new MetadataBuilder()
                        .putStringArray(GENES, genes.toArray(String[]::new))
                        .build());
    }

    private static StructField field(StructType schema, String layer) {
        boolean named = ColumnNames.has(schema, layer) || !layer.equals(CountChoice.DEFAULT_LAYER);
        String name = named ? layer : USUAL;
        if (!ColumnNames.has(schema, name)) {
            throw new BadDataException(
                    "no column '" + name + "' of counts; choose --layer among the columns " + ColumnNames.list(schema));
        }
        StructField field = schema.apply(name);
        if (!isCounts(field.dataType())) {
            throw new BadDataException(
                    "column '" + name + "' is of type " + field.dataType().simpleString()
                            + "; counts are vectors, arrays of numbers, or structures of " + INDICES + " and " + VALUES
                            + ": choose another --layer");
        }
        return field;
    }

    private static boolean isCounts(DataType type) {
        return type.equals(SQLDataTypes.VectorType())
                || isNumbers(type)
                || type instanceof StructType pair
                        && Arrays.asList(pair.fieldNames()).containsAll(List.of(INDICES, VALUES))
                        && isNumbers(pair.apply(INDICES).dataType())
                        && isNumbers(pair.apply(VALUES).dataType());
    }

    private static boolean isNumbers(DataType type) {
        return type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    private static List<String> genes(StructField field, Dataset<Row> rows, Column counts) {
        if (field.metadata().contains(GENES)) {
            return List.of(field.metadata().getStringArray(GENES));
        }
        if (!field.dataType().equals(SQLDataTypes.VectorType())) {
            return numbered(size(field, rows, counts));
        }
        AttributeGroup group = AttributeGroup.fromStructField(field);
        if (group.attributes().isDefined()) {
            return Arrays.stream(group.attributes().get())
                    .map(Attribute::name)
                    .map(name -> name.isDefined() ? name.get() : "")
                    .toList();
        }
        return numbered(group.size() >= 0 ? group.size() : size(field, rows, counts));
    }

    /**
     * @param genes names of genes
     * @return whether they are their numbers, as where nobody named them
     */
    public static boolean areNumbers(List<String> genes) {
        return genes.equals(numbered(genes.size()));
    }

    private static List<String> numbered(int size) {
        return IntStream.range(0, size).mapToObj(Integer::toString).toList();
    }

    /** That of the first cell that has one. */
    private static int size(StructField field, Dataset<Row> rows, Column counts) {
        if (field.dataType() instanceof StructType) {
            throw new BadDataException(
                    "column '" + field.name() + "' does not say how many genes there are: give it their names, as "
                            + "by metadata {\"genes\": [...]}, or make it one of vectors");
        }
        Column size = field.dataType() instanceof ArrayType
                ? functions.size(counts)
                : functions
                        .udf(
                                (UDF1<Vector, Integer>) vector -> vector == null ? null : vector.size(),
                                DataTypes.IntegerType)
                        .apply(counts);
        Optional<Row> first = rows.filter(counts.isNotNull()).select(size).takeAsList(1).stream()
                .findFirst();
        return first.map(row -> row.getInt(0))
                .orElseThrow(() -> new BadDataException("column '" + field.name() + "' has no counts at all"));
    }

    private static UserDefinedFunction vectors(StructField field, int size) {
        if (field.dataType() instanceof ArrayType) {
            return functions.udf((UDF1<Seq<Number>, Object>) CountColumns::dense, SQLDataTypes.VectorType());
        }
        return functions.udf((UDF1<Row, Object>) pair -> sparse(pair, size), SQLDataTypes.VectorType());
    }

    private static Object dense(Seq<Number> values) {
        if (values == null) {
            return null;
        }
        double[] found = new double[values.length()];
        for (int i = 0; i < found.length; i++) {
            found[i] = number(values.apply(i));
        }
        return Vectors.dense(found).toSparse();
    }

    private static double number(Number value) {
        return value == null ? Double.NaN : value.doubleValue();
    }

    private static Object sparse(Row pair, int size) {
        if (pair == null || pair.isNullAt(pair.fieldIndex(INDICES)) || pair.isNullAt(pair.fieldIndex(VALUES))) {
            return null;
        }
        List<Number> indices = pair.getList(pair.fieldIndex(INDICES));
        List<Number> values = pair.getList(pair.fieldIndex(VALUES));
        if (indices.size() != values.size()) {
            throw new BadDataException(
                    "a cell has " + indices.size() + " indices of genes for " + values.size() + " counts");
        }
        int[] places = new int[indices.size()];
        double[] found = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = indices.get(i).intValue();
            found[i] = number(values.get(i));
            if (places[i] < 0 || places[i] >= size) {
                throw new BadDataException("a cell has a count of gene " + places[i] + ", of " + size + " genes");
            }
        }
        return vector(SparseRow.ordered(size, places, found));
    }

    private static Vector vector(SparseRow row) {
        return Vectors.sparse(row.genes(), row.indices(), row.values());
    }
}
