package atlasprox.write.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;

/** Rows that lie together in a file; in memory until they are all there. */
final class RowGroup implements AutoCloseable {
    private final ColumnChunkPageWriteStore pages;
    private final List<ArrayPages> arrays;
    private final ProjectingInternalRow view;
    private final WriteSupport<InternalRow> support;
    private final ColumnWriteStore others;
    private final RecordConsumer consumer;
    private int rows;

    /**
     * @param support what writes the columns that are not arrays of numbers
     * @param otherTypes the types of these
     */
    RowGroup(
            TableColumns columns,
            WriteSupport<InternalRow> support,
            MessageType otherTypes,
            ParquetProperties properties,
            BytesInputCompressor compressor) {
        pages = new ColumnChunkPageWriteStore(
                compressor,
                columns.types(),
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        arrays = columns.arrays().stream()
                .map(array -> new ArrayPages(array, properties, pages.getPageWriter(array.numbers())))
                .toList();
        view = columns.viewOfOthers();
        others = properties.newColumnWriteStore(otherTypes, pages);
        consumer = new ColumnIOFactory().getColumnIO(otherTypes).getRecordWriter(others);
        this.support = support;
        support.prepareForWrite(consumer);
    }

    void write(InternalRow row) throws IOException {
        for (ArrayPages array : arrays) {
            array.write(row);
        }
        view.project(row);
        support.write(view);
        rows++;
    }

    int rows() {
        return rows;
    }

    /** Bytes held in memory. */
    long size() {
        return others.getBufferedSize()
                + arrays.stream().mapToLong(ArrayPages::size).sum();
    }

    /** Appends the rows to a file, if there are any. */
    void writeTo(ParquetFileWriter file) throws IOException {
        if (rows == 0) {
            return;
        }
        for (ArrayPages array : arrays) {
            array.endPage();
        }
        consumer.flush();
        others.flush();
        file.startBlock(rows);
        pages.flushToFileWriter(file);
        file.endBlock();
    }

    @Override
    public void close() {
        arrays.forEach(ArrayPages::close);
        others.close();
        pages.close();
    }
}
