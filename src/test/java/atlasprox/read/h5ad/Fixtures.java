package atlasprox.read.h5ad;

import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.AnnDataSummary;
import atlasprox.read.anndata.tree.ValueType;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The files that src/test/python/make_h5ad_fixtures.py writes, with what anndata reads from them. */
public final class Fixtures {
    private static final Path FOLDER = Path.of("src", "test", "resources", "h5ad");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Fixtures() {}

    /** Opens a file of this machine. */
    public static AnnDataFile open(Path file) {
        return AnnDataFile.of(Hdf5.INSTANCE.open(file.toString(), new Configuration(false)));
    }

    static AnnDataSummary describe(String path) {
        return AnnDataSummary.of(Hdf5.INSTANCE, path);
    }

    static Path file(String name) {
        return FOLDER.resolve(name + ".h5ad");
    }

    public static Path broken(String name) {
        return FOLDER.resolve("broken").resolve(name + ".h5ad");
    }

    /** The names of the files that can be read. */
    static List<String> readable() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> file.replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode expected(String name) throws IOException {
        return expected(FOLDER.resolve(name + ".json"));
    }

    /** What anndata reads, as JSON with Python's words for what is no number. */
    public static JsonNode expected(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    public static List<String> names(JsonNode object) {
        return object.properties().stream().map(entry -> entry.getKey()).toList();
    }

    public static List<String> texts(JsonNode array) {
        return items(array).map(JsonNode::asText).toList();
    }

    public static Stream<JsonNode> items(JsonNode array) {
        return IntStream.range(0, array.size()).mapToObj(array::get);
    }

    /** A value of Python, in the Java type that a column of that type has. */
    public static Object value(JsonNode value, ValueType type) {
        if (value.isNull()) {
            return null;
        }
        return switch (type) {
            case INT -> value.intValue();
            case LONG -> value.longValue();
            case UNSIGNED_LONG -> new BigInteger(value.asText());
            case FLOAT -> (float) value.doubleValue();
            case DOUBLE -> value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            case STRING -> value.textValue();
            case FLOATS -> floats(value);
            case DOUBLES -> items(value).mapToDouble(JsonNode::doubleValue).toArray();
            case SPARSE -> throw new IllegalArgumentException("no column of obs or obsm");
        };
    }

    private static float[] floats(JsonNode row) {
        float[] floats = new float[row.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) row.get(i).doubleValue();
        }
        return floats;
    }
}
