package atlasprox.metrics;

import atlasprox.GoldenData;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One real set, or the sample: per cell its uncorrected embedding, Harmony's, its batch and its label, both numbered by name, which settles tied votes as
 * scikit-learn does and tests labels in scib-metrics' order; and the scores of scib-metrics.
 *
 * @param reference embedding name, then metric name, to value
 */
record RealSets(float[][] raw, float[][] harmony, int[] batches, int[] labels, JsonNode reference) {

    static RealSets of(SparkSession spark, String set, String batchColumn) throws IOException {
        String data = SharedData.require("data/" + set + ".h5ad").toString();
        return of(
                CellSources.open(spark, List.of(data), Optional.empty()).rows(),
                batchColumn,
                spark.read()
                        .parquet(SharedData.require("reference/" + set + "_harmony.parquet")
                                .toString()),
                Json.tree(Files.readString(SharedData.require("reference/" + set + "_scores.json"))));
    }

    /** The sample data, which is in every clone, by name of the cell, and what is kept of other programs beside the tests. */
    static RealSets sample(SparkSession spark) {
        return of(
                GoldenData.sample(spark).orderBy("cell_id"),
                "batch",
                spark.read().parquet(GoldenData.file("harmony.parquet").toString()),
                GoldenData.json("scores.json"));
    }

    private static RealSets of(Dataset<Row> cells, String batchColumn, Dataset<Row> corrected, JsonNode reference) {
        List<Row> rows =
                cells.select("cell_id", "X_pca", batchColumn, "cell_type").collectAsList();
        Map<String, float[]> harmony = byCell(corrected, "harmony");
        return new RealSets(
                rows.stream().map(row -> floats(row, 1)).toArray(float[][]::new),
                rows.stream().map(row -> harmony.get(row.getString(0))).toArray(float[][]::new),
                codes(rows, 2),
                codes(rows, 3),
                reference);
    }

    private static Map<String, float[]> byCell(Dataset<Row> cells, String column) {
        Map<String, float[]> embedding = new HashMap<>();
        for (Row row : cells.select("cell_id", column).collectAsList()) {
            embedding.put(row.getString(0), floats(row, 1));
        }
        return embedding;
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

    static float[] floats(Row row, int column) {
        List<Float> values = row.getList(column);
        float[] floats = new float[values.size()];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = values.get(j);
        }
        return floats;
    }
}
