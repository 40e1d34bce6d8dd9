package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the origin lies, dimensions in which nothing varies and the unit make no difference to what cells are moved by, of drawn cells and
 * settings. Distances are in deviations of the cells.
 */
@ExtendWith(SparkExtension.class)
class AnywhereInSpaceSparkTest {
    private static final double NOTHING = 1e-4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aConstantAddedToAllCellsIsAddedToTheCorrectedOnes(long seed, SparkSession spark) {
        Case drawn = Case.drawn(seed);
        Random random = new Random(-seed);
        double[] constant = random.doubles(drawn.dimension())
                .map(x -> Math.pow(10.0, 2.0 * x) * (random.nextBoolean() ? 1.0 : -1.0) * drawn.deviation())
                .toArray();
        float[][] expected = drawn.corrected(spark, drawn.dimension(), (cell, j) -> cell[j]);
        float[][] moved = drawn.corrected(spark, drawn.dimension(), (cell, j) -> cell[j] + constant[j]);
        assertThat(drawn.apart(expected, (i, j) -> moved[i][j] - constant[j])).isLessThan(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void dimensionsInWhichNothingVariesChangeNothing(long seed, SparkSession spark) {
        Case drawn = Case.drawn(seed);
        int more = 1 + new Random(seed).nextInt(40);
        int d = drawn.dimension();
        float[][] expected = drawn.corrected(spark, d, (cell, j) -> cell[j]);
        float[][] wider = drawn.corrected(spark, d + more, (cell, j) -> j < more ? 7.3 * (j - 5) : cell[j - more]);
        assertThat(drawn.apart(expected, (i, j) -> wider[i][j + more])).isLessThan(NOTHING);
        for (float[] cell : wider) {
            for (int j = 0; j < more; j++) {
                assertThat(cell[j]).isEqualTo((float) (7.3 * (j - 5)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 0.3, 1e12})
    void inAnotherUnitCellsMoveTheSame(double unit, SparkSession spark) {
        Case drawn = Case.drawn(Double.hashCode(unit));
        float[][] expected = drawn.corrected(spark, drawn.dimension(), (cell, j) -> cell[j]);
        float[][] scaled = drawn.corrected(spark, drawn.dimension(), (cell, j) -> cell[j] * unit);
        assertThat(drawn.apart(expected, (i, j) -> scaled[i][j] / unit)).isLessThan(NOTHING);
    }

    /** Deviations are taken dimension by dimension, so axes make a difference; how small a one on average is in docs/aligned.md. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void turnedCellsAreMovedMuchTheSameWay(long seed, SparkSession spark) {
        Case drawn = Case.drawn(seed);
        double angle = 1.0 + seed;
        float[][] plain = drawn.corrected(spark, drawn.dimension(), (cell, j) -> cell[j]);
        float[][] turned = drawn.corrected(spark, drawn.dimension(), turn(angle));
        double most = 0.0;
        for (int i = 0; i < plain.length; i++) {
            for (int j = 0; j < drawn.dimension(); j++) {
                most += Math.abs(turn(-angle).at(turned[i], j) - plain[i][j]) / drawn.deviation();
            }
        }
        assertThat(most / plain.length / drawn.dimension()).isLessThan(0.1);
    }

    /** By an angle in the plane of the first two coordinates. */
    private static Place turn(double angle) {
        return (cell, j) -> j > 1
                ? cell[j]
                : j == 0
                        ? Math.cos(angle) * cell[0] - Math.sin(angle) * cell[1]
                        : Math.sin(angle) * cell[0] + Math.cos(angle) * cell[1];
    }

    @Test
    void batchesThatArriveAreTakenAboutTheModelsCentre(SparkSession spark) {
        Case drawn = Case.drawn(32);
        String first = "batch <> 'b0'";
        float[][][] arrived = new float[2][][];
        double constant = 40.0 * drawn.deviation();
        for (int far = 0; far < 2; far++) {
            double added = far * constant;
            Dataset<Row> table = drawn.table(spark, drawn.dimension(), (cell, j) -> cell[j] + added);
            BatchRefinerModel model = drawn.refiner().fit(table.filter(first));
            assertThat(model.correction().batches()).hasSizeGreaterThan(1);
            Dataset<Row> more = table.filter("batch = 'b0'");
            arrived[far] = corrected(model.extend(more, false), more);
        }
        assertThat(arrived[0].length).isPositive();
        assertThat(drawn.apart(arrived[0], (i, j) -> arrived[1][i][j] - constant))
                .isLessThan(NOTHING);
    }

    /** Ids that repeat leave it to the cells which of those comes first, whatever the order of the rows. */
    @Test
    void idsThatRepeatDrawTheSameInAnyOrder(SparkSession spark) {
        Case drawn = Case.drawn(41);
        Dataset<Row> table = drawn.table(spark, drawn.dimension(), (cell, j) -> cell[j])
                .withColumn("name", functions.expr("if(int(substr(cell, 2)) % 2 = 0, 'same', cell)"));
        BatchRefiner refiner = drawn.refiner().setIdCol("name");
        float[][] expected = corrected(refiner.fit(table), table);
        assertThat(corrected(refiner.fit(table.repartition(3)), table)).isDeepEqualTo(expected);
        float[][] otherwise = corrected(drawn.refiner().fit(table), table);
        assertThat(Arrays.deepEquals(otherwise, expected)).isFalse();
    }

    /** A place in a table for each coordinate of a cell: which of its own it is made of, and how. */
    private interface Place {
        double at(float[] cell, int j);
    }

    /** The coordinates of corrected cells. */
    private interface Found {
        double at(int i, int j);
    }

    /** Cells in batches, with a second batch column, and the settings of a fit. */
    private record Case(float[][] cells, int batches, boolean two, double theta, String start, double deviation) {

        static Case drawn(long seed) {
            Random random = new Random(seed);
            int n = 200 + random.nextInt(300);
            int d = 2 + random.nextInt(11);
            int batches = 2 + random.nextInt(3);
            double[][] types = rows(random, 2 + random.nextInt(4), d, 1 + 5 * random.nextDouble());
            double[][] shifts = rows(random, batches, d, 3 * random.nextDouble());
            double[] widths = random.doubles(d, 0.5, 2.0).toArray();
            float[][] cells = new float[n][d];
            for (int i = 0; i < n; i++) {
                double[] type = types[random.nextInt(types.length)];
                for (int j = 0; j < d; j++) {
                    cells[i][j] = (float) (type[j] + shifts[i % batches][j] + widths[j] * random.nextGaussian());
                }
            }
            double theta = random.nextInt(3) == 0 ? 2.0 : 0.0;
            String start = List.of("auto", "none", "shift").get(random.nextInt(3));
            return new Case(cells, batches, random.nextBoolean(), theta, start, deviation(cells));
        }

        private static double[][] rows(Random random, int rows, int d, double deviation) {
            return IntStream.range(0, rows)
                    .mapToObj(row -> random.doubles(d)
                            .map(unused -> deviation * random.nextGaussian())
                            .toArray())
                    .toArray(double[][]::new);
        }

        private static double deviation(float[][] cells) {
            double squares = 0.0;
            for (int j = 0; j < cells[0].length; j++) {
                int place = j;
                double mean = Arrays.stream(cells)
                        .mapToDouble(cell -> cell[place])
                        .average()
                        .orElseThrow();
                squares += Arrays.stream(cells)
                        .mapToDouble(cell -> (cell[place] - mean) * (cell[place] - mean))
                        .average()
                        .orElseThrow();
            }
            return Math.sqrt(squares / cells[0].length);
        }

        int dimension() {
            return cells[0].length;
        }

        Dataset<Row> table(SparkSession spark, int dimension, Place place) {
            StructType schema = new StructType()
                    .add("cell", DataTypes.StringType)
                    .add("batch", DataTypes.StringType)
                    .add("half", DataTypes.StringType)
                    .add("X", DataTypes.createArrayType(DataTypes.FloatType, false));
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < cells.length; i++) {
                float[] moved = new float[dimension];
                for (int j = 0; j < dimension; j++) {
                    moved[j] = (float) place.at(cells[i], j);
                }
                rows.add(RowFactory.create("c" + i, "b" + i % batches, i % 3 == 0 ? "left" : "right", moved));
            }
            return spark.createDataFrame(rows, schema).coalesce(2);
        }

        float[][] corrected(SparkSession spark, int dimension, Place place) {
            Dataset<Row> table = table(spark, dimension, place);
            return AnywhereInSpaceSparkTest.corrected(refiner().fit(table), table);
        }

        /** The largest difference of a coordinate. */
        double apart(float[][] expected, Found found) {
            double most = 0.0;
            for (int i = 0; i < expected.length; i++) {
                for (int j = 0; j < expected[i].length; j++) {
                    most = Math.max(most, Math.abs(found.at(i, j) - expected[i][j]));
                }
            }
            return most / deviation;
        }

        BatchRefiner refiner() {
            return new BatchRefiner()
                    .setEmbeddingCol("X")
                    .setBatchCol(two ? new String[] {"batch", "half"} : new String[] {"batch"})
                    .setIdCol("cell")
                    .setTheta(theta)
                    .setStart(start)
                    .onRound((round, rounds) -> {});
        }
    }

    private static float[][] corrected(BatchRefinerModel model, Dataset<Row> table) {
        return model
                .transform(table)
                .selectExpr("int(substr(cell, 2)) as i", "X_corrected")
                .orderBy("i")
                .collectAsList()
                .stream()
                .map(row -> floats(row.getList(1)))
                .toArray(float[][]::new);
    }

    private static float[] floats(List<Float> list) {
        float[] floats = new float[list.size()];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = list.get(j);
        }
        return floats;
    }
}
