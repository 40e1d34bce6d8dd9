package atlasprox.read.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** A table's rows as Spark has them at hand, without an object for each value. */
public final class BareRows {
    private BareRows() {}

    /**
     * @param table any table
     * @return its rows; each may be overwritten by the next, so what is kept of one must be copied
     */
    public static JavaRDD<InternalRow> of(Dataset<Row> table) {
        return table.queryExecution().toRdd().toJavaRDD();
    }
}
