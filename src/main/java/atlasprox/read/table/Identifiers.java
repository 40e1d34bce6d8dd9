package atlasprox.read.table;

import atlasprox.BadDataException;
import atlasprox.Shown;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/** Checks that an id column tells cells apart. */
public final class Identifiers {
    private static final int SHOWN = 5;

    private Identifiers() {}

    /**
     * One pass over the id column.
     *
     * @param rows a table
     * @param id its id column
     * @return the ids' {@link #fingerprint(long)}
     * @throws BadDataException if two rows share an id; missing ids are no duplicates of each other
     */
    public static String requireUnique(Dataset<Row> rows, String id) {
        Hashes hashes = hashes(rows, id);
        if (hashes.repeated() > 0) {
            requireUniqueTexts(rows, id);
        }
        return fingerprint(hashes.sum());
    }

    /** Whole numbers are counted in a fraction of the time and memory of texts; only where two are equal must the ids be looked at. */
    private static Hashes hashes(Dataset<Row> rows, String id) {
        return BareRows.of(counted(rows, hash(id)))
                .mapPartitions(counts -> List.of(Hashes.of(counts)).iterator())
                .collect()
                .stream()
                .reduce(Hashes.NONE, Hashes::merge);
    }

    private static void requireUniqueTexts(Dataset<Row> rows, String id) {
        Dataset<Row> repeated = counted(rows, text(id)).filter("count > 1").cache();
        try {
            long ids = repeated.count();
            if (ids > 0) {
                throw new BadDataException(message(repeated, id, ids));
            }
        } finally {
            repeated.unpersist();
        }
    }

    private static Dataset<Row> counted(Dataset<Row> rows, Column id) {
        return rows.select(id.as("id"))
                .filter(functions.col("id").isNotNull())
                .groupBy("id")
                .count();
    }

    /**
     * @param id an id column
     * @return a hash of each id as a whole number of 64 bits, null where the id is missing
     */
    public static Column hash(String id) {
        return functions.when(text(id).isNotNull(), functions.xxhash64(text(id)));
    }

    private static Column text(String id) {
        return Texts.of(ColumnNames.column(id));
    }

    /**
     * One pass over the id column.
     *
     * @param rows a table
     * @param id its id column
     * @return the ids' {@link #fingerprint(long)}
     */
    public static String fingerprint(Dataset<Row> rows, String id) {
        return fingerprint(BareRows.of(rows.select(hash(id)))
                .filter(row -> !row.isNullAt(0))
                .map(row -> row.getLong(0))
                .fold(0L, Long::sum));
    }

    /**
     * @param sum the sum of all ids' hashes, overflowing
     * @return a hash of all ids, the same in any row order, in hexadecimal; a lost, added or altered id changes it
     */
    public static String fingerprint(long sum) {
        return String.format(Locale.ROOT, "%016x", sum);
    }

    private static String message(Dataset<Row> repeated, String id, long ids) {
        Row total = repeated.agg(functions.sum("count")).first();
        List<Row> first = repeated.orderBy("id").takeAsList(SHOWN);
        String examples = first.stream()
                .map(row -> Shown.name(row.getString(0)) + " in " + row.getLong(1) + " rows")
                .collect(Collectors.joining(", "));
        return "id column '" + id + "' is not unique: " + (ids == 1 ? "1 id stands" : ids + " ids stand")
                + " in " + total.getLong(0) + " rows ("
                + examples + (ids > SHOWN ? ", ..." : "") + "); make it unique, choose another --id, or set --id none";
    }

    /** How many hashes several ids have, and the sum over all ids. */
    private record Hashes(long repeated, long sum) implements Serializable {
        static final Hashes NONE = new Hashes(0L, 0L);

        /** Rows of a hash and the number of its ids. */
        static Hashes of(Iterator<InternalRow> counts) {
            long repeated = 0L;
            long sum = 0L;
            while (counts.hasNext()) {
                InternalRow row = counts.next();
                long count = row.getLong(1);
                repeated += count > 1 ? 1 : 0;
                sum += row.getLong(0) * count;
            }
            return new Hashes(repeated, sum);
        }

        Hashes merge(Hashes other) {
            return new Hashes(repeated + other.repeated, sum + other.sum);
        }
    }
}
