package atlasprox.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells to score, against plain sorting of all cells. */
@ExtendWith(SparkExtension.class)
class ScoreSampleSparkTest {

    /** Three rows in four come twice: what is alike in everything counts as often as it is there. */
    @ParameterizedTest
    @CsvSource({"1, 1, 300", "2, 4, 60", "3, 7, 1500", "4, 3, 40"})
    void hasTheSmallestKeysOfEveryPairInWhateverParts(long seed, int parts, int most, SparkSession spark) {
        Dataset<Row> cells = spark.range(0, 2_000)
                .selectExpr("id % 1137 AS i")
                .selectExpr(
                        "concat('b', i % 5 % 3) AS batch",
                        "CASE WHEN i % 4 = 0 THEN NULL ELSE concat('l', i % 4 * (i % 3)) END AS label",
                        "array(float(i), float(i % 7)) AS X_pca",
                        "array(float(-i)) AS X_other")
                .repartition(parts, functions.rand(seed));
        List<SampledCell> sampled = sample(cells, seed).sampled(most);

        Comparator<SampledCell> order = Comparator.comparingLong((SampledCell cell) -> cell.key() >>> 11)
                .thenComparing(cell -> Arrays.deepToString(cell.embeddings()));
        List<String> plain = sample(cells, seed).sampled(0).stream()
                .collect(Collectors.groupingBy(cell -> List.of(cell.batch(), String.valueOf(cell.label()))))
                .values()
                .stream()
                .flatMap(pair -> pair.stream()
                        .sorted(order)
                        .limit(Math.max(1L, Math.round(pair.size() * ((double) most / 2_000)))))
                .sorted(SampledCell.ORDER)
                .map(ScoreSampleSparkTest::described)
                .toList();
        assertThat(sampled).extracting(ScoreSampleSparkTest::described).isEqualTo(plain);
    }

    /** Their hash may lie anywhere, and beyond where others would be looked for. */
    @Test
    void cellsThatAreAllAlikeAreSampledAsWell(SparkSession spark) {
        Dataset<Row> alike = spark.range(0, 3_000, 1, 4)
                .selectExpr(
                        "concat('b', id % 20) AS batch",
                        "'l' AS label", "array(float(id % 20)) AS X_pca", "array(0f) AS X_other");
        List<SampledCell> sampled = sample(alike, 1L).sampled(200);
        assertThat(sampled.stream().collect(Collectors.groupingBy(SampledCell::batch, Collectors.counting())))
                .hasSize(20)
                .allSatisfy((batch, cells) -> assertThat(cells).isEqualTo(10));
    }

    @Test
    void refusesMorePairsThanCells(SparkSession spark) {
        Dataset<Row> cells = spark.range(0, 300)
                .selectExpr(
                        "concat('b', id % 7) AS batch",
                        "'l' AS label", "array(float(id)) AS X_pca", "array(0f) AS X_other");
        assertThat(sample(cells, 1L).sampled(7)).hasSize(7);
        assertThatThrownBy(() -> sample(cells, 1L).sampled(6))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("there are 7 pairs of batch and label, more than --max-cells 6");
    }

    private static ScoreSample sample(Dataset<Row> cells, long seed) {
        return ScoreSample.of(
                cells,
                List.of(
                        EmbeddingColumn.resolve(cells.schema(), "X_pca"),
                        EmbeddingColumn.resolve(cells.schema(), "X_other")),
                BatchColumn.resolve(cells.schema(), List.of("batch")),
                Optional.of("label"),
                seed);
    }

    private static String described(SampledCell cell) {
        return cell.key() + cell.batch() + cell.label() + Arrays.deepToString(cell.embeddings());
    }
}
