package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.Draws;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SquareTilesTest {

    @Property(tries = 30)
    void squaresAreOffByNoMoreThanTheSlackHoweverFarFromTheOrigin(
            @ForAll @IntRange(min = 1, max = 1100) int n,
            @ForAll @IntRange(min = 1, max = 60) int dimension,
            @ForAll @IntRange(min = 0, max = 1_000_000) int offset,
            @ForAll long seed) {
        float[][] cells = Draws.cells(n, dimension, seed);
        for (float[] cell : cells) {
            cell[0] += offset;
        }
        SquareTiles tiles = new SquareTiles(cells);
        int from = n / 3;
        int to = Math.min(n, from + 3);
        int[] taken = new int[n];
        tiles.squares(cells, from, to, (one, tile, squares) -> {
            assertThat(one).isBetween(from, to - 1);
            for (int c = 0; c < tiles.cells(tile); c++) {
                int other = tile * SquareTiles.CELLS + c;
                double exact = square(cells[one], cells[other]);
                assertThat((double) squares[c]).isEqualTo(exact, within(tiles.slack() * exact));
                taken[other]++;
            }
        });
        assertThat(Arrays.stream(taken)).containsOnly(to - from);
    }

    private static double square(float[] a, float[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += Math.pow((double) a[j] - b[j], 2);
        }
        return sum;
    }
}
