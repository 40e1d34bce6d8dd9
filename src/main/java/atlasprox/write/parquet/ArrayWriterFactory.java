package atlasprox.write.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;

/** Makes an {@link ArrayFileWriter} for each file, which is named as Spark names it. */
final class ArrayWriterFactory extends OutputWriterFactory {
    private static final long serialVersionUID = 1L;

    private final OutputWriterFactory spark;

    ArrayWriterFactory(OutputWriterFactory spark) {
        this.spark = spark;
    }

    @Override
    public String getFileExtension(TaskAttemptContext context) {
        return spark.getFileExtension(context);
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
        try {
            return new ArrayFileWriter(path, context.getConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
