package atlasprox.read.h5ad;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * AnnData files as a Spark data source: one row per cell.
 *
 * <pre>{@code
 * spark.read().format("atlasprox.read.h5ad.H5adSource").option("embedding", "X_pca").load("a.h5ad", "b.h5ad")
 * }</pre>
 *
 * <p>The columns are the {@code obs} index under its own name ({@code cell_id} where it has none), the {@code obs} columns in the
 * file's order, then an {@code array<float>} or {@code array<double>} per {@code obsm} key, as precise as in the file (integers
 * become doubles). The option
 * {@code embedding} lists the keys, separated by commas or as a JSON list; without it, the file must have just one. Several files must agree in their
 * columns. Paths are plain, {@code file:}, or of any Hadoop file system; a file of the latter is first copied to each machine.
 *
 * <p>Whatever is wrong with a file is an {@link atlasprox.BadDataException}; one that only the values show (a code without a
 * category) is the root cause of the failure of the Spark job.
 */
public final class H5adSource implements TableProvider {
    /**
     * What a file offers, without reading its cells.
     *
     * @param rows the number of cells
     * @param indexName the name of the {@code obs} index as it will be in the table
     * @param columnNames the {@code obs} columns, the index left out
     * @param embeddingKeys the keys of {@code obsm}
     * @param unreadableEmbeddings those among them that are not read, each with the message that says why
     * @param embeddingForms type and length of those that are read
     * @param defaultBatch the columns that {@code uns/batch_condition} names, or none
     */
    public record Summary(
            long rows,
            String indexName,
            List<String> columnNames,
            List<String> embeddingKeys,
            Map<String, String> unreadableEmbeddings,
            Map<String, String> embeddingForms,
            List<String> defaultBatch) {
        /** The keys of {@code obsm} that hold numbers for every cell: dense arrays and tables. */
        public List<String> denseEmbeddingKeys() {
            return embeddingKeys.stream()
                    .filter(key -> !unreadableEmbeddings.containsKey(key))
                    .toList();
        }
    }

    /**
     * Describes a file; needs an active Spark session, whose Hadoop settings reach remote files.
     *
     * @throws atlasprox.BadDataException if it is missing or not a readable AnnData file
     */
    public static Summary describe(String path) {
        try (H5adFile file = open(path, hadoop())) {
            Map<String, String> unreadable = file.unreadableEmbeddings();
            Map<String, String> forms = file.embeddingKeys().stream()
                    .filter(key -> !unreadable.containsKey(key))
                    .collect(Collectors.toMap(key -> key, key -> H5adTable.form(file.embedding(key))));
            return new Summary(
                    file.rows(),
                    file.indexName(),
                    file.columnNames(),
                    file.embeddingKeys(),
                    unreadable,
                    forms,
                    file.defaultBatch());
        }
    }

    static H5adFile open(String path, Configuration hadoop) {
        return H5adFile.open(LocalCopy.of(path, hadoop), path);
    }

    static Configuration hadoop() {
        return SparkSession.active().sparkContext().hadoopConfiguration();
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return H5adTable.of(H5adOptions.of(options)).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return H5adTable.of(H5adOptions.of(new CaseInsensitiveStringMap(properties)));
    }
}
