package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.Container;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Travels to the executors and opens readers there. */
record AnnDataReaderFactory(Container container, StructType schema, SerializableConfiguration hadoop)
        implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return AnnDataReader.read(container, (AnnDataPartition) partition, schema, hadoop.value());
    }
}
