package atlasprox.read;

import atlasprox.BadDataException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Parquet files, or folders of them, as a table of cells. Partition folders ({@code plate=007}) become columns of text. */
final class ParquetCells {
    static final String FORMAT = "parquet";

    private static final String INFERENCE = "spark.sql.sources.partitionColumnTypeInference.enabled";

    private ParquetCells() {}

    /**
     * @param session the session to read with
     * @param inputs paths of Parquet files or folders
     * @return the table; nothing but schemas is read yet
     * @throws BadDataException if a file's schema cannot be read, a column's type differs between files, or the inputs are not
     *     partitioned in one way, or are partitioned and their columns differ
     */
    static CellSource open(SparkSession session, List<String> inputs) {
        try {
            return table(session, inputs);
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            throw ParquetFault.of(session, inputs, e);
        }
    }

    private static CellSource table(SparkSession session, List<String> inputs) {
        Partitioned table;
        try {
            table = one(session, inputs);
        } catch (RuntimeException e) {
            if (!isConflict(e)) {
                throw e;
            }
            // Spark reads no two partitioned folders at once.
            table = union(
                    inputs, inputs.stream().map(input -> apart(session, input)).toList());
        }
        return new CellSource(table.rows(), inputs, FORMAT, List.of(), Optional.empty(), table.columns());
    }

    private static Partitioned apart(SparkSession session, String input) {
        try {
            return one(session, List.of(input));
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

    private static Partitioned one(SparkSession session, List<String> inputs) {
        return Partitioned.of(withoutInference(session, () -> read(session, inputs)));
    }

    /** With all files' schemas: Spark alone takes any one file's, and leaves out what other files have besides. */
    private static Dataset<Row> read(SparkSession session, List<String> inputs) {
        return session.read().option("mergeSchema", true).parquet(CellSource.patterns(session, inputs));
    }

    /** Spark takes "007" in a folder's name for the number 7, and only a setting of the whole session keeps it from that. */
    private static Dataset<Row> withoutInference(SparkSession session, Supplier<Dataset<Row>> reading) {
        RuntimeConfig settings = session.conf();
        String before = settings.get(INFERENCE);
        settings.set(INFERENCE, "false");
        try {
            return reading.get();
        } finally {
            settings.set(INFERENCE, before);
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
