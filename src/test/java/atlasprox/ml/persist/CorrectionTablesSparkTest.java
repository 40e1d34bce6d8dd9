package atlasprox.ml.persist;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.math.Centre;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CorrectionTablesSparkTest {
    /** Wide enough that a few experts take several turns to write. */
    private static final int DIMENSION = 20_000;

    private static final int PROTOTYPES = 60;
    private static final double[] UNSCALED =
            new Random(0).doubles(DIMENSION).map(x -> 1.0).toArray();

    @TempDir
    private Path folder;

    @Test
    void expertsThatTakeSeveralTurnsComeBackAsTheyWere(SparkSession spark) {
        FilmMixture mixture = mixture(List.of("a", "b", "c"));
        CorrectionTables tables = new CorrectionTables(spark, new org.apache.hadoop.fs.Path(folder.toUri()));
        Centre centre = new Centre(rows(new Random(2))[0]);
        tables.write(new Learned(new CentredMixture(centre, mixture), null));
        assertThat(folder.resolve("experts").toFile().list((at, name) -> name.endsWith(".parquet")))
                .hasSize(2);
        FilmMixture read = ((CentredMixture)
                        tables.readMixture(0.1, 2, 0L, Map.of(), centre).correction())
                .mixture();
        assertThat(read.batches()).isEqualTo(mixture.batches());
        for (int b = 0; b < 3; b++) {
            assertThat(read.gamma(b)).isDeepEqualTo(mixture.gamma(b));
            assertThat(read.beta(b)).isDeepEqualTo(mixture.beta(b));
            assertThat(read.start(b)).isEqualTo(mixture.start(b));
            assertThat(read.prototypes(b)).isDeepEqualTo(mixture.prototypes(b));
            assertThat(read.prototypes(b)[0]).isSameAs(read.prototypes(0)[0]);
        }
        assertThat(read.beta(2)[1]).as("an absent group's").isSameAs(read.start(2));
        assertThat(read.gamma(2)[1]).as("an absent group's").isSameAs(read.gamma(0)[3]);
    }

    /** Every other group is absent, and moves with its batch. */
    private static FilmMixture mixture(List<String> batches) {
        Random random = new Random(1);
        double[][] prototypes = rows(random);
        double[][][] gamma = new double[batches.size()][][];
        double[][][] beta = new double[batches.size()][][];
        double[][] starts = new double[batches.size()][];
        for (int b = 0; b < gamma.length; b++) {
            gamma[b] = rows(random);
            beta[b] = rows(random);
            starts[b] = rows(random)[0];
            for (int k = 1; k < PROTOTYPES; k += 2) {
                gamma[b][k] = UNSCALED;
                beta[b][k] = starts[b];
            }
        }
        return new FilmMixture(batches, prototypes, gamma, beta, starts, 0.1, 2);
    }

    private static double[][] rows(Random random) {
        return IntStream.range(0, PROTOTYPES)
                .mapToObj(k -> random.doubles(DIMENSION).toArray())
                .toArray(double[][]::new);
    }
}
