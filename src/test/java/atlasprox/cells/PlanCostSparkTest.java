package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class PlanCostSparkTest {
    private static final String SAMPLE = "data-samples/three_batches.parquet";

    @Test
    void filesAndWhatIsChosenOfThemAreReadAgain(SparkSession spark) {
        Dataset<Row> cells = spark.read().parquet(SAMPLE);
        assertThat(List.of(
                        cells,
                        cells.select("batch", "X_pca"),
                        cells.filter("batch = 'batch_0'").withColumnRenamed("batch", "donor"),
                        cells.union(cells),
                        spark.read()
                                .format("atlasprox.read.h5ad.H5adSource")
                                .option("embedding", "X_pca")
                                .load("data-samples/three_batches.h5ad")))
                .allMatch(PlanCost::isReading);
    }

    @Test
    void whatIsComputedIsKept(SparkSession spark) {
        Dataset<Row> cells = spark.read().parquet(SAMPLE);
        UDF1<String, String> function = text -> text + "!";
        Map<String, Dataset<Row>> computed = Map.of(
                "join", cells.join(cells.select("cell_id"), "cell_id"),
                "aggregate", cells.distinct(),
                "order", cells.orderBy("cell_id"),
                "random", cells.filter(functions.rand().gt(0.5)),
                "function",
                        cells.withColumn(
                                "batch",
                                functions.udf(function, DataTypes.StringType).apply(functions.col("batch"))),
                "map", cells.map((MapFunction<Row, Row>) row -> row, Encoders.row(cells.schema())),
                "rows", spark.createDataFrame(cells.javaRDD(), cells.schema()));
        assertThat(computed).allSatisfy((name, table) -> assertThat(PlanCost.isReading(table))
                .isFalse());
    }

    @Test
    void whatTheCallerKeepsIsNotKeptAgain(SparkSession spark) {
        Dataset<Row> computed = spark.read().parquet(SAMPLE).distinct().cache();
        try {
            assertThat(PlanCost.isReading(computed)).isTrue();
            assertThat(PlanCost.isReading(computed.filter("batch = 'batch_0'"))).isTrue();
        } finally {
            computed.unpersist(true);
        }
        assertThat(PlanCost.isReading(spark.read().parquet(SAMPLE).distinct())).isFalse();
    }

    /** A table holds on to the plan by which it was computed last. */
    @Test
    void whatWasComputedBeforeItWasKeptOrGivenUpMakesNoDifference(SparkSession spark) {
        Dataset<Row> late = spark.read().parquet(SAMPLE).distinct();
        late.collectAsList();
        late.cache();
        try {
            assertThat(PlanCost.isReading(late)).isTrue();
            late.collectAsList();
        } finally {
            late.unpersist(true);
        }
        assertThat(PlanCost.isReading(late)).isFalse();
    }

    @Test
    void viewsAreReadAndCheckpointsAreKeptAlready(SparkSession spark) {
        spark.read().parquet(SAMPLE).createOrReplaceTempView("cells_to_read");
        spark.read().parquet(SAMPLE).distinct().createOrReplaceTempView("cells_to_compute");
        try {
            assertThat(PlanCost.isReading(spark.table("cells_to_read"))).isTrue();
            assertThat(PlanCost.isReading(spark.sql("select batch, X_pca from cells_to_read")))
                    .isTrue();
            assertThat(PlanCost.isReading(spark.table("cells_to_compute"))).isFalse();
            assertThat(PlanCost.isReading(spark.sql(
                            "select * from cells_to_read where batch in (select max(batch) from cells_to_read)")))
                    .isFalse();
        } finally {
            spark.catalog().dropTempView("cells_to_read");
            spark.catalog().dropTempView("cells_to_compute");
        }
        Dataset<Row> held = spark.read().parquet(SAMPLE).distinct().localCheckpoint();
        assertThat(PlanCost.isReading(held)).isTrue();
    }
}
