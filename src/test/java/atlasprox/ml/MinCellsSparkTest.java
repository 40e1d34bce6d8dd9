package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import atlasprox.SparkExtension;
import atlasprox.results.BatchEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of cells that too few others stand beside to be told of. */
@ExtendWith(SparkExtension.class)
class MinCellsSparkTest {
    private static final int CELLS = 300;
    private static final int FEW = 4;

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "pressed", "shift", "moments", "adam"})
    void aBatchOfTooFewCellsStaysAsItIs(String method, SparkSession spark) {
        Dataset<Row> cells = cells(spark, "few");
        BatchRefinerModel model = refiner(method).setMinCells(FEW + 1).fit(cells);
        Map<Integer, List<Float>> before = places(cells.filter("batch = 'few'"), "X");
        assertThat(places(model.transform(cells).filter("batch = 'few'"), "X_corrected"))
                .isEqualTo(before);
        assertThat(model.summary().warnings())
                .anyMatch(warning -> warning.contains("fewer than 5 cells") && warning.contains("few"));
        assertThat(places(model.transform(cells).filter("batch = 'b'"), "X_corrected"))
                .isNotEqualTo(places(cells.filter("batch = 'b'"), "X"));
    }

    /** But for its share of all cells, by which the strength of the shrinkage goes. */
    @Test
    void theOthersAreCorrectedAllButAsIfItWereNotThere(SparkSession spark) {
        Dataset<Row> cells = cells(spark, "few");
        Dataset<Row> others = cells.filter("batch != 'few'");
        BatchRefinerModel model = refiner("aligned").setMinCells(FEW + 1).fit(cells);
        BatchRefinerModel without = refiner("aligned").setMinCells(FEW + 1).fit(others);
        Map<Integer, List<Float>> expected = places(without.transform(others), "X_corrected");
        places(model.transform(others), "X_corrected").forEach((id, place) -> {
            for (int j = 0; j < place.size(); j++) {
                assertThat(place.get(j)).isCloseTo(expected.get(id).get(j), within(0.02f));
            }
        });
        assertThat(model.summary().effects())
                .extracting(BatchEffect::level, BatchEffect::corrected)
                .containsExactly(tuple("a", 1.0), tuple("b", 1.0), tuple("few", 0.0));
    }

    @Test
    void anArrivingBatchOfTooFewCellsStaysAsItIs(SparkSession spark) {
        Dataset<Row> cells = cells(spark, "few");
        Dataset<Row> few = cells.filter("batch = 'few'");
        BatchRefinerModel known = refiner("aligned").setMinCells(FEW + 1).fit(cells.filter("batch != 'few'"));
        assertThat(places(known.extend(few, false).transform(few), "X_corrected"))
                .isEqualTo(places(few, "X"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "pressed"})
    void theSameCellsGiveTheSameBitsInAnyPartitioning(String method, SparkSession spark) {
        Dataset<Row> cells = cells(spark, "few");
        Map<Integer, List<Float>> expected =
                places(refiner(method).setMinCells(3).fit(cells.coalesce(1)).transform(cells), "X_corrected");
        Dataset<Row> parted = cells.repartition(5).sortWithinPartitions("X");
        assertThat(places(refiner(method).setMinCells(3).fit(parted).transform(cells), "X_corrected"))
                .isEqualTo(expected);
        assertThat(places(refiner(method).fit(cells).transform(cells), "X_corrected"))
                .isNotEqualTo(expected);
    }

    @Test
    void whereNoBatchHasEnoughNothingMoves(SparkSession spark) {
        Dataset<Row> cells = cells(spark, "few");
        BatchRefinerModel model = refiner("aligned").setMinCells(CELLS + 1).fit(cells);
        assertThat(places(model.transform(cells), "X_corrected")).isEqualTo(places(cells, "X"));
    }

    private static BatchRefiner refiner(String method) {
        BatchRefiner refiner = new BatchRefiner().setEmbeddingCol("X").setBatchCol("batch");
        return switch (method) {
            case "pressed" -> refiner.setTheta(2.0);
            case "shift" -> refiner.setStart("shift");
            case "moments", "adam" -> refiner.setMethod("scbatchprox").setSolver(method);
            default -> refiner;
        };
    }

    /** Two batches of three kinds of cells, one of them displaced, and a few cells of a third. */
    private static Dataset<Row> cells(SparkSession spark, String third) {
        Random random = new Random(9);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < CELLS + FEW; i++) {
            float[] cell = new float[4];
            String batch = i >= CELLS ? third : i % 2 == 0 ? "a" : "b";
            for (int j = 0; j < cell.length; j++) {
                double centre = i / 2 % 3 == j ? 6.0 : 0.0;
                cell[j] = (float) (centre + (batch.equals("b") ? 1.5 : 0.0) + random.nextGaussian());
            }
            rows.add(RowFactory.create(i, batch, cell));
        }
        return spark.createDataFrame(rows, StructType.fromDDL("id int, batch string, X array<float>"))
                .repartition(2);
    }

    private static Map<Integer, List<Float>> places(Dataset<Row> cells, String column) {
        Map<Integer, List<Float>> places = new TreeMap<>();
        cells.select("id", column).collectAsList().forEach(row -> places.put(row.getInt(0), row.getList(1)));
        return places;
    }
}
