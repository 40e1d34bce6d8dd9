package atlasprox.read.zarr.store;

import atlasprox.read.compression.Room;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Metadata files. A member that is there twice is refused, as readers differ in which one they take; Python writes NaN as it is. */
final class StoreJson {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Metadata of a hundred thousand arrays in one file. */
    private static final long MOST_BYTES = 1 << 26;

    /** What a tree takes in memory of each byte of its text. */
    private static final long TREE_BYTES = 16;

    private StoreJson() {}

    /**
     * A JSON object of a file, if the file is there.
     *
     * @throws atlasprox.BadDataException if it holds anything else
     */
    static Optional<JsonNode> object(StoreFiles files, String key) {
        try (StoreFiles.OpenFile file = files.open(key).orElse(null)) {
            return file == null ? Optional.empty() : Optional.of(object(files, key, file));
        }
    }

    private static JsonNode object(StoreFiles files, String key, StoreFiles.OpenFile file) {
        long most = Math.min(MOST_BYTES, Room.bytes() / TREE_BYTES);
        if (file.length() > most) {
            throw files.bad(
                    "'" + key + "' has " + file.length() + " bytes of metadata, more than the " + most
                            + " that are read",
                    "check the store, or give Java a larger heap");
        }
        JsonNode json;
        try {
            json = STRICT.readTree(file.read(0, (int) file.length()));
        } catch (IOException e) {
            String reason = e instanceof com.fasterxml.jackson.core.JsonProcessingException parse
                    ? parse.getOriginalMessage()
                    : e.getMessage();
            throw files.bad("'" + key + "' is not JSON (" + reason + ")", ZarrStore.COPY_AGAIN);
        }
        if (!json.isObject()) {
            throw files.bad("'" + key + "' is no JSON object", ZarrStore.COPY_AGAIN);
        }
        return json;
    }
}
