package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.report.Layouts;
import atlasprox.report.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CellPictureSparkTest {
    private static final int CELLS = 40_000;

    @Test
    void smallBatchesAndLabelsAreSeen(SparkSession spark) {
        Picture picture = draw(cells(spark, CELLS), "before").orElseThrow();

        assertThat(picture.cells()).isEqualTo(CELLS);
        assertThat(picture.batchOf()).hasSize(1_500);
        // 30 of 40,000 cells are in this batch, 20 have this label: evenly drawn, there would be one or two of each.
        assertThat(count(picture.batchOf(), picture.batches().indexOf("small"))).isEqualTo(30);
        assertThat(count(picture.labelOf(), picture.labels().indexOf("rare"))).isEqualTo(20);
        assertThat(count(picture.batchOf(), picture.batches().indexOf("large"))).isGreaterThan(1_100);
    }

    @Test
    void asManyAreDrawnAsAreAskedFor(SparkSession spark) {
        Dataset<Row> cells = cells(spark, CELLS);

        assertThat(draw(cells, 100, Optional.of("label"), "before")
                        .orElseThrow()
                        .batchOf())
                .hasSize(100);
        Picture many =
                draw(cells, 5_000, Optional.of("label"), "before", "after").orElseThrow();
        assertThat(many.batchOf()).hasSize(5_000);
        assertThat(many.layouts())
                .allSatisfy(layout -> assertThat(layout.umap()).hasDimensions(5_000, 2));
        assertThat(count(many.labelOf(), many.labels().indexOf("rare"))).isEqualTo(20);
    }

    @Test
    void theSameCellsAreDrawnFromRowsInAnyOrder(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 4_000);
        Picture picture = draw(cells, "before").orElseThrow();
        Picture again = draw(cells.repartition(7).orderBy(functions.hash(functions.col("id"))), "before")
                .orElseThrow();

        assertThat(again.layouts().get(0).leading())
                .isDeepEqualTo(picture.layouts().get(0).leading());
        assertThat(again.layouts().get(0).umap())
                .isDeepEqualTo(picture.layouts().get(0).umap());
        assertThat(again.labelOf()).isEqualTo(picture.labelOf());
    }

    @Test
    void rowsThatAreNoCellsAreLeftOut(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 100)
                .withColumn(
                        "after",
                        functions
                                .when(functions.expr("id = 1"), functions.expr("array(float('nan'), 0f, 0f)"))
                                .when(functions.expr("id = 2"), functions.expr("array(0f)"))
                                .when(functions.expr("id = 3"), functions.expr("cast(null as array<float>)"))
                                .when(functions.expr("id = 4"), functions.expr("array(0f, cast(null as float), 0f)"))
                                .when(functions.expr("id = 5"), functions.expr("cast(array() as array<float>)"))
                                .otherwise(functions.col("after")))
                .withColumn("batch", functions.expr("if(id = 6, null, batch)"));

        assertThat(draw(cells, "before", "after").orElseThrow().batchOf()).hasSize(94);
        assertThat(draw(cells.filter("id between 3 and 6"), "before", "after")).isEmpty();
    }

    @Test
    void cellsWithoutLabelAreDrawnToo(SparkSession spark) {
        Dataset<Row> cells = cells(spark, 100).withColumn("label", functions.expr("if(id % 2 = 0, null, 'B cell')"));

        assertThat(draw(cells, "before").orElseThrow().labelOf()).hasSize(100).contains(-1, 0);
        assertThat(draw(cells, Optional.empty(), "before").orElseThrow().labelOf())
                .isEmpty();
    }

    @Test
    void everyEmbeddingHasALayoutInTheOrderAskedFor(SparkSession spark) {
        assertThat(draw(cells(spark, 100), "after", "before").orElseThrow().layouts())
                .extracting(Picture.Layout::embedding)
                .containsExactly("after", "before");
    }

    private static Optional<Picture> draw(Dataset<Row> cells, String... embeddings) {
        return draw(cells, Optional.of("label"), embeddings);
    }

    private static Optional<Picture> draw(Dataset<Row> cells, Optional<String> label, String... embeddings) {
        return draw(cells, Layouts.CELLS, label, embeddings);
    }

    private static Optional<Picture> draw(Dataset<Row> cells, int most, Optional<String> label, String... embeddings) {
        List<EmbeddingColumn> columns = Stream.of(embeddings)
                .map(name -> EmbeddingColumn.resolve(cells.schema(), name))
                .toList();
        BatchColumn batch = BatchColumn.resolve(cells.schema(), List.of("batch"));
        return new CellPicture(columns, most, 3L, mishap -> {}).of(cells, batch, label, cells.count());
    }

    private static Dataset<Row> cells(SparkSession spark, int count) {
        return spark.range(count)
                .selectExpr(
                        "id",
                        "array(float(sin(id)), float(cos(7 * id)), float(id % 13)) as before",
                        "array(float(sin(id) + 1), float(cos(7 * id)), float(id % 13)) as after",
                        "if(id < 30, 'small', if(id % 10 = 0, 'middle', 'large')) as batch",
                        "if(id between 100 and 119, 'rare', 'common') as label");
    }

    private static long count(int[] numbers, int wanted) {
        return Arrays.stream(numbers).filter(number -> number == wanted).count();
    }
}
