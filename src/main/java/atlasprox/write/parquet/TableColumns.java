package atlasprox.write.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The columns of a table that is to be written.
 *
 * @param types all of them, as Parquet has them
 * @param metadata what a file tells of them beside their types
 * @param arrays those that are arrays of numbers
 * @param others where in a row those are that are not
 * @param otherFields these, as Spark has them
 */
record TableColumns(
        MessageType types,
        Map<String, String> metadata,
        List<ArrayColumn> arrays,
        List<Integer> others,
        StructType otherFields) {
    /** @param configuration of a job that Spark has prepared for writing Parquet */
    static TableColumns of(Configuration configuration) {
        WriteContext context = new ParquetWriteSupport().init(configuration);
        StructType fields = (StructType) DataType.fromJson(configuration.get(ParquetWriteSupport.SPARK_ROW_SCHEMA()));
        List<ArrayColumn> arrays = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        StructType otherFields = new StructType();
        for (int i = 0; i < fields.length(); i++) {
            var array = ArrayColumn.of(context.getSchema(), i);
            if (array.isPresent()) {
                arrays.add(array.get());
            } else {
                others.add(i);
                otherFields = otherFields.add(fields.apply(i));
            }
        }
        return new TableColumns(context.getSchema(), context.getExtraMetaData(), arrays, others, otherFields);
    }

    /** What shows of a row that is given to it the other columns only. */
    ProjectingInternalRow viewOfOthers() {
        return ProjectingInternalRow.apply(
                otherFields,
                CollectionConverters.asScala(new ArrayList<Object>(others)).toIndexedSeq());
    }
}
