package atlasprox.metrics;

import atlasprox.Json;
import atlasprox.SharedData;
import atlasprox.read.CellSources;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One real set: per cell its uncorrected embedding, Harmony's, its batch and its label, both numbered by name, which settles tied votes as
 * scikit-learn does and tests labels in scib-metrics' order; and the scores of scib-metrics.
 *
 * @param reference embedding name, then metric name, to value
 */
record RealSets(float[][] raw, float[][] harmony, int[] batches, int[] labels, JsonNode reference) {

    static RealSets of(SparkSession spark, String set, String batchColumn) throws IOException {
        String data = SharedData.require("data/" + set + ".h5ad").toString();
        List<Row> rows = CellSources.open(spark, List.of(data), Optional.empty())
                .rows()
                .select("cell_id", "X_pca", batchColumn, "cell_type")
                .collectAsList();
        Map<String, float[]> harmony = harmony(spark, set);
        return new RealSets(
                rows.stream().map(row -> floats(row, 1)).toArray(float[][]::new),
                rows.stream().map(row -> harmony.get(row.getString(0))).toArray(float[][]::new),
                codes(rows, 2),
                codes(rows, 3),
                Json.tree(Files.readString(SharedData.require("reference/" + set + "_scores.json"))));
    }

    private static Map<String, float[]> harmony(SparkSession spark, String set) {
        String file =
                SharedData.require("reference/" + set + "_harmony.parquet").toString();
        Map<String, float[]> harmony = new HashMap<>();
        for (Row row : spark.read().parquet(file).select("cell_id", "harmony").collectAsList()) {
            harmony.put(row.getString(0), floats(row, 1));
        }
        return harmony;
    }

    /** @param name raw or harmony */
    float[][] embedding(String name) {
        return name.equals("raw") ? raw : harmony;
    }

    /** What scib-metrics gives; NaN where it has nothing. */
    double reference(String name, String metric) {
        return reference.path(name).path(metric).asDouble(Double.NaN);
    }

    private static int[] codes(List<Row> rows, int column) {
        List<String> names = rows.stream()
                .map(row -> row.getString(column))
                .distinct()
                .sorted()
                .toList();
        return rows.stream()
                .mapToInt(row -> names.indexOf(row.getString(column)))
                .toArray();
    }

    private static float[] floats(Row row, int column) {
        List<Float> values = row.getList(column);
        float[] floats = new float[values.size()];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = values.get(j);
        }
        return floats;
    }
}
