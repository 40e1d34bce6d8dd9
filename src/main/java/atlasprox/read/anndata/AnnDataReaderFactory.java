package atlasprox.read.h5ad;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Travels to the executors and opens readers there. */
record H5adReaderFactory(StructType schema, SerializableConfiguration hadoop) implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return H5adReader.read((H5adPartition) partition, schema, hadoop.value());
    }
}
