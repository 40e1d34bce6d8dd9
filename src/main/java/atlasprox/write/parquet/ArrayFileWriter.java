package atlasprox.write.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;

/** Writes one Parquet file, row group after row group. */
final class ArrayFileWriter extends OutputWriter {
    /** The size of a row group is looked at after every so many rows. */
    private static final int SIZE_CHECK_INTERVAL = 100;

    /** Files being written by this JVM. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final String path;
    private final TableColumns columns;
    private final ParquetWriteSupport support = new ParquetWriteSupport();
    private final MessageType otherTypes;
    private final ParquetProperties properties;
    private final CompressionCodecFactory codecs;
    private final BytesInputCompressor compressor;
    private final ParquetFileWriter file;
    private long rowGroupSize;
    private RowGroup group;
    private boolean whole = true;

    ArrayFileWriter(String path, Configuration configuration) throws IOException {
        this.path = path;
        columns = TableColumns.of(configuration);
        otherTypes = support.init(ofOthers(configuration)).getSchema();
        properties = ParquetProperties.builder()
                .withPageSize(ParquetOutputFormat.getPageSize(configuration))
                .build();
        codecs = new CodecFactory(configuration, properties.getPageSizeThreshold());
        compressor = codecs.getCompressor(ParquetOutputFormat.getCompression(configuration));
        rowGroupSize = ParquetOutputFormat.getLongBlockSize(configuration);
        file = new ParquetFileWriter(
                HadoopOutputFile.fromPath(new Path(path), configuration),
                columns.types(),
                ParquetFileWriter.Mode.CREATE,
                rowGroupSize,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                null,
                properties);
        file.start();
        group = newGroup();
        OPEN.incrementAndGet();
    }

    private Configuration ofOthers(Configuration configuration) {
        Configuration others = new Configuration(configuration);
        ParquetWriteSupport.setSchema(columns.otherFields(), others);
        return others;
    }

    private RowGroup newGroup() {
        return new RowGroup(columns, support, otherTypes, properties, compressor);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void write(InternalRow row) {
        whole = false;
        try {
            group.write(row);
            if (group.rows() % SIZE_CHECK_INTERVAL == 0 && group.size() >= Math.min(rowGroupSize, mostBytes())) {
                endGroup();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        whole = true;
    }

    /** All files together take a quarter of the heap. */
    private static long mostBytes() {
        return Runtime.getRuntime().maxMemory() / (4L * OPEN.get());
    }

    private void endGroup() throws IOException {
        try (RowGroup full = group) {
            full.writeTo(file);
        }
        rowGroupSize = Math.min(rowGroupSize, file.getNextRowGroupSize());
        group = newGroup();
    }

    /** Where a row could not be written the file has no footer, so nobody takes it for Parquet. */
    @Override
    public void close() {
        try (file) {
            if (whole) {
                try (RowGroup last = group) {
                    last.writeTo(file);
                }
                file.end(columns.metadata());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OPEN.decrementAndGet();
            codecs.release();
        }
    }
}
