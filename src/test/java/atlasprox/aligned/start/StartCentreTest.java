package atlasprox.aligned.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.math.Centre;
import atlasprox.math.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class StartCentreTest {
    private static final int DIMENSION = 3;

    private final Random random = new Random(5);

    @Test
    void batchesThatTheStartBringsTogetherAreWhereTheCentreIs() {
        List<Moments> clients = List.of(client(300, 0), client(300, 40), client(300, -25));
        double[][] displacements = {{5, 0, 0}, {-35, 0, 0}, {30, 0, 0}};
        assertThat(place(clients, displacements)[0]).isEqualTo(5.0, within(0.2));
    }

    @Property(tries = 50)
    void aBatchFarOffDoesNotDrawTheCentreAway(
            @ForAll @FloatRange(min = 20f, max = 1e5f) float away, @ForAll long first) {
        List<Moments> clients = List.of(
                client(300, 0, first),
                client(300, 0, first + 1),
                client(300, 0, first + 2),
                client(400, away, first + 3));
        double[] place = place(clients, new double[4][DIMENSION]);
        for (double x : place) {
            assertThat(x).isEqualTo(0.0, within(0.5));
        }
    }

    @Property(tries = 50)
    void whatIsAddedToAllCellsIsAddedToTheCentre(
            @ForAll @FloatRange(min = -1000f, max = 1000f) float constant, @ForAll long first) {
        double[][] displacements = {{0, 0, 0}, {0, 5, 0}, {0, 2, 6}};
        float[] at = {0, 3, 1};
        List<Moments> here = new ArrayList<>();
        List<Moments> there = new ArrayList<>();
        for (int b = 0; b < at.length; b++) {
            here.add(client(200, at[b], first + b));
            there.add(client(200, at[b] + constant, first + b));
        }
        double[] one = place(here, displacements);
        double[] other = place(there, displacements);
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(other[j]).isEqualTo(one[j] + (j == 0 ? constant : 0.0), within(1e-4));
        }
    }

    @Test
    void whereABatchHasMoreThanHalfOfTheCellsItIsAtItsMean() {
        Moments larger = client(400, 0);
        Moments smaller = client(250, 30);
        assertThat(place(List.of(larger, smaller), new double[2][DIMENSION]))
                .containsExactly(larger.mean(), within(1e-3));
        assertThat(place(List.of(smaller, larger), new double[2][DIMENSION]))
                .containsExactly(larger.mean(), within(1e-3));
        assertThat(place(List.of(client(300, 0), client(300, 30)), new double[2][DIMENSION])[0])
                .isEqualTo(15.0, within(0.2));
    }

    @Test
    void batchesThatLieAtOnePlaceHaveItThere() {
        Moments one = client(100, 7);
        assertThat(place(List.of(one, one, one), new double[3][DIMENSION])).containsExactly(one.mean(), within(1e-12));
    }

    @Test
    void whereFewerThanTwoBatchesTellItIsTheMeanOfTheCells() {
        Moments none = new Moments(DIMENSION);
        Moments one = client(100, 7);
        assertThat(place(List.of(one), new double[1][DIMENSION])).containsExactly(one.mean());
        assertThat(place(List.of(none, one, none), new double[3][DIMENSION])).containsExactly(one.mean());
        assertThat(place(List.of(none, none), new double[2][DIMENSION])).containsOnly(0.0);
    }

    private static double[] place(List<Moments> clients, double[][] displacements) {
        Centre mean = Centre.of(clients);
        return mean.plus(StartCentre.of(clients, mean, displacements)).coordinates();
    }

    private Moments client(int cells, float at) {
        return client(cells, at, random.nextLong());
    }

    /** Cells of deviation 1 about a place on the first axis. */
    private static Moments client(int cells, float at, long seed) {
        Random drawn = new Random(seed);
        Moments moments = new Moments(DIMENSION);
        for (int i = 0; i < cells; i++) {
            moments.add(
                    new float[] {
                        at + (float) drawn.nextGaussian(), (float) drawn.nextGaussian(), (float) drawn.nextGaussian()
                    },
                    0);
        }
        return moments;
    }
}
