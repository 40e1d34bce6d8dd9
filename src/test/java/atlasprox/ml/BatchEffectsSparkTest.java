package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import atlasprox.SparkExtension;
import atlasprox.report.Differences;
import atlasprox.results.BatchEffect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches that do not differ are left alone, and those that do not differ from each other are one. */
@ExtendWith(SparkExtension.class)
class BatchEffectsSparkTest {
    private static final int DIMENSION = 5;
    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("X", DataTypes.createArrayType(DataTypes.FloatType, false), false)
            .add("batch", DataTypes.StringType);

    @Test
    void whereThereIsNoBatchEffectNoBitOfACellChanges(SparkSession spark) {
        Dataset<Row> cells = cells(spark, cell -> "abcd".substring(cell % 4, cell % 4 + 1), 0.0f);
        BatchRefinerModel model = refiner().fit(cells);
        assertThat(model.summary().effects()).extracting(BatchEffect::level).containsExactly("a", "b", "c", "d");
        assertThat(model.summary().effects()).allSatisfy(effect -> {
            assertThat(effect.corrected()).isZero();
            assertThat(effect.timesChance()).isLessThan(effect.limit());
        });
        assertThat(places(model.transform(cells), "X_corrected")).isEqualTo(places(cells, "X"));
        assertThat(Differences.words(model.summary().effects()).orElseThrow())
                .startsWith("No batch effect beyond chance");

        BatchRefinerModel forced = refiner().setFalseAlarms(1.0).fit(cells);
        assertThat(forced.summary().effects()).isNull();
        assertThat(places(forced.transform(cells), "X_corrected")).isNotEqualTo(places(cells, "X"));
    }

    @Test
    void thePiecesOfABatchMoveAsOne(SparkSession spark) {
        Dataset<Row> cells = cells(spark, cell -> cell % 2 == 0 ? "other" : cell % 4 == 1 ? "one" : "two", 2.0f);
        BatchRefinerModel model = refiner().fit(cells);
        Map<String, Integer> groups =
                model.summary().effects().stream().collect(Collectors.toMap(BatchEffect::level, BatchEffect::group));
        assertThat(groups.get("one")).isEqualTo(groups.get("two")).isNotEqualTo(groups.get("other"));
        assertThat(model.summary().effects()).allMatch(effect -> effect.corrected() == 1.0);
        // A cell goes the same way whichever piece it is said to be of.
        Dataset<Row> ones = cells.filter("batch = 'one'");
        Dataset<Row> twos = ones.withColumn("batch", functions.lit("two"));
        assertThat(places(model.transform(twos), "X_corrected"))
                .isEqualTo(places(model.transform(ones), "X_corrected"));
        assertThat(Differences.words(model.summary().effects()).orElseThrow())
                .startsWith("All 3 batches differ from the others beyond chance: ")
                .endsWith("; those that do not differ from each other are corrected as one, so that 2 are left of 3.");
    }

    @Test
    void whatIsFoundDoesNotDependOnTheLayout(SparkSession spark) {
        Dataset<Row> cells = cells(spark, cell -> cell % 2 == 0 ? "other" : cell % 4 == 1 ? "one" : "two", 0.2f);
        List<BatchEffect> found = refiner().fit(cells.repartition(1)).summary().effects();
        assertThat(refiner().fit(cells.repartition(7)).summary().effects()).isEqualTo(found);
        assertThat(refiner().fit(cells.orderBy("X")).summary().effects()).isEqualTo(found);
    }

    /** Cells dealt at random by a second column: what the first differs by is corrected as if that were not there. */
    @Test
    void aColumnWithoutAnEffectTakesNothingFromAnother(SparkSession spark) {
        Dataset<Row> cells = cells(spark, cell -> cell % 2 == 0 ? "other" : "one", 2.0f)
                .withColumn("dealt", functions.expr("if(id div 2 % 3 = 0, 'x', 'y')"));
        BatchRefinerModel both = refiner().setBatchCol("batch", "dealt").fit(cells);
        assertThat(both.summary().effects())
                .extracting(BatchEffect::level, BatchEffect::corrected)
                .containsExactly(tuple("one", 1.0), tuple("other", 1.0), tuple("x", 0.0), tuple("y", 0.0));
        List<List<Float>> before = places(cells, "X");
        List<List<Float>> one = places(refiner().fit(cells).transform(cells), "X_corrected");
        List<List<Float>> two = places(both.transform(cells), "X_corrected");
        assertThat(apart(two, one)).isLessThan(0.1 * apart(before, one));
    }

    /** How far two tables' cells lie apart, in the root mean square, but for what all have in common, which is no batch's. */
    private static double apart(List<List<Float>> places, List<List<Float>> others) {
        double square = 0.0;
        for (int j = 0; j < DIMENSION; j++) {
            int axis = j;
            double[] ways = IntStream.range(0, places.size())
                    .mapToDouble(cell ->
                            places.get(cell).get(axis) - others.get(cell).get(axis))
                    .toArray();
            double mean = Arrays.stream(ways).average().orElseThrow();
            square +=
                    Arrays.stream(ways).map(way -> (way - mean) * (way - mean)).sum();
        }
        return Math.sqrt(square / places.size());
    }

    private static BatchRefiner refiner() {
        return new BatchRefiner().setEmbeddingCol("X").setBatchCol("batch");
    }

    /** Cells of three kinds; those of batches that are not called other are moved. */
    private static Dataset<Row> cells(SparkSession spark, IntFunction<String> batch, float shift) {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        for (int cell = 0; cell < 600; cell++) {
            Float[] place = new Float[DIMENSION];
            int kind = random.nextInt(3);
            for (int j = 0; j < DIMENSION; j++) {
                place[j] = (float) random.nextGaussian() + (j == kind ? 6.0f : 0.0f);
            }
            place[4] += batch.apply(cell).equals("other") ? 0.0f : shift;
            rows.add(RowFactory.create(cell, place, batch.apply(cell)));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }

    private static List<List<Float>> places(Dataset<Row> cells, String column) {
        return cells.orderBy("id").select(column).collectAsList().stream()
                .map(row -> row.<Float>getList(0))
                .toList();
    }
}
