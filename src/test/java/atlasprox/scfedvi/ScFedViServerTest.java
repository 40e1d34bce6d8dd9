package atlasprox.scfedvi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.rounds.Clients;
import atlasprox.rounds.LocalClients;
import atlasprox.scfedvi.loss.Likelihood;
import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.NetworkShape;
import atlasprox.scfedvi.net.NetworkShape.Normalisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScFedViServerTest {
    private static final int GENES = 60;
    private static final List<String> NAMES =
            IntStream.range(0, GENES).mapToObj(gene -> "g" + gene).toList();

    private final MadeCounts made = new MadeCounts(GENES, 4, 3, 0.7, 600.0);

    private static ScFedViSettings settings(int rounds, double learningRate, Normalisation normalisation) {
        return new ScFedViSettings(
                new NetworkShape(5, 24, 1, 0.1, Likelihood.ZINB, normalisation),
                normalisation == Normalisation.LAYER,
                rounds,
                2,
                learningRate,
                32,
                1.0,
                0.0,
                0.1,
                0,
                11L);
    }

    private static List<String> names(String of, int count) {
        return IntStream.range(0, count).mapToObj(i -> of + i).toList();
    }

    private static ScFedViServer server(ScFedViSettings settings, int clients, int batches, List<CountShard> shards) {
        CellNumbers cells = CellNumbers.none(clients, batches);
        shards.forEach(shard -> cells.add(shard, settings));
        return ScFedViServer.of(settings, NAMES, names("client", clients), names("batch", batches), cells);
    }

    private static ScFedViServer.Result fit(
            ScFedViSettings settings, int clients, int batches, List<CountShard> shards) {
        ScFedViServer server = server(settings, clients, batches, shards);
        return server.run(new LocalClients<>(server.step(), shards), (round, rounds) -> {});
    }

    private List<CountShard> twoBatches(int cells) {
        return List.of(CountShard.of(0, made.cells(0, cells)), CountShard.of(1, made.cells(1, cells)));
    }

    @Test
    void federatedTrainingMixesBatchesAndKeepsTypes() {
        ScFedViServer.Result fit = fit(settings(12, 5e-3, Normalisation.LAYER), 2, 2, twoBatches(240));
        List<CountShard.Cell> cells = Stream.concat(made.cells(0, 240).stream(), made.cells(1, 240).stream())
                .toList();
        double[][] encoded = cells.stream()
                .map(cell -> wide(fit.model().encode(cell.genes(), cell.counts())))
                .toArray(double[][]::new);
        double[][] raw = cells.stream().map(ScFedViServerTest::logs).toArray(double[][]::new);
        int[] batch = cells.stream().mapToInt(CountShard.Cell::batch).toArray();
        int[] type = IntStream.range(0, 480).map(i -> i % 240 % 4).toArray();
        assertThat(sameNearest(raw, batch)).isGreaterThan(0.85);
        assertThat(sameNearest(encoded, batch)).isLessThan(0.75);
        assertThat(sameNearest(encoded, type)).isGreaterThan(0.85);
        assertThat(fit.trace()).hasSize(12);
        assertThat(fit.trace().get(11).objective())
                .isLessThan(fit.trace().get(0).objective());
        assertThat(fit.trace().get(11).figure(ScFedViServer.HELD_OUT))
                .isLessThan(fit.trace().get(0).figure(ScFedViServer.HELD_OUT));
        assertThat(fit.heldOut()).hasSize(2).allSatisfy((client, loss) -> assertThat(loss)
                .isPositive());
    }

    /** The share of cells whose nearest other cell has the same mark. */
    private static double sameNearest(double[][] points, int[] mark) {
        int same = 0;
        for (int i = 0; i < points.length; i++) {
            int nearest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int other = 0; other < points.length; other++) {
                double distance = 0;
                for (int j = 0; j < points[i].length; j++) {
                    distance += (points[i][j] - points[other][j]) * (points[i][j] - points[other][j]);
                }
                if (other != i && distance < least) {
                    least = distance;
                    nearest = other;
                }
            }
            same += mark[nearest] == mark[i] ? 1 : 0;
        }
        return same / (double) points.length;
    }

    private static double[] logs(CountShard.Cell cell) {
        double[] logs = new double[GENES];
        double sum = 0;
        for (float count : cell.counts()) {
            sum += count;
        }
        for (int i = 0; i < cell.genes().length; i++) {
            logs[cell.genes()[i]] = Math.log1p(100 * cell.counts()[i] / sum);
        }
        return logs;
    }

    private static double[] wide(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray();
    }

    @Test
    void sameBitsInAnyOrderOfRowsAndShardsAndPartitions() {
        ScFedViSettings settings = settings(2, 1e-3, Normalisation.LAYER);
        List<CountShard> shards = shards(false);
        List<CountShard> shuffled = new ArrayList<>(shards(true));
        Collections.shuffle(shuffled, new Random(4));
        ScFedViServer server = server(settings, 2, 3, shards);
        ScFedViServer.Result one = server.run(new LocalClients<>(server.step(), shards), (round, rounds) -> {});
        ScFedViServer.Result other = server.run(parted(server.step(), shuffled), (round, rounds) -> {});
        for (Block block : one.model().weights().blocks()) {
            assertThat(other.model().weights().rows(block.name())).isDeepEqualTo(block.rows());
        }
        one.model().vectors().forEach((batch, vector) -> assertThat(
                        other.model().vectors().get(batch))
                .isEqualTo(vector));
        assertThat(other.trace().get(1).clientLoss())
                .isEqualTo(one.trace().get(1).clientLoss());
        assertThat(other.trace().get(1).clientChange())
                .isEqualTo(one.trace().get(1).clientChange())
                .allMatch(change -> change > 0.0 && change < 0.1);
        assertThat(other.heldOut()).isEqualTo(one.heldOut());
    }

    /** Of weights that all clients share: a batch's vector is drawn to nothing. */
    @Property(tries = 5)
    void aGreaterPullLeavesClientsNearerToTheServer(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        double last = Double.POSITIVE_INFINITY;
        for (double mu : new double[] {0.0, 10.0, 100.0}) {
            ScFedViSettings settings = new ScFedViSettings(
                    new NetworkShape(5, 24, 1, 0.1, Likelihood.ZINB, Normalisation.LAYER),
                    false,
                    1,
                    8,
                    5e-3,
                    32,
                    1.0,
                    mu,
                    0.1,
                    0,
                    seed);
            double change = Collections.max(
                    fit(settings, 2, 2, twoBatches(60)).trace().get(0).clientChange());
            assertThat(change).as("mu %s", mu).isPositive().isLessThan(last);
            last = change;
        }
    }

    /** Two clients, of which the first has two batches, in three shards each. */
    private List<CountShard> shards(boolean shuffle) {
        List<CountShard.Cell> first = new ArrayList<>(made.cells(0, 50));
        first.addAll(made.cells(1, 40));
        List<CountShard.Cell> second = new ArrayList<>(made.cells(2, 70));
        if (shuffle) {
            Collections.shuffle(first, new Random(1));
            Collections.shuffle(second, new Random(2));
        }
        List<CountShard> shards = new ArrayList<>();
        for (int s = 0; s < 3; s++) {
            int shard = s;
            shards.add(CountShard.of(0, inShard(first, shard)));
            shards.add(CountShard.of(1, inShard(second, shard)));
        }
        return shards;
    }

    private static List<CountShard.Cell> inShard(List<CountShard.Cell> cells, int shard) {
        return cells.stream()
                .filter(cell -> CountShard.shard(cell.key(), 3) == shard)
                .toList();
    }

    /** Every shard in a partition of its own, merged from the last to the first. */
    private static Clients<ScFedViMessage, ScFedViUpdate> parted(ScFedViStep step, List<CountShard> shards) {
        return (what, message) -> {
            SortedMap<Integer, ScFedViUpdate> merged = new TreeMap<>();
            for (CountShard shard : shards) {
                step.run(message, List.of(shard).iterator())
                        .forEach((client, update) -> merged.merge(client, update, (all, one) -> step.merge(one, all)));
            }
            return merged;
        };
    }

    @Test
    void asPublishedEverythingIsAveraged() {
        ScFedViServer.Result fit = fit(settings(6, 5e-3, Normalisation.BATCH), 2, 2, twoBatches(120));
        assertThat(fit.model().vectors()).isEmpty();
        assertThat(fit.trace().get(5).objective()).isLessThan(fit.trace().get(0).objective());
        assertThat(fit.model().weights().row("encoder.1.norm.variance")).doesNotContain(1f);
    }

    @Test
    void oneClientIsPlainTraining() {
        ScFedViServer.Result fit =
                fit(settings(3, 1e-3, Normalisation.LAYER), 1, 1, twoBatches(60).subList(0, 1));
        assertThat(fit.trace().get(2).objective()).isLessThan(fit.trace().get(0).objective());
        assertThat(fit.trace().get(2).worstBatch()).isEqualTo("client0");
    }

    @Test
    void manyClientsAndSmallOnesTrain() {
        List<CountShard> shards = IntStream.range(0, 200)
                .mapToObj(client -> CountShard.of(
                        client, made.cells(client % 3, 4 * client + 3).subList(4 * client, 4 * client + 3)))
                .toList();
        ScFedViServer.Result fit = fit(settings(2, 1e-3, Normalisation.LAYER), 200, 3, shards);
        assertThat(fit.trace().get(1).clientLoss()).hasSize(200).allMatch(Double::isFinite);
        assertThat(fit(settings(2, 1e-3, Normalisation.BATCH), 200, 3, shards).trace())
                .hasSize(2);
    }

    @Test
    void aClientThatDivergesIsNamed() {
        assertThatThrownBy(() -> fit(
                        settings(9, 1e3, Normalisation.LAYER),
                        1,
                        1,
                        twoBatches(60).subList(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("the fit did not converge: in round \\d client 'client0' had a loss of .*");
    }

    @Test
    void endsWhereTheLossOfCellsHeldOutFallsNoMore() {
        ScFedViSettings plain = settings(60, 2e-2, Normalisation.LAYER);
        ScFedViSettings watched = new ScFedViSettings(plain.shape(), true, 60, 2, 2e-2, 32, 0.0, 0.0, 0.3, 3, 11L);
        ScFedViServer.Result fit = fit(watched, 1, 1, twoBatches(60).subList(0, 1));
        assertThat(fit.still()).isTrue();
        assertThat(fit.trace()).hasSizeLessThan(60);
    }

    /** Which cells' loss is told apart changes neither the loss of all nor the round in which the fit ends, nor the model. */
    @Test
    void endsInTheSameRoundWhateverIsToldApart() {
        ScFedViSettings plain = settings(60, 2e-2, Normalisation.LAYER);
        ScFedViSettings watched = new ScFedViSettings(plain.shape(), true, 60, 2, 2e-2, 32, 0.0, 0.0, 0.3, 3, 11L);
        List<CountShard> shards = shards(false);
        CellNumbers numbers = CellNumbers.none(2, 3);
        shards.forEach(shard -> numbers.add(shard, watched));
        List<ScFedViServer.Result> fits = Stream.of(numbers, numbers.told(25))
                .map(cells -> ScFedViServer.of(watched, NAMES, names("client", 2), names("batch", 3), cells))
                .map(server -> server.run(new LocalClients<>(server.step(), shards), (round, rounds) -> {}))
                .toList();
        assertThat(numbers.told(25).apart()).containsExactly(false, false);
        assertThat(fits.get(0).heldOut()).hasSize(2);
        assertThat(fits.get(1).heldOut()).isEmpty();
        assertThat(fits.get(1).trace()).hasSameSizeAs(fits.get(0).trace()).hasSizeLessThan(60);
        for (int round = 0; round < fits.get(0).trace().size(); round++) {
            assertThat(fits.get(1).trace().get(round).figure(ScFedViServer.HELD_OUT))
                    .isEqualTo(fits.get(0).trace().get(round).figure(ScFedViServer.HELD_OUT))
                    .isPositive();
        }
        for (Block block : fits.get(0).model().weights().blocks()) {
            assertThat(fits.get(1).model().weights().rows(block.name())).isDeepEqualTo(block.rows());
        }
    }

    @Test
    void aNewBatchTrainsItsVectorAloneAndChangesNoEmbedding() {
        ScFedViModel model = fit(settings(8, 5e-3, Normalisation.LAYER), 2, 2, twoBatches(160))
                .model();
        ScFedViSettings settings = settings(10, 1e-2, Normalisation.LAYER);
        List<CountShard> arrived = List.of(CountShard.of(
                0,
                made.cells(2, 100).stream()
                        .map(cell -> new CountShard.Cell(cell.key(), 0, cell.genes(), cell.counts()))
                        .toList()));
        CellNumbers cells = CellNumbers.none(1, 1).add(arrived.get(0), settings);
        ScFedViServer server = ScFedViServer.arriving(model, settings, List.of("new"), List.of("new"), cells);
        ScFedViServer.Result fit = server.run(new LocalClients<>(server.step(), arrived), (round, rounds) -> {});
        assertThat(fit.model().vectors()).containsOnlyKeys("batch0", "batch1", "new");
        assertThat(fit.heldOut().get("new")).isLessThan(fit.trace().get(0).figure(ScFedViServer.HELD_OUT));
        CountShard.Cell cell = made.cells(0, 1).get(0);
        assertThat(fit.model().encode(cell.genes(), cell.counts()))
                .isEqualTo(model.encode(cell.genes(), cell.counts()));
        assertThatThrownBy(() -> fit.model().with(Map.of("new", new float[24])))
                .hasMessageContaining("knows batch 'new' already");
    }

    @Test
    void librariesOfAllSizesInOneTableTrain() {
        List<CountShard.Cell> cells = new ArrayList<>();
        for (CountShard.Cell cell : made.cells(0, 60)) {
            float factor = cells.size() % 3 == 0 ? 8_000f : 1f;
            float[] counts = cell.counts().clone();
            IntStream.range(0, counts.length).forEach(i -> counts[i] *= factor);
            boolean small = cells.size() % 3 == 1;
            cells.add(new CountShard.Cell(
                    cell.key(),
                    0,
                    small ? Arrays.copyOf(cell.genes(), 10) : cell.genes(),
                    small ? Arrays.copyOf(counts, 10) : counts));
        }
        cells.add(new CountShard.Cell(1L, 0, new int[0], new float[0]));
        ScFedViServer.Result fit = fit(settings(4, 1e-3, Normalisation.LAYER), 1, 1, List.of(CountShard.of(0, cells)));
        assertThat(fit.trace().get(3).objective()).isLessThan(fit.trace().get(0).objective());
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> settings(0, 1e-3, Normalisation.LAYER))
                .hasMessage("rounds is 0 and has to be at least 1");
        assertThatThrownBy(() -> settings(1, 0.0, Normalisation.LAYER))
                .hasMessage("learningRate is 0.0 and has to be above 0 and finite");
    }
}
