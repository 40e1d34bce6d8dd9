package atlasprox.read.anndata;

import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.Container;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** One query's read of some columns of every file: a partition per slab. */
final class AnnDataScan implements Scan, Batch {
    private final Container container;
    private final List<String> paths;
    private final StructType schema;

    AnnDataScan(Container container, List<String> paths, StructType schema) {
        this.container = container;
        this.paths = paths;
        this.schema = schema;
    }

    @Override
    public StructType readSchema() {
        return schema;
    }

    @Override
    public String description() {
        return "AnnData " + String.join(", ", schema.fieldNames()) + " of " + String.join(", ", paths);
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        int minSlabs = SparkSession.active().sparkContext().defaultParallelism();
        Configuration hadoop = AnnDataSource.hadoop();
        return paths.stream()
                .flatMap(path -> partitions(path, minSlabs, hadoop))
                .toArray(InputPartition[]::new);
    }

    private Stream<AnnDataPartition> partitions(String path, int minSlabs, Configuration hadoop) {
        try (AnnDataFile file = AnnDataFile.open(container, path, hadoop)) {
            List<Column> columns = file.select(List.of(schema.fieldNames()));
            long rowBytes = columns.stream().mapToLong(Column::bytesPerRow).sum();
            long chunkHeight = chunkHeight(columns, Slab.height(file.rows(), rowBytes, minSlabs));
            return Slab.cut(file.rows(), chunkHeight, rowBytes, minSlabs).stream()
                    .map(slab -> new AnnDataPartition(path, slab.start(), slab.count()));
        }
    }

    /** That of the widest column of which a slab holds a chunk: what is decompressed twice, or more often, is then the least. */
    private static long chunkHeight(List<Column> columns, long slabHeight) {
        return columns.stream()
                .filter(column -> column.chunkHeight() > 1 && column.chunkHeight() <= slabHeight)
                .max(Comparator.comparingLong(Column::bytesPerRow).thenComparingLong(Column::chunkHeight))
                .map(Column::chunkHeight)
                .orElse(1L);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new AnnDataReaderFactory(container, schema, new SerializableConfiguration(AnnDataSource.hadoop()));
    }
}
