package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.results.Inspection;
import atlasprox.sample.ScoreSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label columns of any kind, beside batches. */
@ExtendWith(SparkExtension.class)
class LabelsSparkTest {
    private static final StructType SCHEMA =
            new StructType().add("donor", DataTypes.StringType).add("type", DataTypes.StringType);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void dependOnBatchesAsTheWholeTableSays(long seed, SparkSession spark) {
        List<Row> rows = rows(new Random(seed));
        Inspection.Confounding found = found(spark.createDataFrame(rows, SCHEMA).repartition(3), 1_000);
        Map<String, Set<String>> labels = new TreeMap<>();
        Map<String, Set<String>> batches = new TreeMap<>();
        Map<Object, Double> counts = new HashMap<>();
        rows.stream().filter(row -> !row.anyNull()).forEach(row -> {
            labels.computeIfAbsent(row.getString(0), none -> new TreeSet<>()).add(row.getString(1));
            batches.computeIfAbsent(row.getString(1), none -> new TreeSet<>()).add(row.getString(0));
            List.of(List.of("b", row.get(0)), List.of("l", row.get(1)), row)
                    .forEach(key -> counts.merge(key, 1.0, Double::sum));
        });
        double sum = labels.entrySet().stream()
                .flatMap(batch -> batch.getValue().stream().map(label -> RowFactory.create(batch.getKey(), label)))
                .mapToDouble(pair -> Math.pow(counts.get(pair), 2)
                        / counts.get(List.of("b", pair.get(0)))
                        / counts.get(List.of("l", pair.get(1))))
                .sum();

        assertThat(found.labels()).isEqualTo(batches.size());
        assertThat(found.unlabelled())
                .isEqualTo(rows.stream().filter(Row::anyNull).count());
        assertThat(found.oneLabelBatches()).isEqualTo(single(labels));
        assertThat(found.oneBatchLabels()).isEqualTo(single(batches));
        int fewer = Math.min(labels.size(), batches.size());
        assertThat(found.cramersV()).isEqualTo(Math.sqrt(Math.max(0.0, sum - 1.0) / (fewer - 1)), within(1e-9));
    }

    private static List<String> single(Map<String, Set<String>> partners) {
        return partners.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        int donors = 2 + random.nextInt(8);
        for (int i = 0; i < 300; i++) {
            int donor = random.nextInt(donors);
            int type = random.nextInt(3) == 0 ? random.nextInt(40) : donor / 2;
            rows.add(RowFactory.create(
                    random.nextInt(30) == 0 ? null : "donor " + donor,
                    random.nextInt(30) == 0 ? null : "type " + type));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void areRefusedWhereTheyAreTooManyInWhateverParts(int parts, SparkSession spark) {
        Dataset<Row> cells = spark.range(0, 101, 1, parts)
                .selectExpr("concat('d', id % 3) AS donor", "concat('barcode ', id) AS type");
        assertThatThrownBy(() -> found(cells, 100))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("label column 'type' has more than 100 values and looks like identifiers")
                .hasMessageContaining("'barcode ")
                .hasMessageContaining("choose another --label");
        assertThat(found(cells, 101).labels()).isEqualTo(101);
    }

    @Test
    void areRefusedWithTheirBatchesWhereThereAreTooManyPairsToScore(SparkSession spark) {
        Dataset<Row> cells = spark.range(0, 101, 1, 4)
                .selectExpr(
                        "concat('d', id % 3) AS donor",
                        "concat('barcode ', id) AS type", "array(float(id), 1f) AS X_pca");
        assertThatThrownBy(() -> sample(cells, 100))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("more than 100 pairs of batch and label")
                .hasMessageContaining("label column 'type' or batch column 'donor' looks like identifiers");
        assertThat(sample(cells, 101).cells()).isEqualTo(101);
    }

    private static ScoreSample sample(Dataset<Row> cells, int mostStrata) {
        return ScoreSample.of(
                cells,
                List.of(EmbeddingColumn.resolve(cells.schema(), "X_pca")),
                BatchColumn.resolve(cells.schema(), List.of("donor")),
                Optional.of("type"),
                1L,
                mostStrata);
    }

    private static Inspection.Confounding found(Dataset<Row> cells, int mostLabels) {
        BatchColumn batch = BatchColumn.resolve(cells.schema(), List.of("donor"));
        return new LabelConfounding(cells, batch, "type", mostLabels).found();
    }
}
