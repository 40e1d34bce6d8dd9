package atlasprox.read.zarr.store;

import atlasprox.read.zarr.codec.Metadata;
import atlasprox.read.zarr.codec.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * How an array's chunks are called.
 *
 * @param prefix what comes before the numbers; empty where nothing does
 * @param separator what stands between, a slash or a dot
 * @param dimensions of the array
 */
record ChunkKeys(String prefix, String separator, int dimensions) {
    private static final String PREFIX = "c";

    static ChunkKeys ofVersion2(JsonNode array, int dimensions) {
        return new ChunkKeys("", separator(array, "dimension_separator", "."), dimensions);
    }

    static ChunkKeys ofVersion3(JsonNode array, int dimensions) {
        JsonNode encoding = array.path("chunk_key_encoding");
        String name = encoding.isTextual() ? encoding.textValue() : Metadata.text(encoding, "name");
        JsonNode settings = encoding.path("configuration");
        return switch (name) {
            case "default" -> new ChunkKeys(PREFIX, separator(settings, "separator", "/"), dimensions);
            case "v2" -> new ChunkKeys("", separator(settings, "separator", "."), dimensions);
            default ->
                throw RefusedException.notRead("names its chunks by the encoding '" + name + "', which is not read");
        };
    }

    private static String separator(JsonNode settings, String member, String otherwise) {
        String separator = Metadata.text(settings, member, otherwise);
        if (!separator.equals("/") && !separator.equals(".")) {
            throw RefusedException.damaged("has the " + member + " '" + separator + "'");
        }
        return separator;
    }

    /** The key of a chunk within its array, by its place among the others. */
    String key(long row, long column) {
        String numbers =
                switch (dimensions) {
                    case 0 -> prefix.isEmpty() ? "0" : "";
                    case 1 -> Long.toString(row);
                    default -> row + separator + column;
                };
        return prefix + (prefix.isEmpty() || numbers.isEmpty() ? "" : separator) + numbers;
    }
}
