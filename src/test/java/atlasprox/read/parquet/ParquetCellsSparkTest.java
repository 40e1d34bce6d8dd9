package atlasprox.read.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ParquetCellsSparkTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "parquet", "read");

    @TempDir
    private Path folder;

    /** Reading needs settings of its own; two threads that share a session must see no trace of them. */
    @Test
    void leavesASharedSessionAsItIs(SparkSession spark) throws Exception {
        String plates = folder.resolve("plates").toString();
        spark.range(20)
                .selectExpr("id AS cell", "'007' AS plate")
                .write()
                .partitionBy("plate")
                .parquet(plates);
        List<String> inputs =
                List.of(plates, FIXTURES.resolve("byte_stream_split.parquet").toString());
        Map<String, String> before = Map.copyOf(settings(spark));
        ExecutorService threads = Executors.newFixedThreadPool(inputs.size());
        try {
            List<Future<List<Row>>> readings = new ArrayList<>();
            for (String input : inputs) {
                readings.add(threads.submit(() -> {
                    for (int i = 0; i < 2; i++) {
                        read(spark, input).collectAsList();
                    }
                    return read(spark, input).limit(1).collectAsList();
                }));
            }
            while (!readings.stream().allMatch(Future::isDone)) {
                assertThat(settings(spark)).isEqualTo(before);
                assertThat(spark.read()
                                .parquet(plates)
                                .schema()
                                .apply("plate")
                                .dataType()
                                .simpleString())
                        .isEqualTo("int");
            }
            assertThat(readings.get(0).get().get(0).<String>getAs("plate")).isEqualTo("007");
            assertThat(readings.get(1).get()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The rows come from a session of the reader's own, but are the caller's. */
    @Test
    void goesWithTablesOfTheCallersSession(SparkSession spark) {
        Dataset<Row> read =
                read(spark, FIXTURES.resolve("byte_stream_split.parquet").toString());
        assertThat(read.sparkSession()).isSameAs(spark);
        Dataset<Row> plain = read(spark, FIXTURES.resolve("snappy.parquet").toString());
        Dataset<Row> own = spark.range(24).selectExpr("id AS cell", "id * 2 AS twice");
        assertThat(plain.union(read)
                        .join(own, "cell")
                        .filter("twice = 2 * cell")
                        .count())
                .isEqualTo(48);
        Dataset<Row> kept = read.withColumn("first", functions.expr("X[0]")).persist();
        assertThat(kept.count()).isEqualTo(24);
        kept.write().parquet(folder.resolve("out").toString());
        kept.unpersist();
        assertThat(spark.read()
                        .parquet(folder.resolve("out").toString())
                        .agg(functions.sum("first"))
                        .head()
                        .getDouble(0))
                .isEqualTo(plain.agg(functions.expr("sum(X[0])")).head().getDouble(0));
        read.createOrReplaceTempView("read_cells");
        assertThat(spark.sql("SELECT count(*) FROM read_cells").head().getLong(0))
                .isEqualTo(24);
        spark.catalog().dropTempView("read_cells");
    }

    /** Spark's faster reader, which reads columns, is left for the files that need the other one only. */
    @Test
    void readsOrdinaryFilesByColumns(SparkSession spark) {
        assertThat(plan(read(spark, FIXTURES.resolve("snappy.parquet").toString())))
                .contains("Batched: true");
        assertThat(plan(read(spark, FIXTURES.resolve("delta_2.parquet").toString())))
                .contains("Batched: false");
        assertThat(plan(read(spark, FIXTURES.resolve("nanoseconds.parquet").toString())))
                .contains("Batched: true");
    }

    private static String plan(Dataset<Row> rows) {
        return rows.queryExecution().executedPlan().toString();
    }

    private static Dataset<Row> read(SparkSession spark, String input) {
        return CellSources.open(spark, List.of(input), Optional.empty()).rows();
    }

    private static Map<String, String> settings(SparkSession spark) {
        return scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll());
    }
}
