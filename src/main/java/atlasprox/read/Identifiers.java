package atlasprox.read;

import atlasprox.BadDataException;
import atlasprox.Shown;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
     * @throws BadDataException if two rows share an id; missing ids are no duplicates of each other
     */
    public static void requireUnique(Dataset<Row> rows, String id) {
        Column text = ColumnNames.column(id).cast("string");
        // Whole numbers are counted in a fraction of the time and memory of texts; only where two are equal must the
        // ids be looked at.
        if (repeated(rows, functions.when(text.isNotNull(), functions.xxhash64(text)))
                .isEmpty()) {
            return;
        }
        Dataset<Row> repeated = repeated(rows, text).cache();
        try {
            long ids = repeated.count();
            if (ids > 0) {
                throw new BadDataException(message(repeated, id, ids));
            }
        } finally {
            repeated.unpersist();
        }
    }

    /**
     * One pass over the id column.
     *
     * @param rows a table
     * @param id its id column
     * @return a hash of all ids, the same in any row order, in hexadecimal; a lost, added or altered id changes it
     */
    public static String fingerprint(Dataset<Row> rows, String id) {
        // Sums of decimals, since those of whole numbers are not to overflow.
        Column hash = functions.xxhash64(ColumnNames.column(id).cast("string")).cast("decimal(20,0)");
        Row sum = rows.select(hash.as("hash")).agg(functions.sum("hash")).first();
        return String.format(
                "%016x", sum.isNullAt(0) ? 0L : sum.getDecimal(0).toBigInteger().longValue());
    }

    private static Dataset<Row> repeated(Dataset<Row> rows, Column id) {
        return rows.select(id.as("id"))
                .filter(functions.col("id").isNotNull())
                .groupBy("id")
                .count()
                .filter(functions.col("count").gt(1));
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
}
