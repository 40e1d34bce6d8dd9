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
    void aBatchFarOffDoesNotDrawTheCentreAway(@ForAll @FloatRange(min = 20f, max = 1e5f) float away) {
        List<Moments> clients = List.of(client(300, 0), client(300, 0), client(300, 0), client(400, away));
        double[] place = place(clients, new double[4][DIMENSION]);
        for (double x : place) {
            assertThat(x).isEqualTo(0.0, within(0.2));
        }
    }

    @Property(tries = 50)
    void whatIsAddedToAllCellsIsAddedToTheCentre(@ForAll @FloatRange(min = -1000f, max = 1000f) float constant) {
        double[][] displacements = {{1, 0, 0}, {0, 2, 0}, {0, 0, -3}};
        float[] at = {0, 6, -4};
        List<Moments> here = new ArrayList<>();
        List<Moments> there = new ArrayList<>();
        for (float x : at) {
            long seed = random.nextLong();
            here.add(client(200, x, seed));
            there.add(client(200, x + constant, seed));
        }
        double[] one = place(here, displacements);
        double[] other = place(there, displacements);
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(other[j]).isEqualTo(one[j] + (j == 0 ? constant : 0.0), within(1e-4));
        }
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
        return mean.plus(StartCentre.of(clients, mean, displacements).coordinates())
                .coordinates();
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
