package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.Container;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * AnnData as a Spark data source: one row per cell.
 *
 * <p>The columns are the {@code obs} index under its own name ({@code cell_id} where it has none), the {@code obs} columns in the
 * file's order, then an {@code array<float>} or {@code array<double>} per {@code obsm} key, as precise as in the file (integers
 * become doubles). The option {@code embedding} lists the keys, separated by commas or as a JSON list; without it, the file must have just
 * one. Several files must agree in their columns. Paths are plain, {@code file:}, or of any Hadoop file system.
 *
 * <p>Whatever is wrong with a file is an {@link atlasprox.BadDataException}; one that only the values show (a code without a
 * category) is the root cause of the failure of the Spark job.
 */
public abstract class AnnDataSource implements TableProvider {
    private final Container container;

    /** @param container the way in which the files are stored */
    protected AnnDataSource(Container container) {
        this.container = container;
    }

    static Configuration hadoop() {
        return SparkSession.active().sparkContext().hadoopConfiguration();
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return AnnDataTable.of(container, AnnDataOptions.of(container, options)).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return AnnDataTable.of(container, AnnDataOptions.of(container, new CaseInsensitiveStringMap(properties)));
    }
}
