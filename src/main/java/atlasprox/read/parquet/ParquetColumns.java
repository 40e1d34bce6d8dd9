package atlasprox.read.parquet;

import atlasprox.BadDataException;
import atlasprox.read.table.ColumnNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.StructType$;

/**
 * The columns of a table of many Parquet files. Files may lack a column, hold no value in it, whatever its type is there, or hold whole
 * numbers of other sizes.
 */
final class ParquetColumns {
    private static final List<DataType> WHOLE =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private final StructType schema;

    private ParquetColumns(StructType schema) {
        this.schema = schema;
    }

    /**
     * @param footers of all files, with the files' paths
     * @return the columns of all files, those of the first file first
     * @throws BadDataException if a column's type differs: the column, both types and both files
     */
    static ParquetColumns of(Map<ParquetFooter, List<String>> footers) {
        Map<String, Seen> columns = new LinkedHashMap<>();
        footers.forEach((footer, paths) -> {
            for (StructField field : footer.meant().fields()) {
                boolean typed = !footer.missing().contains(field.name());
                columns.merge(field.name().toLowerCase(Locale.ROOT), new Seen(field, typed, paths.get(0)), Seen::and);
            }
        });
        return new ParquetColumns(
                new StructType(columns.values().stream().map(Seen::field).toArray(StructField[]::new)).asNullable());
    }

    /** @return the columns as they come out */
    StructType schema() {
        return schema;
    }

    /**
     * @param footer one of the footers
     * @return what becomes of the columns that files of such a footer hold in another form, by their names; empty where there are none
     */
    Map<String, Change> changes(ParquetFooter footer) {
        Map<String, Change> changes = new LinkedHashMap<>();
        for (int i = 0; i < footer.meant().size(); i++) {
            StructField column = field(footer.meant().fields()[i].name());
            DataType stored = footer.stored().fields()[i].dataType().asNullable();
            DataType meant = footer.meant().fields()[i].dataType().asNullable();
            boolean isAsItIs =
                    stored.equals(meant) && merged(column.dataType(), meant).equals(Optional.of(column.dataType()));
            if (!isAsItIs) {
                changes.put(column.name(), new Change(stored, meant));
            }
        }
        return changes;
    }

    private StructField field(String name) {
        return ColumnNames.clash(schema, name).map(schema::apply).orElseThrow();
    }

    /**
     * @param changes by {@link #changes}
     * @return the columns as Spark is to read them from such files
     */
    StructType stored(Map<String, Change> changes) {
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> changes.containsKey(field.name())
                        ? new StructField(
                                field.name(), changes.get(field.name()).stored(), true, field.metadata())
                        : field)
                .toArray(StructField[]::new));
    }

    /**
     * @param changes by {@link #changes}
     * @param table the columns as Spark reads them from such files, with those that stand in folders' names
     * @param partitions the latter
     * @return the columns as they come out
     */
    Column[] meant(Map<String, Change> changes, StructType table, StructType partitions) {
        return Arrays.stream(table.fields())
                .map(field -> {
                    Column column = ColumnNames.column(field.name());
                    Change change = changes.get(field.name());
                    return change == null
                                    || ColumnNames.clash(partitions, field.name())
                                            .isPresent()
                            ? column
                            : change.applied(column, field(field.name()).dataType())
                                    .as(field.name(), field.metadata());
                })
                .toArray(Column[]::new);
    }

    /**
     * What becomes of a column of some files.
     *
     * @param stored the type that Spark reads
     * @param meant the type that this is
     */
    record Change(DataType stored, DataType meant) {
        private Column applied(Column column, DataType common) {
            return Cast.canAnsiCast(meant, common)
                    ? ParquetTypes.meant(column, stored, meant).cast(common)
                    : functions.lit(null).cast(common);
        }

        /** A column without a value becomes one of any type, but for lists and the like, which may be empty. */
        private static boolean isPossible(DataType empty, DataType common) {
            boolean isAtomic = !(empty instanceof ArrayType || empty instanceof StructType || empty instanceof MapType);
            return isAtomic || Cast.canAnsiCast(empty, common);
        }
    }

    /** A column as far as files were looked at. */
    private record Seen(StructField field, boolean typed, String file) {
        Seen and(Seen next) {
            if (typed && next.typed) {
                return common(field.dataType(), next.field.dataType())
                        .map(type -> new Seen(named(type), true, file))
                        .orElseThrow(() -> differs(next));
            }
            boolean mine = typed || !next.typed;
            Seen of = mine ? this : new Seen(named(next.field.dataType()), true, next.file);
            DataType empty = (mine ? next : this).field.dataType();
            if (!Change.isPossible(empty, of.field.dataType())) {
                throw differs(next);
            }
            return of;
        }

        private BadDataException differs(Seen next) {
            return new BadDataException("column '" + field.name() + "' is "
                    + field.dataType().simpleString() + " in the file " + file + ", but "
                    + next.field.dataType().simpleString() + " in " + next.file
                    + "; give the files the same columns and types, or run them one by one");
        }

        private StructField named(DataType type) {
            return new StructField(field.name(), type, true, field.metadata());
        }
    }

    private static Optional<DataType> common(DataType one, DataType other) {
        if (one instanceof ArrayType ones && other instanceof ArrayType others) {
            return common(ones.elementType(), others.elementType()).map(DataTypes::createArrayType);
        }
        return WHOLE.contains(one) && WHOLE.contains(other)
                ? Optional.of(WHOLE.get(Math.max(WHOLE.indexOf(one), WHOLE.indexOf(other))))
                : merged(one, other);
    }

    /** As Spark merges schemas: structures of all fields, decimals of all digits. */
    private static Optional<DataType> merged(DataType one, DataType other) {
        try {
            return Optional.of(StructType$.MODULE$.merge(one.asNullable(), other.asNullable(), false));
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            return Optional.empty();
        }
    }
}
