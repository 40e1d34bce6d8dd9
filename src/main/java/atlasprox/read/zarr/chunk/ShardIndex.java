package atlasprox.read.zarr.chunk;

import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Room;
import atlasprox.read.zarr.codec.ChunkCodec;
import atlasprox.read.zarr.codec.CodecSpec;
import atlasprox.read.zarr.codec.Metadata;
import atlasprox.read.zarr.codec.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the chunks within a shard lie: a place and a length of each, at the start or the end of the shard.
 *
 * @param chunks the number of chunks that a shard has room for
 * @param order of the bytes of its numbers
 * @param checksums what became of these bytes, in the order of writing
 */
public record ShardIndex(double chunks, ByteOrder order, List<CodecSpec> checksums, boolean atStart) {
    /** Of a chunk that was never written, both numbers. */
    private static final long MISSING = -1;

    private static final int ENTRY_BYTES = 2 * Long.BYTES;

    /** @param sharding the settings of the codec */
    public static ShardIndex of(JsonNode sharding, double chunks) {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        List<CodecSpec> checksums = new ArrayList<>();
        for (JsonNode json : Metadata.list(sharding, "index_codecs")) {
            CodecSpec codec = CodecSpec.ofVersion3(json);
            switch (codec.name()) {
                case "bytes" -> order = codec.order();
                case "crc32c" -> checksums.add(codec);
                default ->
                    throw RefusedException.notRead(
                            "has shards with an index stored with the codec '" + codec.name() + "', which is not read");
            }
        }
        String location = Metadata.text(sharding, "index_location", "end");
        if (!location.equals("end") && !location.equals("start")) {
            throw RefusedException.notRead("has shards with their index at the '" + location + "', which is not read");
        }
        return new ShardIndex(chunks, order, checksums, location.equals("start"));
    }

    /**
     * Reads the index of a shard.
     *
     * @return of each chunk its place and its length, or -1 twice where it was never written
     * @throws CorruptDataException if it says what cannot be
     */
    long[] read(ByteSource shard) {
        double needed = chunks * ENTRY_BYTES + (double) checksums.size() * Integer.BYTES;
        if (needed > shard.length() || needed > Math.min(Room.bytes(), Integer.MAX_VALUE - Long.BYTES)) {
            throw new CorruptDataException("has " + shard.length() + " bytes, too few for the index of its parts");
        }
        int bytes = (int) needed;
        long place = atStart ? 0 : shard.length() - bytes;
        byte[] stored = ChunkCodec.bytes(shard.read(place, bytes), checksums);
        long[] index = new long[(int) (2 * chunks)];
        ByteBuffer.wrap(stored).order(order).asLongBuffer().get(index);
        check(index, shard.length(), place, bytes);
        return index;
    }

    static boolean isMissing(long[] index, int chunk) {
        return index[2 * chunk] == MISSING && index[2 * chunk + 1] == MISSING;
    }

    /** No two chunks, nor a chunk and the index, may share bytes: a few bytes would stand for any number of cells. */
    private static void check(long[] index, long length, long place, int bytes) {
        List<long[]> taken = new ArrayList<>();
        taken.add(new long[] {place, bytes});
        for (int i = 0; i < index.length / 2; i++) {
            if (!isMissing(index, i)) {
                taken.add(new long[] {index[2 * i], index[2 * i + 1]});
            }
        }
        taken.sort((a, b) -> Arrays.compare(a, b));
        long end = 0;
        for (long[] part : taken) {
            if (part[0] < end || part[1] < 0 || part[1] > length - part[0]) {
                throw new CorruptDataException("has an index that names bytes twice, or beyond its " + length);
            }
            end = part[0] + part[1];
        }
    }
}
