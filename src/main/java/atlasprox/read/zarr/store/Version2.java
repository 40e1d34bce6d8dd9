package atlasprox.read.zarr.store;

import atlasprox.read.zarr.chunk.ChunkReader;
import atlasprox.read.zarr.chunk.Shape;
import atlasprox.read.zarr.chunk.WholeChunk;
import atlasprox.read.zarr.codec.ChunkCodec;
import atlasprox.read.zarr.codec.CodecSpec;
import atlasprox.read.zarr.codec.DataType;
import atlasprox.read.zarr.codec.ElementType;
import atlasprox.read.zarr.codec.Metadata;
import atlasprox.read.zarr.codec.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of version 2.
 *
 * @param json the object of {@code .zarray}
 */
record Version2(JsonNode json, long[] shape, DataType type) implements ArrayMetadata {
    /** The filter that makes bytes of texts; others, such as pickle, may run any program. */
    private static final String TEXTS = "vlen-utf8";

    static Version2 of(JsonNode json) {
        return new Version2(json, Metadata.numbers(json, "shape", 0), DataType.ofVersion2(json.path("dtype")));
    }

    @Override
    public JsonNode fill() {
        return json.path("fill_value").isMissingNode() ? NullNode.getInstance() : json.path("fill_value");
    }

    @Override
    public ChunkKeys keys() {
        return ChunkKeys.ofVersion2(json, shape.length);
    }

    @Override
    public ChunkReader reader() {
        Shape chunk = Shape.of(ArrayMetadata.chunk(Metadata.numbers(json, "chunks", 0), shape));
        return new WholeChunk(chunk, byColumns() && chunk.columns() > 1, new ChunkCodec(type, steps()));
    }

    private boolean byColumns() {
        String order = Metadata.text(json, "order", "C");
        if (!order.equals("C") && !order.equals("F")) {
            throw RefusedException.damaged("has the order '" + order + "'");
        }
        return order.equals("F");
    }

    private List<CodecSpec> steps() {
        List<CodecSpec> steps = new ArrayList<>();
        Metadata.list(json, "filters").forEach(filter -> steps.add(CodecSpec.ofVersion2(filter)));
        JsonNode compressor = json.path("compressor");
        if (!compressor.isMissingNode() && !compressor.isNull()) {
            steps.add(CodecSpec.ofVersion2(compressor));
        }
        if (type.element().orElseThrow() == ElementType.TEXT) {
            String first = steps.isEmpty() ? "none" : steps.remove(0).name();
            if (!first.equals(TEXTS)) {
                throw RefusedException.notRead("holds Python objects stored with the filter '" + first
                        + "', of which only '" + TEXTS + "' is read");
            }
        }
        return steps;
    }
}
