package atlasprox.ml.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.synth.Composition;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits that labels guide. */
@ExtendWith(SparkExtension.class)
class GuidedFitSparkTest {

    /** What no method can know without labels: which of batches of opposed compositions are of one kind. */
    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.2})
    void labelsBringFarBatchesOfOpposedCompositionsTogether(double share, SparkSession spark) {
        Dataset<Row> cells = labelled(cells(spark, Composition.IMBALANCE, 4.0), share);
        double unguided = Truth.distance(corrected(Truth.refiner(), cells));
        assertThat(unguided).isGreaterThan(0.4);
        assertThat(Truth.distance(corrected(guided(), cells))).isLessThan(0.25);
    }

    /** Of every composition: never farther from the truth than without labels, by more than chance. */
    @ParameterizedTest
    @EnumSource(names = {"PARTLY_DISJOINT", "SINGLE_TYPE"})
    void labelsDoNoHarm(Composition composition, SparkSession spark) {
        Dataset<Row> cells = labelled(cells(spark, composition, 1.5), 0.3);
        double unguided = Truth.distance(corrected(Truth.refiner(), cells));
        assertThat(Truth.distance(corrected(guided(), cells))).isLessThan(unguided + 0.01);
    }

    @Test
    void whereBatchesShareNoLabelNoCellMoves(SparkSession spark) {
        Dataset<Row> cells = labelled(cells(spark, Composition.DISJOINT, 1.5), 1.0);
        BatchRefinerModel model = guided().fit(cells);
        assertThat(model.transform(cells).filter("X_pca != X_pca_corrected").count())
                .isZero();
        assertThat(model.summary().warnings()).anySatisfy(warning -> assertThat(warning)
                .contains("leave the batches in 4 groups that share none: by their labels nothing is corrected"));
    }

    @Test
    void aCellsOwnLabelMakesNoDifferenceToIt(SparkSession spark) {
        Dataset<Row> cells = labelled(cells(spark, Composition.IMBALANCE, 4.0), 0.5);
        BatchRefinerModel model = guided().setRounds(2).fit(cells);
        float[][] expected = Truth.column(model.transform(cells), "X_pca_corrected");
        for (Dataset<Row> other :
                List.of(cells.withColumn("guide", functions.lit("another")), cells.drop("guide", "cell_type"))) {
            assertThat(Truth.column(model.transform(other), "X_pca_corrected")).isDeepEqualTo(expected);
        }
    }

    @Test
    void theSameCellsGiveTheSameBitsInAnyOrderAndPartitioning(SparkSession spark) {
        Dataset<Row> cells = labelled(cells(spark, Composition.IMBALANCE, 4.0), 0.5);
        BatchRefiner refiner = guided().setRounds(3);
        float[][] expected = Truth.column(corrected(refiner, cells.coalesce(1)), "X_pca_corrected");
        assertThat(Truth.column(
                        corrected(refiner, cells.repartition(5).sortWithinPartitions("X_pca")), "X_pca_corrected"))
                .isDeepEqualTo(expected);
    }

    @Test
    void whatLabelsHaveNoPlaceBesideIsRefusedBeforeAnyWork(SparkSession spark) {
        Dataset<Row> cells = labelled(cells(spark, Composition.BALANCED, 1.5), 1.0);
        refused(guided().setMethod("scbatchprox"), cells, "scbatchprox, as published, has no place for --guide");
        refused(guided().setTheta(1.0), cells, "--theta takes it that all batches hold the same kinds");
        refused(Truth.refiner().setGuideCol("batch"), cells, "column 'batch' is what is corrected for");
        refused(Truth.refiner().setGuideCol("type"), cells, "no column 'type'; choose --guide among the columns");
        refused(Truth.refiner().setGuideCol("X_pca"), cells, "column 'X_pca' is of type array<float>");
        refused(guided().setPreserveCol("guide"), cells, "cannot be both --guide and --preserve");
        assertThatThrownBy(() -> guided().fit(
                                cells.withColumn("guide", functions.lit(null).cast("string"))))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("no usable cell has a label in column 'guide'");
    }

    private static void refused(BatchRefiner refiner, Dataset<Row> cells, String message) {
        assertThatThrownBy(() -> refiner.transformSchema(cells.schema()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(message);
    }

    private static BatchRefiner guided() {
        return Truth.refiner().setGuideCol("guide");
    }

    private static Dataset<Row> corrected(BatchRefiner refiner, Dataset<Row> cells) {
        return refiner.fit(cells).transform(cells);
    }

    /** A share of the cells, whichever their ids choose, keep their type for a label. */
    private static Dataset<Row> labelled(Dataset<Row> cells, double share) {
        return cells.withColumn(
                "guide", functions.expr("if(pmod(xxhash64(cell_id), 1000) < " + 1000 * share + ", cell_type, null)"));
    }

    private static Dataset<Row> cells(SparkSession spark, Composition composition, double shift) {
        return SynthTable.create(
                        spark,
                        SynthSettings.builder()
                                .cells(1600)
                                .composition(composition)
                                .dimension(12)
                                .shift(shift)
                                .seed(3)
                                .build(),
                        2)
                .localCheckpoint();
    }
}
