package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atlasprox.SparkExtension;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountColumns;
import atlasprox.read.table.CountSource;
import atlasprox.synth.CellSampler.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SparkExtension.class)
class SynthTableSparkTest {
    private static final SynthSettings SMALL =
            SynthSettings.builder().cells(500).dimension(3).build();

    private static final SynthSettings COUNTED = SynthSettings.builder()
            .cells(200)
            .dimension(3)
            .genes(120)
            .depth(100)
            .embedding("none")
            .truth("none")
            .build();

    @Test
    void columnsAreNamedAndTyped(SparkSession spark) {
        SynthSettings named =
                SynthSettings.builder().embedding("X_scVI").truth("known").build();
        assertThat(SynthTable.create(spark, named).schema().simpleString())
                .isEqualTo(
                        "struct<cell_id:string,batch:string,cell_type:string,X_scVI:array<float>,known:array<float>>");
    }

    @Test
    void theTruthIsLeftOutWhereItIsNotWanted(SparkSession spark) {
        SynthSettings without =
                SynthSettings.builder().cells(20).dimension(3).truth("none").build();
        SynthSettings with = SynthSettings.builder().cells(20).dimension(3).build();
        assertThat(SynthTable.create(spark, without).collectAsList())
                .isEqualTo(SynthTable.create(spark, with).drop("X_truth").collectAsList());
    }

    @Test
    void countsAreVectorsThatNameTheirGenes(SparkSession spark) {
        Dataset<Row> table = SynthTable.create(spark, COUNTED);
        assertThat(table.schema().fieldNames()).containsExactly("cell_id", "batch", "cell_type", "counts");
        CountSource read = CountColumns.of(
                new CellSource(table, List.of(), "parquet", List.of(), Optional.empty(), List.of(), List.of()),
                new CountChoice("X", Optional.empty()));
        assertThat(read.genes()).hasSize(120).startsWith("gene_000", "gene_001").endsWith("gene_119");
        GeneCounts drawn = new CellSampler(new SynthModel(COUNTED)).cell(9).counts();
        SparseVector counts = table.collectAsList().get(9).getAs("counts");
        assertThat(counts.size()).isEqualTo(120);
        assertThat(counts.indices()).isEqualTo(drawn.genes());
        assertThat(counts.values())
                .isEqualTo(Arrays.stream(drawn.counts()).asDoubleStream().toArray());
    }

    @Test
    void countsAreTheSameInAnyNumberOfPartitions(SparkSession spark) {
        List<Row> rows = SynthTable.create(spark, COUNTED, 1).collectAsList();
        assertThat(SynthTable.create(spark, COUNTED, 2).collectAsList()).isEqualTo(rows);
        assertThat(SynthTable.create(spark, COUNTED, 7).collectAsList()).isEqualTo(rows);
    }

    @Test
    void countsLeaveTheOtherColumnsAsTheyWere(SparkSession spark) {
        SynthSettings counted =
                SynthSettings.builder().cells(500).dimension(3).genes(50).build();
        assertThat(SynthTable.create(spark, counted).drop("counts").collectAsList())
                .isEqualTo(SynthTable.create(spark, SMALL).collectAsList());
    }

    @ParameterizedTest
    @EnumSource(Composition.class)
    void rowsAreTheSameInAnyNumberOfPartitions(Composition composition, SparkSession spark) {
        SynthSettings small = SynthSettings.builder()
                .cells(500)
                .dimension(3)
                .composition(composition)
                .build();
        List<Row> rows = SynthTable.create(spark, small, 1).collectAsList();
        assertThat(rows).hasSize(500);
        assertThat(SynthTable.create(spark, small, 2).collectAsList()).isEqualTo(rows);
        assertThat(SynthTable.create(spark, small, 7).collectAsList()).isEqualTo(rows);
    }

    @Test
    void rowsHoldTheSamplersCells(SparkSession spark) {
        Row row = SynthTable.create(spark, SMALL).collectAsList().get(499);
        Cell cell = new CellSampler(new SynthModel(SMALL)).cell(499);
        assertThat(List.of(row.getString(0), row.getString(1), row.getString(2)))
                .containsExactly(cell.id(), cell.batch(), cell.type());
        assertThat(row.<Float>getList(3)).containsExactly(boxed(cell.embedding()));
        assertThat(row.<Float>getList(4)).containsExactly(boxed(cell.truth()));
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    @Test
    void manyBatchesOfManyDimensionsAreCountedRight(SparkSession spark) {
        SynthSettings wide = SynthSettings.builder()
                .cells(10_000)
                .batches(5000)
                .dimension(1280)
                .largestBatchShare(0.25)
                .build();
        Dataset<Row> sizes = SynthTable.create(spark, wide).groupBy("batch").count();
        assertThat(sizes.count()).isEqualTo(5000);
        assertThat(sizes.filter("batch = 'batch_0000'").first().getLong(1)).isEqualTo(2500);
        assertThat(sizes.filter("batch <> 'batch_0000' and count not in (1, 2)").count())
                .isZero();
    }

    @Test
    void largeTablesAreCutIntoPartitionsOfModestSize(SparkSession spark) {
        SynthSettings large = SynthSettings.builder().cells(100_000_000).build();
        assertThat(SynthTable.create(spark, large).rdd().getNumPartitions()).isEqualTo(597);
    }

    @Test
    void refusesNoPartitions(SparkSession spark) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SynthTable.create(spark, SMALL, 0))
                .withMessage("partitions must be at least 1, got 0");
    }
}
