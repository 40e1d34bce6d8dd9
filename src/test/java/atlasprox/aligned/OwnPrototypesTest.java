package atlasprox.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.model.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OwnPrototypesTest {
    private static final double[][] AXES = {{1, 0, 0}, {0, 1, 0}};
    private static final double[][] CENTRES = {{10, 0, 0}, {0, 10, 0}};

    @Test
    void aReferenceThatHasAllKindsLeavesNone() {
        assertThat(search().of(cells(1, 0, 1), new double[3], 200)).isEmpty();
    }

    @Test
    void aKindThatTheReferenceLacksHasItsOwn() {
        double[][] own = search().of(cells(1, 2), new double[3], 200);
        assertThat(own.length).isPositive();
        assertThat(List.of(own))
                .allSatisfy(direction -> assertThat(direction[2]).isGreaterThan(0.9));
    }

    @Test
    void cellsAreLookedForWhereTheirStartPutsThem() {
        double[] away = {-10, 0, 10};
        assertThat(search().of(cells(1, 0), away, 200).length).isPositive();
        assertThat(search().of(cells(1, 2), new double[] {0, 10, -10}, 200)).isEmpty();
    }

    @Test
    void distanceIsInDeviationsOfTheNearestGroupThatHasCells() {
        Reference reference = reference().beside(new double[][] {{0, 0, 1}});
        assertThat(reference.apart(new double[] {13, 0, 0})).isEqualTo(Math.sqrt(9.0 / 3.0), within(1e-9));
        assertThat(reference.apart(new double[] {0, 0, 0})).isEqualTo(Math.sqrt(100.0 / 3.0), within(1e-9));
    }

    @Test
    void aReferenceGrowsByFurtherPrototypesAndSharesTheOthers() {
        double[][] three = {AXES[0], AXES[1], {0, 0, 1}};
        double[][] centres = {{20, 0, 0}, {0, 0, 0}, {0, 0, 5}};
        Reference arriving = new Reference(three, new double[] {300, 0, 50}, centres, new double[3][3], 350);
        Reference grown = reference().with(arriving, 2);
        Reference twice = grown.with(arriving, 2);
        assertThat(grown.count()).containsExactly(400, 100, 50);
        assertThat(grown.centre()[0]).containsExactly(new double[] {17.5, 0, 0}, within(1e-12));
        assertThat(grown.centre()[1]).containsExactly(0, 10, 0);
        assertThat(grown.centre()[2]).containsExactly(0, 0, 5);
        assertThat(grown.variance()[0]).containsExactly(new double[] {0.25, 0.25, 0.25}, within(1e-12));
        assertThat(grown.cells()).isEqualTo(550);
        assertThat(twice.prototype()).hasDimensions(4, 3);
        assertThat(twice.count()).containsExactly(700, 100, 50, 50);
        assertThat(reference().count()).containsExactly(100, 100);
    }

    private static OwnPrototypes search() {
        return new OwnPrototypes(reference(), PlainSettings.rounds(8, 4));
    }

    private static Reference reference() {
        double[][] ones = {{1, 1, 1}, {1, 1, 1}};
        return new Reference(AXES, new double[] {100, 100}, CENTRES, ones, 200);
    }

    /** A hundred cells about each of these axes. */
    private static List<float[]> cells(long seed, int... axes) {
        Random random = new Random(seed);
        List<float[]> cells = new ArrayList<>();
        for (int i = 0; i < 100 * axes.length; i++) {
            float[] cell = new float[3];
            for (int j = 0; j < 3; j++) {
                cell[j] = (float) (random.nextGaussian() + (j == axes[i % axes.length] ? 10 : 0));
            }
            cells.add(cell);
        }
        return cells;
    }
}
