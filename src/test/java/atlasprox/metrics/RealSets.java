package atlasprox.metrics;

import atlasprox.Json;
import atlasprox.SharedData;
import atlasprox.read.CellSource;
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
 * One real set: per cell its uncorrected embedding, Harmony's, its batch and its label; and the scores of scib-metrics.
 *
 * @param reference embedding name, then metric name, to value
 */
record RealSets(float[][] raw, float[][] harmony, String[] batch, String[] label, JsonNode reference) {

    static RealSets of(SparkSession spark, String set, String batchColumn) throws IOException {
        String data = SharedData.require("data/" + set + ".h5ad").toString();
        List<Row> rows = CellSource.open(spark, List.of(data), Optional.empty())
                .rows()
                .select("cell_id", "X_pca", batchColumn, "cell_type")
                .collectAsList();
        Map<String, float[]> harmony = harmony(spark, set);
        return new RealSets(
                rows.stream().map(row -> floats(row, 1)).toArray(float[][]::new),
                rows.stream().map(row -> harmony.get(row.getString(0))).toArray(float[][]::new),
                rows.stream().map(row -> row.getString(2)).toArray(String[]::new),
                rows.stream().map(row -> row.getString(3)).toArray(String[]::new),
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

    private static float[] floats(Row row, int column) {
        List<Float> values = row.getList(column);
        float[] floats = new float[values.size()];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = values.get(j);
        }
        return floats;
    }
}
