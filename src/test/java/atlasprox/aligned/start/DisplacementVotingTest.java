package atlasprox.aligned.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.math.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DisplacementVotingTest {
    private static final int DIMENSION = 8;
    private static final long[] SIZES = {400, 400, 400};
    private static final double CAREFUL = AlignedSettings.Start.AUTO.ratio();

    private final double[][] types = types();

    @Test
    void largeShiftsOfSharedGroupsAreRecovered() {
        List<ClientCentroids> clients =
                List.of(client(1, 0, 0, 1, 2, 3, 4), client(2, 20, 0, 1, 2, 3, 4), client(3, -35, 0, 1, 2, 3, 4));
        double[][] shifts = DisplacementVoting.shifts(clients, SIZES, CAREFUL);
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(shifts[1][j] - shifts[0][j]).isEqualTo(-20, within(0.5));
            assertThat(shifts[2][j] - shifts[0][j]).isEqualTo(35, within(0.5));
            assertThat(shifts[0][j] + shifts[1][j] + shifts[2][j]).isEqualTo(0, within(1e-9));
        }
    }

    @Test
    void hundredsOfBatchesArePlacedInTimeThatGrowsWithTheirNumber() {
        int batches = 150;
        List<ClientCentroids> clients = new ArrayList<>();
        for (int b = 0; b < batches; b++) {
            clients.add(client(b, 7.0 * (b % 11), 0, 1, 2, 3, 4));
        }
        long[] sizes = new long[batches];
        Arrays.fill(sizes, 400);
        double[][] shifts =
                assertTimeout(Duration.ofSeconds(60), () -> DisplacementVoting.shifts(clients, sizes, CAREFUL));
        for (int b = 0; b < batches; b++) {
            assertThat(shifts[b][0] + 7.0 * (b % 11))
                    .as("where batch %d comes to lie", b)
                    .isEqualTo(shifts[0][0], within(0.7));
        }
    }

    @Test
    void aBatchOfASingleGroupWithinReachStaysWhereItIs() {
        List<ClientCentroids> clients =
                List.of(client(1, 0, 0, 1, 2, 3, 4), client(2, 20, 0, 1, 2, 3, 4), client(3, 12, 2));
        double[][] shifts = DisplacementVoting.shifts(clients, SIZES, CAREFUL);
        assertThat(shifts[2]).containsOnly(0.0);
        assertThat(shifts[1][0] - shifts[0][0]).isEqualTo(-20, within(0.5));
    }

    @Test
    void batchesThatShareNothingStayWhereTheyAre() {
        List<ClientCentroids> clients = List.of(client(1, 0, 0, 1, 2), client(2, 2, 3, 4, 5));
        for (double[] shift : DisplacementVoting.shifts(clients, SIZES, CAREFUL)) {
            assertThat(shift).containsOnly(0.0);
        }
    }

    @Test
    void batchesFartherApartThanCompositionExplainsAreDrawnToWhereItCouldExplainIt() {
        ClientCentroids one = client(1, 0, 0, 1, 2);
        ClientCentroids other = client(2, 50, 3, 4, 5);
        double[][] shifts = DisplacementVoting.shifts(List.of(one, other), SIZES, CAREFUL);
        double within = Math.max(one.varianceAmongCentroids(), other.varianceAmongCentroids());
        double apart = Vectors.square(one.mean(), other.mean()) / 2;
        double left = squareApart(List.of(one, other), shifts) / 2;
        assertThat(apart).isGreaterThan(20 * within);
        assertThat(left).isEqualTo(within, within(1e-6 * apart));
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(shifts[0][j] + shifts[1][j]).isEqualTo(0, within(1e-9));
        }
    }

    /** Only labels could tell two groups, one in each batch, from one group that was moved: they stay as far apart as groups are. */
    @Test
    void piecesOfASingleGroupDoNotMakeALongWayBelievable() {
        List<ClientCentroids> clients = List.of(client(1, 0, 0), client(2, 12, 0));
        double within =
                Math.max(clients.get(0).varianceAmongCentroids(), clients.get(1).varianceAmongCentroids());
        assertThat(squareApart(clients, DisplacementVoting.shifts(clients, SIZES, CAREFUL)))
                .isEqualTo(2 * within, within(1e-6));
        assertThat(squareApart(clients, DisplacementVoting.shifts(clients, SIZES, AlignedSettings.Start.SHIFT.ratio())))
                .isLessThan(within / 10);
    }

    @Test
    void batchesOfAHandfulOfCellsSayNothingOfHowFarGroupsLieApart() {
        List<ClientCentroids> clients = new ArrayList<>();
        for (int b = 0; b < 3; b++) {
            clients.add(ClientCentroids.of(List.of(new float[] {b * 50f, 1}, new float[] {b * 50f, 2}), 1, 0L));
        }
        for (double[] shift : DisplacementVoting.shifts(clients, new long[] {2, 2, 2}, CAREFUL)) {
            assertThat(shift).containsOnly(0.0);
        }
    }

    @Test
    void aRatioOfZeroTakesEveryBestShift() {
        List<ClientCentroids> clients = List.of(client(1, 0, 0, 1, 2, 3, 4), client(3, -35, 2));
        double[][] shifts = DisplacementVoting.shifts(clients, SIZES, AlignedSettings.Start.SHIFT.ratio());
        assertThat(shifts[1]).isNotEqualTo(new double[DIMENSION]);
    }

    @Test
    void aSingleClientHasNowhereToGo() {
        assertThat(DisplacementVoting.shifts(List.of(client(1, 5, 0, 1)), new long[] {400}, CAREFUL)[0])
                .containsOnly(0.0);
    }

    /** 80 cells of each of the types named, moved by a shift in every dimension. */
    private ClientCentroids client(long seed, double shift, int... present) {
        Random random = new Random(seed);
        List<float[]> cells = new ArrayList<>();
        for (int type : present) {
            for (int i = 0; i < 80; i++) {
                float[] cell = new float[DIMENSION];
                for (int j = 0; j < DIMENSION; j++) {
                    cell[j] = (float) (types[type][j] + shift + random.nextGaussian());
                }
                cells.add(cell);
            }
        }
        return ClientCentroids.of(cells, 1, 0L);
    }

    private static double squareApart(List<ClientCentroids> clients, double[][] shifts) {
        return Vectors.square(
                Vectors.plus(clients.get(0).mean(), shifts[0]),
                Vectors.plus(clients.get(1).mean(), shifts[1]));
    }

    private static double[][] types() {
        Random random = new Random(11);
        double[][] types = new double[6][DIMENSION];
        for (double[] type : types) {
            for (int j = 0; j < DIMENSION; j++) {
                type[j] = 5 * random.nextGaussian();
            }
        }
        return types;
    }
}
