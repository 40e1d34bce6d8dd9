package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.Container;
import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark the columns that a query needs. */
final class AnnDataScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
    private final Container container;
    private final List<String> paths;
    private StructType required;

    AnnDataScanBuilder(Container container, List<String> paths, StructType schema) {
        this.container = container;
        this.paths = paths;
        this.required = schema;
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        required = requiredSchema;
    }

    @Override
    public Scan build() {
        return new AnnDataScan(container, paths, required);
    }
}
