package atlasprox.read.zarr.store;

import atlasprox.read.zarr.chunk.ChunkReader;
import atlasprox.read.zarr.chunk.Shape;
import atlasprox.read.zarr.chunk.Shard;
import atlasprox.read.zarr.chunk.ShardIndex;
import atlasprox.read.zarr.chunk.WholeChunk;
import atlasprox.read.zarr.codec.ChunkCodec;
import atlasprox.read.zarr.codec.CodecSpec;
import atlasprox.read.zarr.codec.DataType;
import atlasprox.read.zarr.codec.ElementType;
import atlasprox.read.zarr.codec.Metadata;
import atlasprox.read.zarr.codec.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An array of version 3.
 *
 * @param json the object of {@code zarr.json}
 */
record Version3(JsonNode json, long[] shape, DataType type) implements ArrayMetadata {
    private static final Set<String> KNOWN = Set.of(
            "zarr_format",
            "node_type",
            "shape",
            "data_type",
            "chunk_grid",
            "chunk_key_encoding",
            "fill_value",
            "codecs",
            "attributes",
            "dimension_names",
            "storage_transformers",
            "consolidated_metadata");

    /** Shards in shards in shards are nobody's. */
    private static final int MOST_NESTED = 4;

    private static final String SHARDS = "sharding_indexed";
    private static final String TEXTS = "vlen-utf8";
    private static final String NUMBERS = "bytes";

    static Version3 of(JsonNode json) {
        return new Version3(json, Metadata.numbers(json, "shape", 0), DataType.ofVersion3(json.path("data_type")));
    }

    @Override
    public JsonNode fill() {
        return json.path("fill_value");
    }

    @Override
    public ChunkKeys keys() {
        return ChunkKeys.ofVersion3(json, shape.length);
    }

    @Override
    public ChunkReader reader() {
        requireKnown();
        JsonNode grid = json.path("chunk_grid");
        String name = Metadata.text(grid, "name");
        if (!name.equals("regular")) {
            throw RefusedException.notRead("has chunks on a grid that is '" + name + "', which is not read");
        }
        long[] chunk = ArrayMetadata.chunk(Metadata.numbers(grid.path("configuration"), "chunk_shape", 0), shape);
        return reader(chunk, Metadata.list(json, "codecs"), 0);
    }

    /** Whatever else there is may change the meaning of all, unless it says that it does not. */
    private void requireKnown() {
        json.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name) && json.get(name).path("must_understand").asBoolean(true)) {
                throw RefusedException.notRead("has the extension '" + name + "', which is not known");
            }
        });
        if (!Metadata.list(json, "storage_transformers").isEmpty()) {
            throw RefusedException.notRead("has storage transformers, which are not read");
        }
    }

    /** @param codecs array to array, then one array to bytes, then bytes to bytes */
    private ChunkReader reader(long[] chunk, List<JsonNode> codecs, int nested) {
        List<CodecSpec> steps =
                new ArrayList<>(codecs.stream().map(CodecSpec::ofVersion3).toList());
        boolean byColumns = false;
        while (!steps.isEmpty() && steps.get(0).name().equals("transpose")) {
            byColumns ^= isSwapped(steps.remove(0), chunk.length);
        }
        if (steps.isEmpty()) {
            throw RefusedException.damaged("has no codec that makes bytes of values");
        }
        CodecSpec first = steps.remove(0);
        boolean isText = type.element().orElseThrow() == ElementType.TEXT;
        if (first.name().equals(SHARDS)) {
            return shard(chunk, first.settings(), steps, byColumns, nested);
        }
        if (!first.name().equals(isText ? TEXTS : NUMBERS)) {
            throw RefusedException.notRead(
                    "is stored with the codec '" + first.name() + "', which is not read for " + type.words());
        }
        DataType stored = isText ? type : type.inOrder(first.order());
        return new WholeChunk(Shape.of(chunk), byColumns && chunk[1] > 1, new ChunkCodec(stored, steps));
    }

    private ChunkReader shard(long[] shard, JsonNode settings, List<CodecSpec> steps, boolean byColumns, int nested) {
        if (byColumns || nested == MOST_NESTED) {
            throw RefusedException.notRead("has shards that are transposed as a whole, or nested, which are not read");
        }
        long[] part = ArrayMetadata.chunk(Metadata.numbers(settings, "chunk_shape", 1), shard);
        double parts = 1;
        for (int i = 0; i < part.length; i++) {
            if (shard[i] % part[i] != 0) {
                throw RefusedException.damaged("has shards of length " + shard[i] + " of chunks of length " + part[i]);
            }
            parts *= (double) shard[i] / part[i];
        }
        ChunkReader reader = reader(part, Metadata.list(settings, "codecs"), nested + 1);
        return new Shard(Shape.of(shard), reader, ShardIndex.of(settings, parts), steps);
    }

    /** Whether a transposition of one dimension or two changes anything. */
    private static boolean isSwapped(CodecSpec transpose, int dimensions) {
        JsonNode order = transpose.settings().path("order");
        if (order.isTextual()) { // As version 3 had it before it was settled.
            return order.textValue().equals("F") && dimensions > 1;
        }
        long[] axes = Metadata.numbers(transpose.settings(), "order", 0);
        boolean valid = axes.length == dimensions
                && switch (dimensions) {
                    case 0 -> true;
                    case 1 -> axes[0] == 0;
                    default -> axes[0] + axes[1] == 1;
                };
        if (!valid) {
            throw RefusedException.damaged("is transposed in the order " + order);
        }
        return dimensions > 1 && axes[0] == 1;
    }
}
