package atlasprox.write.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The pages of one column of arrays in one row group. A page has, for each number of its arrays, a repetition level (0 where an array
 * begins), a definition level (see {@link ArrayColumn}) and, but for nulls, the number as it is, without dictionary and statistics:
 * coordinates hardly ever repeat, and nobody looks for their least and largest.
 */
final class ArrayPages implements AutoCloseable {
    /** Bytes; a table may have many columns, so buffers are only as large as they must be. */
    private static final int FIRST_BUFFER = 1 << 14;

    private final ArrayColumn column;
    private final boolean isDouble;
    private final PageWriter pages;
    private final int pageSize;
    private final int rowLimit;
    private final int valueLimit;
    private final ValuesWriter repetitions;
    private final ValuesWriter definitions;
    private ByteBuffer numbers;
    private int levels;
    private int rows;

    /** @param pages where pages are compressed and kept */
    ArrayPages(ArrayColumn column, ParquetProperties properties, PageWriter pages) {
        this.column = column;
        this.pages = pages;
        isDouble = column.isDouble();
        pageSize = properties.getPageSizeThreshold();
        rowLimit = properties.getPageRowCountLimit();
        valueLimit = properties.getPageValueCountThreshold();
        repetitions = properties.newRepetitionLevelWriter(column.numbers());
        definitions = properties.newDefinitionLevelWriter(column.numbers());
        numbers = buffer(Math.min(pageSize, FIRST_BUFFER));
    }

    /** Adds a row's array. */
    void write(InternalRow row) throws IOException {
        if (row.isNullAt(column.ordinal())) {
            addLevels(0, column.empty() - 1);
        } else {
            write(row.getArray(column.ordinal()));
        }
        rows++;
        if (rows == rowLimit) {
            endPage();
        }
    }

    private void write(ArrayData array) throws IOException {
        int length = array.numElements();
        makeRoomFor(length);
        if (length == 0) {
            addLevels(0, column.empty());
        }
        for (int i = 0; i < length; i++) {
            boolean isNull = array.isNullAt(i);
            addLevels(Math.min(i, 1), isNull ? column.present() - 1 : column.present());
            if (!isNull) {
                addNumber(array, i);
            }
        }
    }

    /** An array is never parted between pages. */
    private void makeRoomFor(int length) throws IOException {
        int bytes = Math.multiplyExact(length, isDouble ? Double.BYTES : Float.BYTES);
        if ((long) numbers.position() + bytes > pageSize || (long) levels + length > valueLimit) {
            endPage();
        }
        if (numbers.remaining() < bytes) {
            numbers = buffer(Math.max(2 * numbers.capacity(), numbers.position() + bytes))
                    .put(numbers.flip());
        }
    }

    private void addLevels(int repetition, int definition) {
        repetitions.writeInteger(repetition);
        definitions.writeInteger(definition);
        levels++;
    }

    private void addNumber(ArrayData array, int i) {
        if (isDouble) {
            numbers.putDouble(array.getDouble(i));
        } else {
            numbers.putFloat(array.getFloat(i));
        }
    }

    /** Ends the page that was begun, if any was. */
    void endPage() throws IOException {
        if (rows == 0) {
            return;
        }
        pages.writePage(
                BytesInput.concat(repetitions.getBytes(), definitions.getBytes(), BytesInput.from(numbers.flip())),
                levels,
                rows,
                Statistics.noopStats(column.numbers().getPrimitiveType()),
                repetitions.getEncoding(),
                definitions.getEncoding(),
                Encoding.PLAIN);
        repetitions.reset();
        definitions.reset();
        numbers.clear();
        levels = 0;
        rows = 0;
    }

    /** Bytes of the pages, and of what is not in a page yet. */
    long size() {
        return pages.getMemSize() + numbers.position() + repetitions.getBufferedSize() + definitions.getBufferedSize();
    }

    @Override
    public void close() {
        repetitions.close();
        definitions.close();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
