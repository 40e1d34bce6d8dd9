package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Embeddings at the ends of what single precision holds: every cell is corrected, to a finite place, by a bounded step. */
@ExtendWith(SparkExtension.class)
class NumericsSparkTest {
    private static final int CELLS = 60;
    private static final StructType SCHEMA = new StructType()
            .add("cell", DataTypes.IntegerType)
            .add("donor", DataTypes.StringType)
            .add("X_pca", DataTypes.createArrayType(DataTypes.FloatType, false));

    private final SparkSession spark;

    NumericsSparkTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Coordinate j of cell i, and its batch. */
    private enum Case {
        /** Single precision leaves steps of 0.06 there. */
        HUGE_OFFSET {
            @Override
            double at(int i, int j, double noise) {
                return 1e6 + noise + i % 3;
            }
        },
        CONSTANT_DIMENSIONS {
            @Override
            double at(int i, int j, double noise) {
                return j == 0 ? noise + i % 3 : j == 1 ? 7 : 0;
            }
        },
        NOTHING_VARIES {
            @Override
            double at(int i, int j, double noise) {
                return 3;
            }
        },
        ZERO_VECTORS {
            @Override
            double at(int i, int j, double noise) {
                return i % 2 == 0 ? 0 : noise + i % 3;
            }
        },
        ALL_ZERO {
            @Override
            double at(int i, int j, double noise) {
                return 0;
            }
        },
        DENORMALS {
            @Override
            double at(int i, int j, double noise) {
                return 1e-42 * (noise + i % 3);
            }
        },
        LARGE {
            @Override
            double at(int i, int j, double noise) {
                return 1e15 * (noise + i % 3);
            }
        },
        BATCHES_OF_ONE {
            @Override
            double at(int i, int j, double noise) {
                return noise + i % 3;
            }

            @Override
            String donor(int i) {
                return i < 3 ? "alone" + i : super.donor(i);
            }
        },
        ONE_DIMENSION {
            @Override
            double at(int i, int j, double noise) {
                return noise + i % 3;
            }

            @Override
            int dimension() {
                return 1;
            }
        },
        MANY_DIMENSIONS {
            @Override
            double at(int i, int j, double noise) {
                return noise + i % 3;
            }

            @Override
            int dimension() {
                return 2048;
            }
        };

        abstract double at(int i, int j, double noise);

        int dimension() {
            return 4;
        }

        String donor(int i) {
            return List.of("a", "b", "c").get(i % 3);
        }
    }

    static Stream<Arguments> casesAndMethods() {
        Stream<Arguments> adam = Stream.of(Case.HUGE_OFFSET, Case.ZERO_VECTORS, Case.LARGE, Case.BATCHES_OF_ONE)
                .map(numbers -> Arguments.of(numbers, "adam"));
        Stream<Arguments> others = Stream.of(Case.values())
                .flatMap(numbers -> Stream.of("aligned", "moments").map(method -> Arguments.of(numbers, method)));
        return Stream.concat(others, adam);
    }

    @ParameterizedTest
    @MethodSource("casesAndMethods")
    void everyCellIsCorrectedByABoundedStep(Case numbers, String method) {
        requireBounded(numbers, refiner(method));
    }

    /** As many as an option takes, far above the number of cells and of distinct ones: no run without end. */
    @ParameterizedTest
    @MethodSource("fewCells")
    void morePrototypesThanCells(Case numbers) {
        requireBounded(numbers, refiner("aligned").setPrototypes(Integer.MAX_VALUE));
    }

    static Stream<Case> fewCells() {
        return Stream.of(Case.BATCHES_OF_ONE, Case.NOTHING_VARIES, Case.ONE_DIMENSION);
    }

    private void requireBounded(Case numbers, BatchRefiner refiner) {
        Dataset<Row> cells = spark.createDataFrame(rows(numbers), SCHEMA).coalesce(1);
        List<Row> rows = cells.orderBy("cell").collectAsList();
        List<Row> corrected =
                refiner.fit(cells).transform(cells).orderBy("cell").collectAsList();
        assertThat(corrected).hasSize(CELLS);
        double largest = rows.stream()
                .flatMap(row -> row.<Float>getList(2).stream())
                .mapToDouble(Math::abs)
                .max()
                .orElseThrow();
        for (int i = 0; i < CELLS; i++) {
            List<Float> before = rows.get(i).getList(2);
            List<Float> after = corrected.get(i).getList(3);
            assertThat(after).hasSameSizeAs(before).allMatch(Float::isFinite);
            for (int j = 0; j < before.size(); j++) {
                assertThat((double) Math.abs(after.get(j) - before.get(j)))
                        .as("step of cell %s in dimension %s", i, j)
                        .isLessThanOrEqualTo(2 * largest);
            }
        }
    }

    private BatchRefiner refiner(String method) {
        BatchRefiner refiner =
                new BatchRefiner().setEmbeddingCol("X_pca").setBatchCol("donor").setRounds(2);
        return method.equals("aligned")
                ? refiner
                : refiner.setMethod("scbatchprox").setSolver(method);
    }

    private static List<Row> rows(Case numbers) {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < CELLS; i++) {
            List<Float> point = new ArrayList<>();
            for (int j = 0; j < numbers.dimension(); j++) {
                point.add((float) numbers.at(i, j, 0.3 * random.nextGaussian()));
            }
            rows.add(RowFactory.create(i, numbers.donor(i), point));
        }
        return rows;
    }
}
