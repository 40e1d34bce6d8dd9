package atlasprox.scfedvi.fit;

import atlasprox.BadDataException;
import atlasprox.Shown;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Finds out which batches of a table are whose. */
public final class SparkClientBatches {
    private static final String BATCH = "batch";
    private static final String CLIENT = "client";

    private SparkClientBatches() {}

    /**
     * @param batches the names of the batches that have usable cells
     * @return every batch a client of its own
     */
    public static ClientBatches each(Collection<String> batches) {
        TreeMap<String, String> clientOf = new TreeMap<>();
        batches.forEach(batch -> clientOf.put(batch, batch));
        return ClientBatches.of(clientOf);
    }

    /**
     * One pass over both columns; what comes home is a row for each batch.
     *
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param client the client of each row, as a text
     * @param option the option and the columns that name the client, for messages
     * @param batches the names of the batches that have usable cells
     * @return whose these are
     * @throws BadDataException if one has cells of two clients, or of none
     */
    public static ClientBatches of(
            Dataset<Row> rows, Column batch, Column client, String option, Collection<String> batches) {
        List<Row> found = rows.select(batch.as(BATCH), client.as(CLIENT))
                .filter(functions.col(BATCH).isNotNull())
                .groupBy(BATCH)
                .agg(
                        functions.min(CLIENT),
                        functions.max(CLIENT),
                        functions.count(functions.lit(1)).minus(functions.count(CLIENT)))
                .orderBy(BATCH)
                .collectAsList();
        TreeMap<String, String> clientOf = new TreeMap<>();
        for (Row row : found) {
            if (batches.contains(row.getString(0))) {
                requireOne(row, option);
                clientOf.put(row.getString(0), row.getString(1));
            }
        }
        return ClientBatches.of(clientOf);
    }

    private static void requireOne(Row batch, String option) {
        String name = Shown.name(batch.getString(0));
        long without = batch.getLong(3);
        if (without > 0) {
            throw new BadDataException("batch " + name + " has " + (without == 1 ? "1 cell" : without + " cells")
                    + " without a client by " + option + "; give every cell one, or name another column");
        }
        if (!batch.getString(1).equals(batch.getString(2))) {
            throw new BadDataException("batch " + name + " has cells of two clients by " + option + ", "
                    + Shown.name(batch.getString(1)) + " and " + Shown.name(batch.getString(2))
                    + ", and a batch is one client's: name its column and the client's by --batch, so that what a client "
                    + "has of a batch is a batch of its own");
        }
    }
}
