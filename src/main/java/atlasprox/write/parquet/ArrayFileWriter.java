package atlasprox.write.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
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
    /** After so many rows a row group's size is looked at. */
    private static final int ROWS_BETWEEN_LOOKS = 100;

    private final String path;
    private final TableColumns columns;
    private final ParquetWriteSupport support = new ParquetWriteSupport();
    private final MessageType otherTypes;
    private final ParquetProperties properties;
    private final CompressionCodecFactory codecs;
    private final BytesInputCompressor compressor;
    private final long rowGroupSize;
    private final ParquetFileWriter file;
    private RowGroup group;
    private boolean whole = true;

    ArrayFileWriter(String path, Configuration configuration) throws IOException {
        this.path = path;
        columns = TableColumns.of(configuration);
        otherTypes = support.init(ofOthers(configuration)).getSchema();
        properties = ParquetProperties.builder()
                .withPageSize(ParquetOutputFormat.getPageSize(configuration))
                .withSizeStatisticsEnabled(false)
                .build();
        codecs = new CodecFactory(configuration, properties.getPageSizeThreshold());
        compressor = codecs.getCompressor(ParquetOutputFormat.getCompression(configuration));
        rowGroupSize = Math.min(ParquetOutputFormat.getLongBlockSize(configuration), mostBytes());
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
    }

    private Configuration ofOthers(Configuration configuration) {
        Configuration others = new Configuration(configuration);
        ParquetWriteSupport.setSchema(columns.otherFields(), others);
        return others;
    }

    /** Each core may be writing a file: together they take a quarter of the heap. */
    private static long mostBytes() {
        Runtime machine = Runtime.getRuntime();
        return machine.maxMemory() / (4L * machine.availableProcessors());
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
            if (group.rows() % ROWS_BETWEEN_LOOKS == 0 && group.size() >= rowGroupSize) {
                endGroup();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        whole = true;
    }

    private void endGroup() throws IOException {
        try (RowGroup full = group) {
            full.writeTo(file);
        }
        group = newGroup();
    }

    /** A file that could not be written in whole ends without a footer, so nobody takes it for one. */
    @Override
    public void close() {
        try (file) {
            if (whole) {
                try (RowGroup last = group) {
                    last.writeTo(file);
                }
                file.end(metadata());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            codecs.release();
        }
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>(columns.metadata());
        metadata.putAll(support.finalizeWrite().getExtraMetaData());
        return metadata;
    }
}
