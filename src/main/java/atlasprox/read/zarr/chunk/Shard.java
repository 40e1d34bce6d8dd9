package atlasprox.read.zarr.chunk;

import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Room;
import atlasprox.read.zarr.codec.ChunkCodec;
import atlasprox.read.zarr.codec.CodecSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A chunk made of smaller ones, its parts, which are compressed each. Only the index and the parts that are asked for are read.
 *
 * @param part reads a part
 * @param steps what became of the shard as a whole, in the order of writing; nothing, as a rule
 */
public record Shard(Shape shape, ChunkReader part, ShardIndex index, List<CodecSpec> steps) implements ChunkReader {
    /** Parts that lie side by side are read at once, as far as that fits into so many bytes. */
    private static final int AT_ONCE = 1 << 23;

    @Override
    public long height() {
        return part.height();
    }

    @Override
    public double across(int columns) {
        return part.across(columns);
    }

    @Override
    public boolean isWhole() {
        return !steps.isEmpty();
    }

    @Override
    public void read(ByteSource stored, String key, long top, long left, Rows rows) {
        ByteSource shard = stored;
        if (isWhole()) {
            if (stored.length() > Room.bytes()) {
                throw new CorruptDataException(
                        "has " + stored.length() + " bytes that must be read at once, which need a larger Java heap");
            }
            shard = new SomeBytes(ChunkCodec.bytes(stored.read(0, (int) stored.length()), steps));
        }
        readParts(shard, wanted(shard, key, top, left, rows), rows);
    }

    /** The parts that the rows need, in the order of their bytes. The missing ones are filled in. */
    private List<Part> wanted(ByteSource shard, String key, long top, long left, Rows rows) {
        long[] places = rows.held().index(key, () -> index.read(shard));
        int across = (int) (shape.columns() / part.shape().columns());
        long height = part.shape().rows();
        long width = part.shape().columns();
        List<Part> wanted = new ArrayList<>();
        for (long row = (rows.from(top) - top) / height; top + row * height < rows.until(top, shape.rows()); row++) {
            for (int column = 0; column < across && left + column * width < rows.width(); column++) {
                int i = (int) (row * across + column);
                Part found = new Part(
                        key + "#" + i, top + row * height, left + column * width, places[2 * i], places[2 * i + 1]);
                if (ShardIndex.isMissing(places, i)) {
                    rows.fill(part.shape(), found.top, found.left);
                } else {
                    wanted.add(found);
                }
            }
        }
        wanted.sort(Comparator.comparingLong(Part::place));
        return wanted;
    }

    private void readParts(ByteSource shard, List<Part> wanted, Rows rows) {
        for (int next = 0; next < wanted.size(); ) {
            int end = part.isWhole() ? sideBySide(wanted, next, rows) : next + 1;
            long start = wanted.get(next).place;
            long length = wanted.get(end - 1).place + wanted.get(end - 1).length - start;
            ByteSource bytes = new PartOfBytes(shard, start, length);
            if (end > next + 1) {
                bytes = new SomeBytes(bytes.read(0, (int) length));
            }
            for (Part each : wanted.subList(next, end)) {
                read(new PartOfBytes(bytes, each.place - start, each.length), each, rows);
            }
            next = end;
        }
    }

    /** The end of the parts that are to be read at once with one of them. */
    private static int sideBySide(List<Part> wanted, int first, Rows rows) {
        int end = first + 1;
        while (end < wanted.size()
                && wanted.get(end).place == wanted.get(end - 1).place + wanted.get(end - 1).length
                && wanted.get(end).place + wanted.get(end).length - wanted.get(first).place <= AT_ONCE
                && rows.held().chunk(wanted.get(end).key) == null) {
            end++;
        }
        return rows.held().chunk(wanted.get(first).key) == null ? end : first + 1;
    }

    private void read(ByteSource bytes, Part each, Rows rows) {
        try {
            part.read(bytes, each.key, each.top, each.left, rows);
        } catch (CorruptDataException e) {
            throw new CorruptDataException(
                    "has a part " + each.key.substring(each.key.lastIndexOf('#') + 1) + " that " + e.getMessage(),
                    e.getCause());
        }
    }

    /**
     * A chunk within a shard.
     *
     * @param place of its bytes in the shard
     */
    private record Part(String key, long top, long left, long place, long length) {}
}
