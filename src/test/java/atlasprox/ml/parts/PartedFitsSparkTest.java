package atlasprox.ml.parts;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.synth.Composition;
import atlasprox.synth.ConditionDesign;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every fit of batches in parts, whatever the other settings are: these are drawn. */
@ExtendWith(SparkExtension.class)
class PartedFitsSparkTest {
    private static final String HELD = "donor:held=0";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsWhateverTheSettings(long seed, SparkSession spark) throws IOException {
        Random random = new Random(seed);
        Dataset<Row> cells = cells(spark, random);
        BatchRefiner refiner = refiner(random);
        String drawn = refiner.extractParamMap().toString();
        BatchRefinerModel model = refiner.fit(cells.coalesce(1));
        Dataset<Row> corrected = model.transform(cells);
        float[][] expected = Truth.column(corrected, "X_pca_corrected");

        BatchRefinerModel again = refiner.fit(cells.repartition(5).sortWithinPartitions("cell_type", "X_pca"));
        assertThat(Truth.column(again.transform(cells), "X_pca_corrected"))
                .as("in another order: %s", drawn)
                .isDeepEqualTo(expected);
        String path = folder.resolve("model").toString();
        model.save(path);
        Dataset<Row> bare = cells.drop("guide", "condition", "cell_type");
        assertThat(Truth.column(BatchRefinerModel.load(path).transform(bare), "X_pca_corrected"))
                .as("by the saved model, without labels and conditions: %s", drawn)
                .isDeepEqualTo(expected);
        if (List.of(refiner.getOrDefault(refiner.strength())).contains(HELD)) {
            assertThat(corrected
                            .filter("donor = 'held' and X_pca != X_pca_corrected")
                            .count())
                    .as("of strength 0: %s", drawn)
                    .isZero();
        }
        assertThat(Truth.distance(corrected)).as("%s", drawn).isLessThan(Truth.distance(raw(cells)) + 0.02);
    }

    private static Dataset<Row> raw(Dataset<Row> cells) {
        return cells.withColumn("X_pca_corrected", functions.expr("cast(X_pca as array<float>)"));
    }

    /** Guided, preserving or both; by one batch column or two, of which a level is held maybe. */
    private static BatchRefiner refiner(Random random) {
        BatchRefiner refiner = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setIdCol("cell_id")
                .setBatchCol(random.nextBoolean() ? new String[] {"donor"} : new String[] {"donor", "assay"})
                .setPrototypes(20)
                .setRounds(1 + random.nextInt(4))
                .setStart(one(random, "auto", "none", "shift"))
                .setMinCells(one(random, 1, 3, 20))
                .setMaxFitCells(one(random, 0L, 300L, 5_000L))
                .setFalseAlarms(one(random, 1.0, 0.05, 0.05))
                .setStrength(one(random, "donor=1", "donor=0.7", HELD))
                .setSeed(random.nextInt(3));
        int which = random.nextInt(3);
        if (which != 0) {
            refiner.setGuideCol("guide");
        }
        return which == 1 ? refiner : refiner.setPreserveCol("condition");
    }

    @SafeVarargs
    private static <T> T one(Random random, T... of) {
        return of[random.nextInt(of.length)];
    }

    private static Dataset<Row> cells(SparkSession spark, Random random) {
        SynthSettings settings = SynthSettings.builder()
                .cells(900)
                .composition(one(random, Composition.values()))
                .dimension(8)
                .shift(one(random, 1.5, 4.0))
                .conditions(2)
                .conditionEffect(1.0)
                .conditionDesign(one(random, ConditionDesign.values()))
                .seed(random.nextInt(100))
                .build();
        double share = one(random, 1.0, 0.5, 0.05);
        Dataset<Row> cells = SynthTable.create(spark, settings, 2)
                .withColumn("donor", functions.expr("if(batch = 'batch_1', 'held', batch)"))
                .withColumn("assay", functions.expr("if(batch in ('batch_0', 'batch_3'), 'a', 'b')"))
                .withColumn(
                        "guide",
                        functions.expr("if(pmod(xxhash64(cell_id), 1000) < " + 1000 * share
                                + " and batch != 'batch_2', cell_type, null)"));
        List<String> types = List.of("array<float>", "array<double>");
        return cells.withColumn("X_pca", functions.col("X_pca").cast(types.get(random.nextInt(2))))
                .localCheckpoint();
    }
}
