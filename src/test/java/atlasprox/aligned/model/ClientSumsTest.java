package atlasprox.aligned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.math.Centre;
import atlasprox.math.Frame;
import atlasprox.math.Moments;
import atlasprox.sample.CellKeys;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class ClientSumsTest {
    private static final int CELLS = 2_000;
    private static final double[][] PROTOTYPES = {{1, 0}, {0, 1}};
    private static final LongPredicate ALL = content -> true;

    @Test
    void sumsOverHalfOfAClientOfTwinsScaledAreItsOwn() {
        float[] cells = cells();
        ClientSums twins = sums(cells, ALL).merge(sums(cells, ALL));
        ClientSums half = sums(cells, ALL).scaledTo(2 * CELLS);
        assertThat(half.cells()).isEqualTo(twins.cells());
        assertThat(half.visited()).isEqualTo(CELLS);
        assertThat(half.objective()).isEqualTo(twins.objective());
        assertThat(ClientSums.structure(List.of(half)))
                .isEqualTo(ClientSums.structure(List.of(twins)), within(1e-9 * ClientSums.structure(List.of(twins))));
        assertThat(ClientSums.structureMoved(List.of(half)))
                .isEqualTo(
                        ClientSums.structureMoved(List.of(twins)),
                        within(1e-9 * ClientSums.structureMoved(List.of(twins))));
        for (int k = 0; k < 2; k++) {
            assertThat(half.count(k)).isEqualTo(twins.count(k));
            assertThat(half.mean(k, 0)).isEqualTo(twins.mean(k, 0));
            assertThat(half.variance(k, 1)).isEqualTo(twins.variance(k, 1));
        }
    }

    @Test
    void allCellsScaledToTheirNumberStayAsTheyAre() {
        float[] cells = cells();
        ClientSums sums = sums(cells, ALL);
        ClientSums scaled = sums(cells, ALL).scaledTo(CELLS);
        assertThat(scaled.count(1)).isEqualTo(sums.count(1));
        assertThat(scaled.objective()).isEqualTo(sums.objective());
        assertThat(ClientSums.structure(List.of(scaled))).isEqualTo(ClientSums.structure(List.of(sums)));
    }

    @Test
    void aGroupOfTooFewCellsIsNotToldOf() {
        float[] three = {4, 0, 4, 0.5f, 0, 4};
        assertThat(sums(three, ALL).told(1).count(1)).isEqualTo(1.0, within(1e-3));
        ClientSums told = sums(three, ALL).told(2);
        assertThat(told.count(1)).isZero();
        assertThat(told.count(0)).isZero(); // Or the third cell would be what is missing in the sum of all.
        assertThat(ClientSums.structure(List.of(told))).isEqualTo(ClientSums.structure(List.of(sums(three, ALL))));
        ClientSums none = sums(three, ALL).told(4);
        assertThat(none.count(0)).isZero();
        assertThat(ClientSums.structure(List.of(none))).isZero();
        assertThat(none.visited()).isEqualTo(3);
    }

    @Test
    void cellsOfOneGroupThatLieInPiecesAreCountedTogether() {
        float[] two = {0, 4, 0, 5};
        long first = CellKeys.content(new float[] {0, 4});
        ClientSums pieces = sums(two, content -> content == first).merge(sums(two, content -> content != first));
        assertThat(pieces.told(2).count(1)).isEqualTo(2.0, within(1e-3));
    }

    /** Over many seeds, a sample of three in ten counts as many cells of each kind as there are. */
    @Test
    void scaledCountsAreUnbiased() {
        float[] cells = cells();
        ClientSums whole = sums(cells, ALL);
        double[] count = new double[2];
        int seeds = 300;
        for (int seed = 0; seed < seeds; seed++) {
            long drawing = seed;
            ClientSums sample = sums(cells, content -> CellKeys.isInShare(CellKeys.key(drawing, content), 0.3));
            assertThat(sample.visited()).isLessThan(CELLS / 2);
            sample.scaledTo(CELLS);
            for (int k = 0; k < 2; k++) {
                count[k] += sample.count(k) / seeds;
            }
        }
        assertThat(whole.count(0)).isLessThan(0.3 * CELLS);
        assertThat(count[0]).isEqualTo(whole.count(0), within(0.01 * whole.count(0)));
        assertThat(count[1]).isEqualTo(whole.count(1), within(0.01 * whole.count(1)));
    }

    /** A quarter of the cells lies about (4, 0), the others about (0, 4). */
    private static float[] cells() {
        Random random = new Random(5);
        float[] cells = new float[2 * CELLS];
        for (int i = 0; i < CELLS; i++) {
            cells[2 * i] = (float) ((i % 4 == 0 ? 4 : 0) + random.nextGaussian());
            cells[2 * i + 1] = (float) ((i % 4 == 0 ? 0 : 4) + random.nextGaussian());
        }
        return cells;
    }

    private static Frame frame(float[] cells) {
        Moments moments = new Moments(2);
        for (int from = 0; from < cells.length; from += 2) {
            moments.add(cells, from);
        }
        return Frame.of(moments, Centre.origin(moments.dimension()));
    }

    private static ClientSums sums(float[] cells, LongPredicate visited) {
        double[][][] gamma = {{{1.1, 0.9}, {1, 1}}};
        double[][][] beta = {{{0.2, 0}, {0, -0.1}}};
        FilmMixture mixture = new FilmMixture(List.of("a"), PROTOTYPES, gamma, beta, new double[1][2], 0.1, 2);
        ClientSums.Visitor visitor = new ClientSums.Visitor(mixture, null);
        ClientSums sums = new ClientSums(2, frame(cells));
        for (int i = 0; i < cells.length / 2; i++) {
            if (visited.test(CellKeys.content(new float[] {cells[2 * i], cells[2 * i + 1]}))) {
                visitor.visit(0, cells, 2 * i, sums);
            }
        }
        return sums;
    }
}
