package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.math.Vectors;
import atlasprox.ml.parts.Truth;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.synth.ConditionDesign;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Fits that preserve what differs between the values of a column. */
@ExtendWith(SparkExtension.class)
class PreservedFitSparkTest {
    private static final RoundListener UNHEARD = (round, rounds) -> {};
    private static final int TYPES = 6;

    @TempDir
    private Path folder;

    @Test
    void inBatchesOfBothConditionsWhatTheseDoStays(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.CROSSED, 4);
        BatchRefinerModel model = preserving().fit(cells);
        assertThat(kept(model.transform(cells), false)).isEqualTo(1.0, within(0.1));
        assertThat(Truth.distance(model.transform(cells))).isLessThan(0.2);
    }

    /** Without the option batches of a condition are brought onto those of the other, and what it does to cells with them. */
    @Test
    void betweenBatchesOfOneConditionEachWhatTheseDoStaysAndWithinThemBatchesMix(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.NESTED, 4);
        BatchRefinerModel plain = Truth.refiner().fit(cells);
        assertThat(kept(plain.transform(cells), true)).isLessThan(0.6);
        BatchRefinerModel model = preserving().fit(cells);
        assertThat(kept(model.transform(cells), true)).isEqualTo(1.0, within(0.1));
        List<RoundTrace> rounds = model.summary().trace();
        RoundTrace last = rounds.get(rounds.size() - 1);
        assertThat(last.figure(RoundTrace.SEPARATION_WITHIN)).isLessThan(0.02);
        assertThat(last.figure(RoundTrace.DIFFERENCE)).isGreaterThan(0.15);
        assertThat(plain.summary().trace().get(0).figure(RoundTrace.DIFFERENCE)).isNull();
        assertThat(model.summary().warnings()).anySatisfy(warning -> assertThat(warning)
                .contains("The batches are in 2 groups that share no value of 'condition' with each other"));
    }

    @Test
    void whereEveryBatchIsAConditionNoCellMoves(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.NESTED, 2);
        BatchRefinerModel model = preserving().fit(cells);
        assertThat(model.transform(cells).filter("X_pca != X_pca_corrected").count())
                .isZero();
        assertThat(model.summary().warnings()).anySatisfy(warning -> assertThat(warning)
                .contains("batch and value cannot be told apart, and nothing is corrected"));
    }

    @Test
    void aCellsConditionMakesNoDifferenceToItAndApplyNeedsNone(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.CROSSED, 4);
        BatchRefinerModel model = preserving().fit(cells.coalesce(1));
        float[][] expected = Truth.column(model.transform(cells), "X_pca_corrected");
        assertThat(Truth.column(
                        model.transform(cells.withColumn("condition", functions.lit("another"))), "X_pca_corrected"))
                .isDeepEqualTo(expected);
        assertThat(Truth.column(model.transform(cells.drop("condition")), "X_pca_corrected"))
                .isDeepEqualTo(expected);
        assertThat(Truth.column(preserving().fit(cells.repartition(5)).transform(cells), "X_pca_corrected"))
                .isDeepEqualTo(expected);
    }

    @Test
    void cellsWithoutAConditionAreInvalid(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.CROSSED, 4)
                .withColumn("condition", functions.expr("if(cell_id like '%7', null, condition)"));
        long without = cells.filter("condition is null").count();
        assertThatThrownBy(() -> preserving().fit(cells))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(without + " rows, each of which has no value to preserve");
        BatchRefinerModel model = preserving().setOnInvalid("pass").fit(cells);
        assertThat(model.summary().invalid()).isEqualTo(without);
        assertThat(model.transform(cells)
                        .filter("X_pca = X_pca_corrected and condition is null")
                        .count())
                .isEqualTo(without);
        assertThat(preserving().setOnInvalid("drop").fit(cells).transform(cells).count())
                .isEqualTo(cells.count() - without);
    }

    @Test
    void numbersAreRefused(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.CROSSED, 4).withColumn("age", functions.lit(7));
        assertThatThrownBy(() -> Truth.refiner().setPreserveCol("age").transformSchema(cells.schema()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("column 'age' to preserve is of type int")
                .hasMessageContaining("choose another --preserve, or make texts of its numbers");
    }

    /** The arriving batch is brought onto cells of its own condition, by a saved model too, and a reference that grows takes it in. */
    @Test
    void aBatchThatArrivesIsHeldAgainstCellsOfItsOwnCondition(SparkSession spark) throws IOException {
        Dataset<Row> cells = cells(spark, ConditionDesign.NESTED, 6);
        Dataset<Row> known = cells.filter("batch < 'batch_4'");
        Dataset<Row> fourth = cells.filter("batch = 'batch_4'");
        Dataset<Row> fifth = cells.filter("batch = 'batch_5'");
        BatchRefinerModel model = preserving().fit(known);
        String path = folder.resolve("model").toString();
        model.save(path);
        BatchRefinerModel loaded = BatchRefinerModel.load(path);
        BatchRefinerModel both = loaded.extend(fourth.union(fifth), false, UNHEARD);
        Dataset<Row> corrected = both.transform(cells);
        assertThat(kept(corrected, true)).isEqualTo(1.0, within(0.12));
        float[][] expected = Truth.column(corrected, "X_pca_corrected");
        BatchRefinerModel oneByOne = model.extend(fifth, false, UNHEARD).extend(fourth, false, UNHEARD);
        assertThat(Truth.column(oneByOne.transform(cells), "X_pca_corrected")).isDeepEqualTo(expected);
        assertThat(Truth.column(both.transform(known), "X_pca_corrected"))
                .isDeepEqualTo(Truth.column(model.transform(known), "X_pca_corrected"));
        BatchRefinerModel grown = loaded.extend(fourth, true, UNHEARD);
        assertThat(grown.learned().ofValues().get("condition_0").cells())
                .isEqualTo(model.learned().ofValues().get("condition_0").cells() + fourth.count());
        assertThat(grown.learned().ofValues().get("condition_1")).satisfies(other -> assertThat(other.cells())
                .isEqualTo(model.learned().ofValues().get("condition_1").cells()));
        grown.extend(fifth, true, UNHEARD);
        assertThatThrownBy(() -> model.extend(fourth.withColumn("condition", functions.lit("third")), false, UNHEARD))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(
                        "the model has cells of no such value of 'condition' to hold new batches against: 'third' (");
    }

    @Test
    void labelsGuideWithinConditions(SparkSession spark) {
        Dataset<Row> cells = cells(spark, ConditionDesign.NESTED, 4);
        BatchRefinerModel model = preserving().setGuideCol("cell_type").fit(cells);
        assertThat(kept(model.transform(cells), true)).isEqualTo(1.0, within(0.1));
    }

    private static BatchRefiner preserving() {
        return Truth.refiner().setPreserveCol("condition");
    }

    /** What is left of what the condition does to types, in its true direction; nested, beyond what it does to all of them in the mean. */
    private static double kept(Dataset<Row> corrected, boolean beyondCommon) {
        double[][] found = effects(corrected, "X_pca_corrected", beyondCommon);
        double[][] truth = effects(corrected, "X_truth", beyondCommon);
        double kept = 0.0;
        for (int type = 0; type < TYPES / 2; type++) {
            kept += dot(found[type], truth[type]) / dot(truth[type], truth[type]) / (TYPES / 2);
        }
        return kept;
    }

    private static double[][] effects(Dataset<Row> cells, String column, boolean beyondCommon) {
        float[][] z = Truth.column(cells, column);
        String[] type = Truth.texts(cells, "cell_type");
        String[] condition = Truth.texts(cells, "condition");
        double[][] effects = IntStream.range(0, TYPES)
                .mapToObj(t -> Vectors.minus(
                        mean(z, i -> type[i].equals("type_" + t) && condition[i].equals("condition_1")),
                        mean(z, i -> type[i].equals("type_" + t) && condition[i].equals("condition_0"))))
                .toArray(double[][]::new);
        double[] common = Vectors.mean(
                effects, IntStream.range(0, TYPES).mapToDouble(t -> 1.0).toArray());
        for (int t = 0; t < TYPES && beyondCommon; t++) {
            effects[t] = Vectors.minus(effects[t], common);
        }
        return effects;
    }

    private static double[] mean(float[][] z, IntPredicate which) {
        int[] rows = IntStream.range(0, z.length).filter(which).toArray();
        double[] mean = new double[z[0].length];
        for (int i : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += z[i][j] / (double) rows.length;
            }
        }
        return mean;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0.0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    private static Dataset<Row> cells(SparkSession spark, ConditionDesign design, int batches) {
        return SynthTable.create(
                        spark,
                        SynthSettings.builder()
                                .cells(500L * batches)
                                .batches(batches)
                                .types(TYPES)
                                .dimension(12)
                                .warp(0.0)
                                .conditions(2)
                                .conditionEffect(2.0)
                                .conditionDesign(design)
                                .seed(5)
                                .build(),
                        2)
                .localCheckpoint();
    }
}
