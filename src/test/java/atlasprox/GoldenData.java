package atlasprox;

import atlasprox.read.CellSources;
import atlasprox.synth.SynthSettings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What other programs made of the sample data and of cells of synth; src/test/resources/golden/README.md says how. It is part of every clone. */
public final class GoldenData {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Path SAMPLE = Path.of("data-samples/three_batches.parquet");

    private GoldenData() {}

    /** @return the path of a file of the folder */
    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** @return the content of a JSON file of the folder */
    public static JsonNode json(String name) {
        try {
            return Json.tree(Files.readString(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the numbers of a JSON array */
    public static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(at -> array.get(at).doubleValue())
                .toArray();
    }

    /** @return the cells of synth that a golden file is of */
    public static SynthSettings synth(JsonNode golden) {
        JsonNode synth = golden.at("/made/synth");
        return SynthSettings.builder()
                .cells(synth.path("cells").asLong())
                .batches(synth.path("batches").asInt())
                .types(synth.path("types").asInt())
                .dimension(synth.path("dimension").asInt())
                .shift(synth.path("shift").asDouble())
                .seed(synth.path("seed").asLong())
                .build();
    }

    /** @return the sample's cells */
    public static Dataset<Row> sample(SparkSession spark) {
        return CellSources.open(spark, List.of(SAMPLE.toString()), Optional.empty())
                .rows();
    }

    /**
     * Held in memory, as a fit passes over them many times.
     *
     * @return the first cells of each batch by their names, as many of each as the JSON object of counts says
     */
    public static Dataset<Row> sample(SparkSession spark, JsonNode counts) {
        Dataset<Row> cells = sample(spark);
        List<Row> named = cells.orderBy("cell_id").collectAsList();
        List<Row> first = counts.properties().stream()
                .flatMap(count -> named.stream()
                        .filter(cell -> cell.getAs("batch").equals(count.getKey()))
                        .limit(count.getValue().intValue()))
                .toList();
        return spark.createDataFrame(first, cells.schema());
    }
}
