package atlasprox.read.parquet;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.read.genes.CountTables;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.InputPaths;
import atlasprox.read.table.Partitioned;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet files, or folders of them, as a table of cells. Partition folders ({@code plate=007}) become columns of text. All inputs have to be partitioned in one
 * way, and a column has to be of one kind in all files.
 */
public final class ParquetCells implements CellFormat {

    /** How files are read, whatever the caller's session says of other reading. */
    static final Map<String, String> SETTINGS = Map.of(
            // "007" in a folder's name is no number.
            "spark.sql.sources.partitionColumnTypeInference.enabled", "false",
            "spark.sql.legacy.parquet.nanosAsLong", "true",
            "spark.sql.sources.useV1SourceList", PARQUET,
            "spark.sql.caseSensitive", "false");

    /** No cell is left out without a word. Of the session that plans the reading, which is the caller's, Spark asks where no option says. */
    private static final Map<String, String> OPTIONS =
            Map.of("ignoreCorruptFiles", "false", "ignoreMissingFiles", "false");

    private static final String BY_COLUMNS = "spark.sql.parquet.enableVectorizedReader";

    /** Whatever is of no other format is taken for Parquet. */
    @Override
    public List<String> found(Configuration configuration, String input) {
        return List.of(input);
    }

    @Override
    public CountSource counts(SparkSession session, List<String> inputs, List<String> found, CountChoice choice) {
        return CountTables.of(inputs, some -> open(session, some), choice);
    }

    @Override
    public CellSource open(SparkSession session, List<String> inputs, List<String> found, Optional<String> embedding) {
        return open(session, inputs);
    }

    private static CellSource open(SparkSession session, List<String> inputs) {
        try {
            return table(new Reader(session), inputs);
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BadDataException bad) {
                    throw bad;
                }
            }
            if (Reason.isOfTheJob(e)) {
                throw new IllegalStateException(Reason.ofRoot(e), e);
            }
            throw new BadDataException(
                    "cannot read " + String.join(", ", inputs) + ": " + Reason.of(e)
                            + "; check that all files of --input are Parquet with the same columns",
                    e);
        }
    }

    private static CellSource table(Reader reader, List<String> inputs) {
        Partitioned table;
        try {
            table = one(reader, inputs);
        } catch (RuntimeException e) {
            if (!isConflict(e)) {
                throw e;
            }
            // Spark reads no two partitioned folders at once.
            table = union(
                    inputs, inputs.stream().map(input -> apart(reader, input)).toList());
        }
        return new CellSource(table.rows(), inputs, PARQUET, List.of(), Optional.empty(), table.columns());
    }

    private static Partitioned apart(Reader reader, String input) {
        try {
            return one(reader, List.of(input));
        } catch (RuntimeException e) {
            if (!isConflict(e)) {
                throw e;
            }
            throw new BadDataException(
                    "the folders within " + input + " are not partitioned in one way; name each partitioned folder "
                            + "by an --input of its own",
                    e);
        }
    }

    private static boolean isConflict(RuntimeException e) {
        return e instanceof SparkThrowable spark
                && String.valueOf(spark.getCondition()).startsWith("CONFLICTING_");
    }

    private static Partitioned one(Reader reader, List<String> inputs) {
        HadoopFsRelation table = reader.table(inputs);
        List<FileStatus> files = Partitioned.files(table);
        if (files.isEmpty()) {
            throw new BadDataException("there are no Parquet or h5ad files and no zarr stores in "
                    + String.join(", ", inputs) + "; check --input");
        }
        Map<ParquetFooter, List<String>> footers = ParquetFiles.footers(reader.byColumns(), files);
        ParquetColumns columns = ParquetColumns.of(footers);
        ColumnNames.requireDistinct(columns.schema());
        boolean isEmpty = footers.keySet().stream().allMatch(ParquetFooter::isEmpty);
        Map<Alike, Set<String>> groups = new LinkedHashMap<>();
        footers.forEach((footer, paths) -> {
            if (isEmpty || !footer.isEmpty()) {
                groups.computeIfAbsent(new Alike(footer.byRows(), columns.changes(footer)), unused -> new HashSet<>())
                        .addAll(paths);
            }
        });
        Dataset<Row> rows = groups.entrySet().stream()
                .map(group -> reader.rows(table, some(files, group.getValue(), table), columns, group.getKey()))
                .reduce(Dataset::union)
                .orElseThrow();
        return Partitioned.of(rows, table);
    }

    private static FileIndex some(List<FileStatus> files, Set<String> paths, HadoopFsRelation table) {
        return paths.size() == files.size() ? table.location() : new FilesOf(table.location(), paths);
    }

    /** Files that are read in one way: by rows or by columns, and with the same changes of columns. */
    private record Alike(boolean byRows, Map<String, ParquetColumns.Change> changes) {}

    /** The caller's session, and our own with its settings and ours, so that the caller's is left as it is. */
    private static final class Reader {
        private final org.apache.spark.sql.classic.SparkSession caller;
        private final org.apache.spark.sql.classic.SparkSession byColumns;

        Reader(SparkSession session) {
            caller = (org.apache.spark.sql.classic.SparkSession) session;
            byColumns = caller.cloneSession();
            SETTINGS.forEach(byColumns.conf()::set);
        }

        org.apache.spark.sql.classic.SparkSession byColumns() {
            return byColumns;
        }

        private SparkSession byRows() {
            org.apache.spark.sql.classic.SparkSession byRows = byColumns.cloneSession();
            byRows.conf().set(BY_COLUMNS, "false");
            return byRows;
        }

        /** The files and partitions; with a schema given, Spark looks into no file. */
        HadoopFsRelation table(List<String> inputs) {
            return Partitioned.relation(byColumns
                            .read()
                            .options(OPTIONS)
                            .schema(new StructType())
                            .parquet(InputPaths.patterns(byColumns, inputs)))
                    .orElseThrow();
        }

        Dataset<Row> rows(HadoopFsRelation table, FileIndex files, ParquetColumns columns, Alike alike) {
            HadoopFsRelation some = new HadoopFsRelation(
                    files,
                    table.partitionSchema(),
                    columns.stored(alike.changes()),
                    table.bucketSpec(),
                    table.fileFormat(),
                    table.options(),
                    alike.byRows() ? byRows() : byColumns);
            Dataset<Row> rows = caller.baseRelationToDataFrame(some);
            return alike.changes().isEmpty()
                    ? rows
                    : rows.select(columns.meant(alike.changes(), some.schema(), table.partitionSchema()));
        }
    }

    private static Partitioned union(List<String> inputs, List<Partitioned> tables) {
        Partitioned first = tables.get(0);
        for (int i = 1; i < tables.size(); i++) {
            Partitioned next = tables.get(i);
            if (!next.columns().equals(first.columns())) {
                throw unlike(inputs.get(0), partitions(first), inputs.get(i), partitions(next));
            }
            if (!types(next).equals(types(first))) {
                throw unlike(inputs.get(0), "has " + types(first), inputs.get(i), "has " + types(next));
            }
        }
        Dataset<Row> rows = tables.stream()
                .map(Partitioned::rows)
                .reduce(Dataset::unionByName)
                .orElseThrow();
        return new Partitioned(rows, first.columns());
    }

    private static BadDataException unlike(String input, String one, String other, String another) {
        return new BadDataException("partitioned inputs must be alike, but " + input + " " + one + ", and " + other
                + " " + another + "; bring them into one form, or run them one by one");
    }

    private static String partitions(Partitioned table) {
        return table.columns().isEmpty()
                ? "is not partitioned"
                : "is partitioned by " + String.join(", ", table.columns());
    }

    private static String types(Partitioned table) {
        return Arrays.stream(table.rows().schema().fields())
                .map(field -> field.name() + " (" + field.dataType().simpleString() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
