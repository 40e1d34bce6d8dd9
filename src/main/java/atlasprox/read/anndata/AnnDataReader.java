package atlasprox.read.anndata;

import atlasprox.read.anndata.tree.Container;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/** The rows of one slab, which is read whole: the file is closed again before the first row is handed out. */
final class AnnDataReader implements PartitionReader<InternalRow> {
    private final List<Object[]> columns;
    private final int count;
    private int row = -1;

    private AnnDataReader(List<Object[]> columns, int count) {
        this.columns = columns;
        this.count = count;
    }

    static AnnDataReader read(Container container, AnnDataPartition slab, StructType schema, Configuration hadoop) {
        try (AnnDataFile file = AnnDataFile.open(container, slab.path(), hadoop)) {
            List<Object[]> columns = file.select(List.of(schema.fieldNames())).stream()
                    .map(column -> column.read(slab.start(), slab.count()))
                    .toList();
            return new AnnDataReader(columns, slab.count());
        }
    }

    @Override
    public boolean next() {
        row++;
        return row < count;
    }

    @Override
    public InternalRow get() {
        return new GenericInternalRow(
                columns.stream().map(column -> SparkValues.value(column[row])).toArray());
    }

    @Override
    public void close() {
        // Nothing is open by now.
    }
}
