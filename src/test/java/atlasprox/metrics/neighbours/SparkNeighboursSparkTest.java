package atlasprox.metrics.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class SparkNeighboursSparkTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 3_001})
    void findsWhatOneMachineFinds(int cells, SparkSession spark) {
        Random random = new Random(cells);
        float[][] embedding = IntStream.range(0, cells)
                .mapToObj(cell -> new float[] {random.nextInt(50), random.nextFloat(), random.nextFloat()})
                .toArray(float[][]::new);
        int k = Math.min(cells, 20);
        Neighbours here = new ExactNeighbours(embedding).all(k);
        Neighbours there =
                new SparkNeighbours(JavaSparkContext.fromSparkContext(spark.sparkContext())).of(embedding, k);
        assertThat(there.index()).isDeepEqualTo(here.index());
        assertThat(there.distance()).isDeepEqualTo(here.distance());
    }
}
