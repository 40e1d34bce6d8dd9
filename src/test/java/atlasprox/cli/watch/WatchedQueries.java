package atlasprox.cli.watch;

import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/** Notes queries whose rows come to the driver, with their columns: Spark packs those rows, so that nobody sees what is in them. */
public final class WatchedQueries implements QueryExecutionListener {

    @Override
    public void onSuccess(String action, QueryExecution query, long nanoseconds) {
        Watch.note("query " + action + ": " + query.analyzed().schema().simpleString());
    }

    @Override
    public void onFailure(String action, QueryExecution query, Exception failure) {
        Watch.note("query " + action + " failed");
    }
}
