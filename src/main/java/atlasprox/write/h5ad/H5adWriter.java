package atlasprox.write.h5ad;

import static atlasprox.read.table.ColumnNames.column;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import atlasprox.BadDataException;
import atlasprox.files.WholeFile;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes a small table as an h5ad file that anndata reads: one string column becomes the index of {@code obs}, the other string
 * columns its categoricals (a missing value has code -1), the array columns {@code obsm}. A column of Spark's vectors becomes {@code X} and the
 * index of {@code var} ({@link CountMatrix}); without one there is neither.
 * The file is made on the driver, on a local disk, under another name until it is complete. Large tables belong in Parquet.
 */
public final class H5adWriter {
    /** Numbers that a file may hold, all {@code obsm} arrays and what {@code X} has together: 200 MB as floats, a few times that on the driver. */
    public static final long MOST_VALUES = 50_000_000L;

    /** Readers take slabs of whole chunks, so a chunk holds whole rows; this many bytes of them, about. */
    static final int CHUNK_BYTES = 256 << 10;

    /** anndata's code of a missing value. */
    private static final int MISSING = -1;

    /** By which an older file is known. */
    private static final String WRITER = "written-by";

    private static final String PROGRAM = "atlasprox";

    private final String idColumn;

    /** @param idColumn the string column that becomes the index of {@code obs} and keeps its name */
    public H5adWriter(String idColumn) {
        this.idColumn = idColumn;
    }

    /**
     * Checks, before anything is computed, that a table is small enough for an h5ad file.
     *
     * @param cells number of rows
     * @param dimensions length of all array columns together, and the most that a cell has of counts other than 0
     * @throws IllegalArgumentException if cells times dimensions (or cells alone) is above {@link #MOST_VALUES}
     */
    public static void checkSize(long cells, long dimensions) {
        if (cells > MOST_VALUES / Math.max(1, dimensions)) {
            throw new IllegalArgumentException("h5ad output is for small tables: " + cells + " cells of " + dimensions
                    + " coordinates and counts are more than " + MOST_VALUES + " values; write Parquet instead");
        }
    }

    /**
     * Collects the table to the driver and writes it, in the table's order of rows.
     *
     * @param table a string column of the id's name, one other string column or more, and columns of type array of float or double; at
     *     most one column of vectors, with the list of its genes in its metadata
     * @param file a local file
     * @param overwrite whether a file of that name may be replaced, if this program wrote it
     * @throws IllegalArgumentException if the table is too large (see {@link #checkSize})
     * @throws BadDataException if the file exists and may not be replaced, if the table is empty, a column is of another type, an
     *     id or an array is missing, or arrays of one column differ in length
     * @throws IOException if the file cannot be written
     */
    public void write(Dataset<Row> table, Path file, boolean overwrite) throws IOException {
        refuseExisting(file, overwrite);
        Fields columns = columnsOf(table.schema());
        checkSize(table, columns);
        write(table.schema(), table.collectAsList(), file, overwrite);
    }

    private static void checkSize(Dataset<Row> table, Fields columns) {
        Column[] lengths = Stream.concat(
                        columns.arrays().stream().map(array -> size(column(array.name()))),
                        columns.counts().stream().map(CountMatrix::stored))
                .map(functions::max)
                .toArray(Column[]::new);
        Row sizes = table.agg(count(lit(1)), lengths).first();
        long dimensions = IntStream.rangeClosed(1, lengths.length)
                .filter(i -> !sizes.isNullAt(i))
                .mapToLong(sizes::getInt)
                .sum();
        checkSize(sizes.getLong(0), dimensions);
    }

    private static void refuseExisting(Path file, boolean overwrite) {
        if (!overwrite && Files.exists(file)) {
            throw new BadDataException("Output " + file + " exists; choose another name or --overwrite.");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOwn(file)) {
            throw new BadDataException("Output " + file + " was not written by this program; choose another name.");
        }
    }

    /**
     * @param file an existing file
     * @return whether this program wrote it, or there is nothing in it
     */
    public static boolean isOwn(Path file) {
        if (!Files.isRegularFile(file) || file.toFile().length() == 0L) {
            return Files.isRegularFile(file);
        }
        try (HdfFile hdf = new HdfFile(file)) {
            Attribute writer = hdf.getAttribute(WRITER);
            return writer != null && PROGRAM.equals(writer.getData());
        } catch (RuntimeException e) { // No HDF5 at all.
            return false;
        }
    }

    void write(StructType schema, List<Row> rows, Path file, boolean overwrite) throws IOException {
        Fields columns = columnsOf(schema);
        if (rows.isEmpty()) {
            throw new BadDataException("There are no cells to write to " + file + ".");
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeFile.write(file, place -> overwrite && isOwn(place), part -> writeFile(columns, rows, part));
    }

    private Fields columnsOf(StructType schema) {
        List<Field> categoricals = new ArrayList<>();
        List<Field> arrays = new ArrayList<>();
        Optional<CountMatrix> counts = Optional.empty();
        for (int i = 0; i < schema.size(); i++) {
            StructField field = schema.fields()[i];
            if (CountMatrix.isOne(field)) {
                counts = Optional.of(new CountMatrix(field, i));
            } else if (field.dataType() instanceof ArrayType) {
                arrays.add(new Field(field.name(), i, elementType(field)));
            } else if (!field.name().equals(idColumn)) {
                categoricals.add(new Field(field.name(), i, requireString(field)));
            }
        }
        if (!schema.getFieldIndex(idColumn).isDefined() || categoricals.isEmpty()) {
            throw new BadDataException("An h5ad file needs a string column " + idColumn
                    + " and one other; the columns are " + String.join(", ", schema.fieldNames()) + ".");
        }
        int id = schema.fieldIndex(idColumn);
        return new Fields(new Field(idColumn, id, requireString(schema.fields()[id])), categoricals, arrays, counts);
    }

    private static DataType requireString(StructField field) {
        if (!field.dataType().equals(DataTypes.StringType)) {
            throw unfit(field);
        }
        return field.dataType();
    }

    private static DataType elementType(StructField field) {
        DataType element = ((ArrayType) field.dataType()).elementType();
        if (!element.equals(DataTypes.FloatType) && !element.equals(DataTypes.DoubleType)) {
            throw unfit(field);
        }
        return element;
    }

    private static BadDataException unfit(StructField field) {
        return new BadDataException(
                "Column " + field.name() + " is of type " + field.dataType().simpleString()
                        + "; h5ad output takes strings and arrays of float or double. Drop the column or write Parquet.");
    }

    private static void writeFile(Fields columns, List<Row> rows, Path file) throws IOException {
        try (WritableHdfFile root = HdfFile.write(file)) {
            encode(root, "anndata", "0.1.0").putAttribute(WRITER, PROGRAM);
            writeObs(root.putGroup("obs"), columns, rows);
            writeObsm(root, columns.arrays(), rows);
            columns.counts().ifPresent(counts -> counts.write(root, rows));
        } catch (HdfException e) {
            throw new IOException("Could not write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Without arrays there is no group either: jhdf writes one that is empty so that it cannot be read. */
    private static void writeObsm(WritableHdfFile root, List<Field> arrays, List<Row> rows) {
        if (arrays.isEmpty()) {
            return;
        }
        WritableGroup obsm = encode(root.putGroup("obsm"), "dict", "0.1.0");
        for (Field array : arrays) {
            writeArray(obsm, array, rows);
        }
    }

    private static void writeObs(WritableGroup obs, Fields columns, List<Row> rows) {
        encode(obs, "dataframe", "0.2.0");
        obs.putAttribute("_index", columns.id().name());
        obs.putAttribute(
                "column-order", columns.categoricals().stream().map(Field::name).toArray(String[]::new));
        requireNoneMissing(columns.id(), rows);
        writeStrings(obs, columns.id().name(), strings(columns.id(), rows));
        for (Field column : columns.categoricals()) {
            writeCategorical(obs.putGroup(column.name()), column, strings(column, rows));
        }
    }

    private static void writeCategorical(WritableGroup group, Field column, List<String> values) {
        SortedMap<String, Integer> codes = codes(values);
        if (codes.isEmpty()) {
            throw new BadDataException("Column " + column.name() + " is missing in all " + values.size()
                    + " rows; drop the column before writing h5ad.");
        }
        encode(group, "categorical", "0.2.0").putAttribute("ordered", false);
        int[] coded = values.stream()
                .mapToInt(value -> value == null ? MISSING : codes.get(value))
                .toArray();
        encode(group.putDataset("codes", coded), "array", "0.2.0");
        writeStrings(group, "categories", codes.keySet());
    }

    private static SortedMap<String, Integer> codes(List<String> values) {
        SortedMap<String, Integer> codes = new TreeMap<>();
        values.stream().filter(Objects::nonNull).forEach(value -> codes.put(value, MISSING));
        int next = 0;
        for (Map.Entry<String, Integer> category : codes.entrySet()) {
            category.setValue(next++);
        }
        return codes;
    }

    static void writeStrings(WritableGroup group, String name, Collection<String> values) {
        encode(group.putDataset(name, values.toArray(String[]::new)), "string-array", "0.2.0");
    }

    private static void writeArray(WritableGroup obsm, Field column, List<Row> rows) {
        requireNoneMissing(column, rows);
        int dimension = rows.get(0).getList(column.position()).size();
        boolean isFloat = column.type().equals(DataTypes.FloatType);
        Object values = isFloat ? new float[rows.size()][dimension] : new double[rows.size()][dimension];
        for (int i = 0; i < rows.size(); i++) {
            fill(Array.get(values, i), column, rows.get(i).getList(column.position()));
        }
        int rowBytes = Math.max(1, dimension) * (isFloat ? Float.BYTES : Double.BYTES);
        int chunkRows = Math.max(1, Math.min(rows.size(), CHUNK_BYTES / rowBytes));
        DatasetCreationOptions compressed = DatasetCreationOptions.builder()
                .chunkDimensions(chunkRows, dimension)
                .shuffle()
                .deflate()
                .build();
        encode(obsm.putDataset(column.name(), values, compressed), "array", "0.2.0");
    }

    private static void fill(Object target, Field column, List<? extends Number> source) {
        int dimension = Array.getLength(target);
        if (source.size() != dimension) {
            throw new BadDataException("Column " + column.name() + " has " + source.size() + " numbers in a row and "
                    + dimension + " in the first; give every cell the same number.");
        }
        int i = 0;
        for (Number value : source) {
            if (value == null) {
                throw new BadDataException("Column " + column.name()
                        + " has an array with a missing number; drop such rows before writing h5ad.");
            }
            Array.set(target, i++, value);
        }
    }

    private static void requireNoneMissing(Field column, List<Row> rows) {
        long missing =
                rows.stream().filter(row -> row.isNullAt(column.position())).count();
        if (missing > 0) {
            throw new BadDataException("Column " + column.name() + " is missing in " + missing + " of " + rows.size()
                    + " rows; drop these rows before writing h5ad.");
        }
    }

    private static List<String> strings(Field column, List<Row> rows) {
        return rows.stream().map(row -> row.getString(column.position())).toList();
    }

    /** Says how anndata is to read the node. */
    static <T extends WritableNode> T encode(T node, String type, String version) {
        node.putAttribute("encoding-type", type);
        node.putAttribute("encoding-version", version);
        return node;
    }

    /** A column by its place in the row; for an array column the type of its elements. */
    private record Field(String name, int position, DataType type) {}

    private record Fields(Field id, List<Field> categoricals, List<Field> arrays, Optional<CountMatrix> counts) {}
}
