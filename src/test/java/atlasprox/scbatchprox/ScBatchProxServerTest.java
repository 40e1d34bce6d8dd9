package atlasprox.scbatchprox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.cells.CellBlock;
import atlasprox.cells.ClientCells;
import atlasprox.math.Moments;
import atlasprox.rounds.LocalClients;
import atlasprox.rounds.RoundTrace;
import atlasprox.sample.CellKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScBatchProxServerTest {
    private static final List<String> BATCHES = List.of("a", "b");

    private final List<ClientCells> clients = List.of(cells(0, 300, 0.1f, 3), cells(1, 100, 1f, -2));
    private final List<Moments> moments =
            clients.stream().map(ScBatchProxServerTest::moments).toList();

    @Test
    void aRowMovesByItsShareOfTheCells() {
        LocalObjective objective = new LocalObjective(1e-3, 1e-3, Regularizer.L2);
        FilmTable table = moments(settings(1, 1e-3, objective)).table();
        Adapter start = new Adapter(new double[] {1, 1}, new double[2]);
        Adapter local =
                objective.minimiser(moments.get(0).mean(), moments.get(0).meanSquare(), start);
        assertThat(table.gamma(0)[0]).isEqualTo(1 + 0.75 * (local.gamma()[0] - 1), within(1e-15));
        assertThat(table.beta(0)[1]).isEqualTo(0.75 * local.beta()[1], within(1e-15));
    }

    @Test
    void adamAgreesWithTheExactSolverAsItsRoundsAndRateGrow() {
        LocalObjective objective = new LocalObjective(1e-3, 0.05, Regularizer.L2);
        FilmTable exact = moments(settings(2_000, 1e-3, objective)).table();
        FilmTable rough = adam(settings(7, 1e-3, objective));
        FilmTable fine = adam(settings(2_000, 2e-3, objective));
        assertThat(distance(fine, exact)).isLessThan(2e-3);
        assertThat(distance(fine, exact)).isLessThan(distance(rough, exact) / 20);
    }

    @Test
    void standardisedTrainingIsTrainingOnScaledCells() {
        LocalObjective objective = new LocalObjective(1e-3, 1e-2, Regularizer.L2);
        ScBatchProxSettings plain = settings(7, 1e-3, objective);
        ScBatchProxSettings standardised = new ScBatchProxSettings(7, 2, 1e-3, 256, 1.0, true, objective, 0L);
        double[] unit = Units.pooled(moments).unit();
        List<Moments> scaled =
                clients.stream().map(client -> scaled(client, unit)).toList();
        FilmTable inUnits = moments(standardised).table();
        FilmTable onScaled = ScBatchProxServer.together(BATCHES, plain, scaled)
                .exactly((trace, rounds) -> {})
                .table();
        for (int b = 0; b < 2; b++) {
            for (int j = 0; j < 2; j++) {
                assertThat(inUnits.gamma(b)[j]).isEqualTo(onScaled.gamma(b)[j], within(1e-6));
                assertThat(inUnits.beta(b)[j]).isEqualTo(onScaled.beta(b)[j] * unit[j], within(1e-6));
            }
        }
    }

    @Test
    void tracesEveryRound() {
        List<Integer> heard = new ArrayList<>();
        ScBatchProxServer server = ScBatchProxServer.together(
                BATCHES, settings(5, 1e-3, new LocalObjective(0, 1e-2, Regularizer.L2)), moments);
        List<RoundTrace> trace =
                server.exactly((round, of) -> heard.add(round.round())).trace();
        assertThat(heard).containsExactly(1, 2, 3, 4, 5);
        assertThat(trace).hasSize(5).allSatisfy(round -> {
            assertThat(round.clientLoss()).hasSize(2);
            assertThat(round.worstLoss())
                    .isEqualTo(Math.max(
                            round.clientLoss().get(0), round.clientLoss().get(1)));
            assertThat(round.objective())
                    .isEqualTo(
                            0.75 * round.clientLoss().get(0)
                                    + 0.25 * round.clientLoss().get(1),
                            within(1e-12));
        });
        assertThat(trace.get(4).largestChange()).isLessThan(trace.get(0).largestChange());
    }

    @Test
    void aClientWithoutTrainingCellsKeepsTheIdentity() {
        FilmTable table = ScBatchProxServer.together(
                        BATCHES,
                        settings(3, 1e-3, new LocalObjective(0, 1, Regularizer.L2)),
                        List.of(moments.get(0), new Moments(2)))
                .exactly((trace, of) -> {})
                .table();
        assertThat(table.gamma(1)).containsExactly(1, 1);
        assertThat(table.beta(1)).containsExactly(0, 0);
        assertThat(table.gamma(0)[0]).isLessThan(1);
    }

    private ScBatchProxServer.Result moments(ScBatchProxSettings settings) {
        return ScBatchProxServer.together(BATCHES, settings, moments).exactly((trace, rounds) -> {});
    }

    private FilmTable adam(ScBatchProxSettings settings) {
        ScBatchProxServer server = ScBatchProxServer.together(BATCHES, settings, moments);
        return server.run(new LocalClients<>(server.adam(), clients), (trace, rounds) -> {})
                .table();
    }

    private static ScBatchProxSettings settings(int rounds, double rate, LocalObjective objective) {
        return new ScBatchProxSettings(rounds, 2, rate, 64, 1.0, false, objective, 0L);
    }

    private static double distance(FilmTable a, FilmTable b) {
        double largest = 0;
        for (int client = 0; client < 2; client++) {
            for (int j = 0; j < 2; j++) {
                largest = Math.max(largest, Math.abs(a.gamma(client)[j] - b.gamma(client)[j]));
                largest = Math.max(largest, Math.abs(a.beta(client)[j] - b.beta(client)[j]));
            }
        }
        return largest;
    }

    private static ClientCells cells(int client, int size, float spread, float middle) {
        Random random = new Random(client);
        long[] keys = new long[size];
        float[] values = new float[2 * size];
        for (int i = 0; i < size; i++) {
            values[2 * i] = (float) random.nextGaussian() * spread + middle;
            values[2 * i + 1] = (float) random.nextGaussian() * spread - middle;
            keys[i] = CellKeys.content(new float[] {values[2 * i], values[2 * i + 1]});
        }
        return ClientCells.of(List.of(new CellBlock(client, 2, keys, values)));
    }

    private static Moments moments(ClientCells cells) {
        return scaled(cells, new double[] {1, 1});
    }

    private static Moments scaled(ClientCells cells, double[] unit) {
        Moments moments = new Moments(2);
        for (int i = 0; i < cells.size(); i++) {
            float[] values = cells.values(i);
            int at = cells.offset(i);
            moments.add(new float[] {(float) (values[at] / unit[0]), (float) (values[at + 1] / unit[1])}, 0);
        }
        return moments;
    }
}
