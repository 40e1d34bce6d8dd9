package atlasprox.aligned.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.PlainSettings;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Strengths;
import atlasprox.math.Centre;
import atlasprox.math.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpertSolverTest {
    private static final AlignedSettings SETTINGS = PlainSettings.rounds(8, 0);
    private static final List<List<String>> CLIENTS =
            List.of(List.of("d1", "p"), List.of("d1", "q"), List.of("d2", "p"), List.of("d2", "q"));

    /**
     * Donors lie at +3 and -3, assays at +1 and -1, of equal sizes: the columns do not meddle with each other. Donors are taken off
     * whole; assays, of strength 1/2, by 1/2 (1 + 1/2 * 5/6), as for a column on its own.
     */
    @Test
    void twoColumnsOfUnlikeStrengthAreWorkedOutByHand() {
        double[][] taken = taken(new double[] {4, 2, -2, -4}, new int[] {100, 100, 100, 100}, "assay=0.5");
        double assay = 0.5 * (1 + 5.0 / 12);
        assertThat(taken[0][0]).isEqualTo(3 + assay, within(1e-3));
        assertThat(taken[1][0]).isEqualTo(3 - assay, within(1e-3));
        assertThat(taken[2][0]).isEqualTo(-3 + assay, within(1e-3));
        assertThat(taken[3][0]).isEqualTo(-3 - assay, within(1e-3));
    }

    @Test
    void columnsThatHangTogetherAreToldApart() {
        double[] mean = {4, 2, -2, -4};
        double[][] taken = taken(mean, new int[] {300, 40, 60, 500});
        for (int b = 1; b < 4; b++) {
            assertThat(mean[b] - taken[b][0]).isEqualTo(mean[0] - taken[0][0], within(1e-2));
        }
    }

    /** Where the columns all but name the same batches, one's shift may be the other's. */
    @Test
    void columnsThatDoNotComeToRestSayHowFarTheyStillMove() {
        assertThat(solve(new double[] {4, 2, -2, -4}, new int[] {100, 100, 100, 100})
                        .moving())
                .isZero();
        assertThat(solve(new double[] {4, 2, -2, -4}, new int[] {20_000, 1, 1, 20_000})
                        .moving())
                .isBetween(1e-9, 1.0);
    }

    @Test
    void aLevelOfStrengthZeroKeepsItsExpertsToTheLastBit() {
        FilmMixture next = solve(new double[] {4, 2, -2, -4}, new int[] {100, 80, 60, 90}, "donor:d1=0")
                .mixture();
        for (int b = 0; b < 2; b++) {
            double[] cell = {1.2345678};
            new CentredMixture(Centre.origin(1), next).correct(b, cell);
            assertThat(cell).containsExactly(1.2345678);
        }
        assertThat(next.beta(2)[0][0]).isNotZero();
    }

    /** However many are alike, their experts take the room and the time of one client's. */
    @Test
    void clientsThatAreAlikeShareTheirExperts() {
        FilmMixture next = solve(new double[] {4, 2, -2, -4}, new int[] {100, 80, 60, 90}, "donor:d1=0")
                .mixture();
        assertThat(next.gamma(1)).isSameAs(next.gamma(0)).isNotSameAs(next.gamma(2));
        assertThat(next.beta(1)).isSameAs(next.beta(0)).isNotSameAs(next.beta(2));
        assertThat(next.gamma(3)).isNotSameAs(next.gamma(2));
    }

    /** Both clients have cells on the right, the first alone has some on the left: there the second's would move as it does as a whole. */
    @Test
    void groupsThatAClientLacksMoveWithItAndShareItsRow() {
        Covariates covariates = Covariates.oneColumn(2);
        FilmMixture identity = FilmMixture.shifting(
                List.of("b0", "b1"), new double[][] {{1.0}, {-1.0}}, new double[][] {{0.0}, {0.5}}, 0.1, 2);
        List<ClientSums> sums = List.of(sums(identity, 0, -8, -6, 5, 7), sums(identity, 1, 1, 2, 3, 4));
        BaseShifts last = BaseShifts.beginning(new double[][] {{0.0}, {0.5}}, covariates);
        FilmMixture next = new ExpertSolver(SETTINGS, covariates, sums, identity, last)
                .solve(1)
                .mixture();
        assertThat(next.beta(1)[1]).isSameAs(next.start(1));
        assertThat(next.gamma(1)[1]).containsExactly(1.0);
        assertThat(next.start(1)[0]).isGreaterThan(0.5);
        assertThat(next.beta(1)[0][0]).isGreaterThan(next.start(1)[0]);
    }

    private static ClientSums sums(FilmMixture mixture, int client, float... cells) {
        ClientSums sums = new ClientSums(mixture.prototypes(client).length, Frame.plain(1));
        ClientSums.Visitor visitor = new ClientSums.Visitor(mixture, null);
        for (int i = 0; i < cells.length; i++) {
            visitor.visit(client, cells, i, sums);
        }
        return sums;
    }

    private static double[][] taken(double[] mean, int[] cells, String... strengths) {
        FilmMixture next = solve(mean, cells, strengths).mixture();
        double[][] taken = new double[mean.length][1];
        for (int b = 0; b < mean.length; b++) {
            taken[b][0] = mean[b] - (next.gamma(b)[0][0] * mean[b] + next.beta(b)[0][0]);
        }
        return taken;
    }

    private static ExpertSolver.Step solve(double[] mean, int[] cells, String... strengths) {
        return solver(mean, cells, strengths).solve(1);
    }

    /** One prototype, one dimension: half of each client's cells lie 10 above its mean, half 10 below. */
    private static ExpertSolver solver(double[] mean, int[] cells, String... strengths) {
        Covariates covariates = Covariates.of(CLIENTS, new Strengths(List.of("donor", "assay"), List.of(strengths)));
        FilmMixture identity = identity(mean.length);
        List<ClientSums> sums = new ArrayList<>();
        for (int b = 0; b < mean.length; b++) {
            ClientSums client = new ClientSums(1, Frame.plain(1));
            ClientSums.Visitor visitor = new ClientSums.Visitor(identity, null);
            for (int i = 0; i < cells[b]; i++) {
                visitor.visit(b, new float[] {(float) (mean[b] + (i % 2 == 0 ? 10 : -10))}, 0, client);
            }
            sums.add(client);
        }
        BaseShifts none = BaseShifts.beginning(new double[mean.length][1], covariates);
        return new ExpertSolver(SETTINGS, covariates, sums, identity, none);
    }

    private static FilmMixture identity(int clients) {
        double[][][] gamma = new double[clients][1][];
        IntStream.range(0, clients).forEach(b -> gamma[b][0] = new double[] {1.0});
        return new FilmMixture(
                IntStream.range(0, clients).mapToObj(b -> "b" + b).toList(),
                new double[][] {{1.0}},
                gamma,
                new double[clients][1][1],
                new double[clients][1],
                0.1,
                2);
    }
}
