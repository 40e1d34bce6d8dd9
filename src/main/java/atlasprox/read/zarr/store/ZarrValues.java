package atlasprox.read.zarr.store;

import atlasprox.BadDataException;
import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Room;
import atlasprox.read.zarr.chunk.ChunkReader;
import atlasprox.read.zarr.chunk.Held;
import atlasprox.read.zarr.chunk.Rows;
import atlasprox.read.zarr.chunk.Shape;
import atlasprox.read.zarr.codec.ElementType;
import atlasprox.read.zarr.codec.Elements;
import atlasprox.read.zarr.codec.FillValue;
import atlasprox.read.zarr.codec.RefusedException;
import java.util.Locale;

/** The values of an array of at most two dimensions, row by row. A single value is one row of one. Not thread-safe. */
public final class ZarrValues {
    /** More chunks side by side than anyone has: each is a file to be looked for. */
    private static final double MOST_ACROSS = 1 << 16;

    /** So that no sum of rows and chunks is beyond all integers. */
    private static final long MOST_ROWS = 1L << 53;

    private static final String LARGER_HEAP = "check the store, or give Java a larger heap";

    private final StoreFiles files;
    private final String path;
    private final ChunkKeys keys;
    private final ChunkReader reader;
    private final ElementType type;
    private final Elements fill;
    private final long rows;
    private final int width;
    private final Held held;

    ZarrValues(StoreFiles files, String path, ArrayMetadata metadata) {
        this.files = files;
        this.path = path;
        this.keys = metadata.keys();
        this.reader = metadata.reader();
        this.type = metadata.type().element().orElseThrow();
        this.fill = FillValue.of(metadata.fill(), metadata.type());
        Shape shape = Shape.of(metadata.shape());
        this.rows = shape.rows();
        if (rows > MOST_ROWS) {
            throw RefusedException.damaged("has " + rows + " rows");
        }
        double across = Math.max(1, reader.across((int) Math.min(shape.columns(), Integer.MAX_VALUE)));
        if (shape.columns() > Integer.MAX_VALUE - Long.BYTES || across > MOST_ACROSS) {
            throw RefusedException.tooLarge("has rows of " + shape.columns() + " values in chunks of "
                    + reader.shape().columns());
        }
        this.width = (int) shape.columns();
        this.held = new Held((int) across);
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    /** The number of values in a row. */
    public int width() {
        return width;
    }

    /** The Java type of what {@link #read} returns. */
    public ElementType type() {
        return type;
    }

    /** The number of consecutive rows that are compressed together, at least 1: of a shard, those of a chunk within it. */
    public long chunkHeight() {
        return reader.height();
    }

    /** The number of consecutive rows that lie in one file, at least 1: those of a shard, where there are shards. */
    public long fileHeight() {
        return reader.shape().rows();
    }

    /** The number of files that the array is made of, if none is missing. */
    public double files() {
        return grid().values();
    }

    /**
     * The number of files that are there, by a list of their names. The fill value stands for those that are not: writers leave out what
     * holds nothing else, and an interrupted copy leaves out the rest. Chunks that are missing within a shard are not counted.
     */
    public long storedFiles() {
        return new StoredChunks(files, keys, grid()).count(path);
    }

    private Shape grid() {
        Shape chunk = reader.shape();
        return new Shape(parts(rows, chunk.rows()), parts(width, chunk.columns()));
    }

    private static long parts(long length, long part) {
        return length == 0 ? 0 : (length - 1) / part + 1;
    }

    /**
     * Reads consecutive rows.
     *
     * @param start the first row, from 0
     * @param count the number of rows, 0 or more, with {@code start + count <= rows()}
     * @return an array as {@link ElementType} says, of {@code count * width()} values, row by row; what was never written is the fill
     *     value
     * @throws BadDataException if a chunk cannot be read or is not what the metadata say
     */
    public Object read(long start, int count) {
        if (start < 0 || count < 0 || count > rows - start) {
            throw new IndexOutOfBoundsException(count + " rows from " + start + " of " + rows);
        }
        double bytes = (double) count * width * Long.BYTES;
        if (bytes > Math.min(Room.bytes(), Integer.MAX_VALUE)) {
            throw files.bad(
                    String.format(Locale.ROOT, "%d rows of '%s' need %.0f bytes of memory at once", count, path, bytes),
                    LARGER_HEAP);
        }
        Rows wanted = new Rows(start, count, width, fill, held, type.newArray(count * width));
        Shape chunk = reader.shape();
        for (long row = start / chunk.rows(); count > 0 && row <= (start + count - 1) / chunk.rows(); row++) {
            for (long column = 0; column * chunk.columns() < width; column++) {
                read(row, column, wanted);
            }
        }
        return wanted.values();
    }

    private void read(long row, long column, Rows wanted) {
        long top = row * reader.shape().rows();
        long left = column * reader.shape().columns();
        String key = keys.key(row, column);
        try (StoreFiles.OpenFile file = files.open(Names.under(path, key)).orElse(null)) {
            if (file == null) {
                wanted.fill(reader.shape(), top, left);
            } else {
                reader.read(file, key, top, left, wanted);
            }
        } catch (CorruptDataException e) {
            throw new BadDataException(
                    files.shownAs() + ": chunk '" + key + "' of '" + path + "' " + e.getMessage() + "; "
                            + ZarrStore.COPY_AGAIN,
                    e);
        }
    }
}
