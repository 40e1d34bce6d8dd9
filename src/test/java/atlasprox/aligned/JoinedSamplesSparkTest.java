package atlasprox.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.SparkExtension;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import atlasprox.sample.CellKeys;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class JoinedSamplesSparkTest {
    /** Of two batches in parts of any size, of each of which no more than so many cells are visited. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyPartIsAsLargeInItAsAmongAllCells(long seed, SparkSession spark) {
        Random random = new Random(seed);
        int[] batch = {0, 1, 0, 1, 0};
        int[] cells = random.ints(batch.length, 500, 40_000).toArray();
        int quota = 1_000 + random.nextInt(12_000);
        double[] shares = IntStream.of(cells)
                .mapToDouble(n -> Math.min(1.0, (double) quota / n))
                .toArray();
        List<ClientSample> parts = IntStream.range(0, batch.length)
                .mapToObj(part -> sample(part, cells[part], shares[part], random))
                .toList();
        JavaRDD<ClientSample> samples = new JavaSparkContext(spark.sparkContext()).parallelize(parts, 3);

        List<ClientSample> joined = SparkSamples.joined(samples, shares, batch).collect();

        assertThat(joined).extracting(ClientSample::client).containsExactlyInAnyOrder(0, 1);
        for (ClientSample one : joined) {
            List<Integer> found =
                    one.cells().cells().map(CellSample.Cell::client).toList();
            int all = IntStream.range(0, batch.length)
                    .filter(part -> batch[part] == one.client())
                    .map(part -> cells[part])
                    .sum();
            double least = IntStream.range(0, batch.length)
                    .filter(part -> batch[part] == one.client())
                    .mapToDouble(part -> shares[part])
                    .min()
                    .orElseThrow();
            double possible = Math.min(ClientCentroids.MOST_CELLS, all * least);
            assertThat((double) found.size()).isBetween(0.9 * possible, (double) ClientCentroids.MOST_CELLS);
            for (int part = 0; part < batch.length; part++) {
                int number = part;
                double expected = batch[part] == one.client() ? (double) cells[part] / all : 0.0;
                double share = found.stream().filter(client -> client == number).count() / (double) found.size();
                double deviation = Math.sqrt(expected * (1.0 - expected) / found.size());
                assertThat(share).isCloseTo(expected, within(4.5 * deviation));
            }
        }
    }

    private static ClientSample sample(int part, int cells, double share, Random random) {
        Iterator<CellBlock> visited = random.longs(cells)
                .filter(key -> CellKeys.isInShare(key, share))
                .mapToObj(key -> new CellBlock(part, 1, new long[] {key}, new float[] {part}))
                .iterator();
        return new ClientSample(part, CellSample.smallest(visited, ClientCentroids.MOST_CELLS));
    }
}
