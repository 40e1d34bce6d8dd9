package atlasprox.read.h5ad;

import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark the columns that a query needs. */
final class H5adScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
    private final List<String> paths;
    private StructType required;

    H5adScanBuilder(List<String> paths, StructType schema) {
        this.paths = paths;
        this.required = schema;
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        required = requiredSchema;
    }

    @Override
    public Scan build() {
        return new H5adScan(paths, required);
    }
}
