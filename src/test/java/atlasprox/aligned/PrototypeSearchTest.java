package atlasprox.aligned;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.math.UnitPoints;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrototypeSearchTest {

    @Test
    void ofManyCellsTheSameShareOfEachClientIsLookedAt() {
        assertThat(PrototypeSearch.looked(new double[] {300, 45}, 1)).containsExactly(300, 45);
        assertThat(PrototypeSearch.looked(new double[] {100_000, 300_000, 1}, 1))
                .containsExactly(5_000, 15_000, 1);
    }

    /** Even of a single client, and of clients so small that a share of all groups would be none. */
    @Test
    void thereAreGroupsEnoughForThePrototypes() {
        assertThat(groups(1, 20_000, 100, 1)).hasSizeBetween(500, 1_000);
        assertThat(groups(5, 100, 17, 1)).hasSizeBetween(170, 250);
        assertThat(groups(1_000, 20, 100, 1)).hasSizeBetween(6_600, 10_000);
        assertThat(groups(2, 40, 1, 1)).hasSizeBetween(2 * 13, 2 * 20);
    }

    @Test
    void noGroupRestsOnFewerCellsThanToldOf() {
        assertThat(groups(5, 100, 17, 10)).hasSizeBetween(25, 50);
        assertThat(groups(5, 10, 17, 10)).hasSize(5);
        assertThat(groups(5, 9, 17, 10)).isEmpty();
    }

    @Test
    void ofManySmallBatchesEnoughCellsAreLookedAtForGroupsToBeToldOf() {
        int[] looked = PrototypeSearch.looked(
                DoubleStream.generate(() -> 200).limit(1_000).toArray(), 50);
        assertThat(looked).containsOnly(200);
        assertThat(PrototypeSearch.looked(
                        DoubleStream.generate(() -> 300).limit(5_000).toArray(), 5))
                .containsOnly(20);
    }

    @Test
    void aSingleCellIsItsClientsOnlySum() {
        assertThat(groups(3, 1, 2, 1)).hasSize(3);
        assertThat(groups(3, 1, 2, 2)).isEmpty();
    }

    private static List<double[]> groups(int clients, int cells, int prototypes, int minCells) {
        double[] fitted = new double[clients];
        Arrays.fill(fitted, cells);
        PrototypeSearch search = PrototypeSearch.of(fitted, new double[clients][4], prototypes, minCells);
        Random random = new Random(clients);
        List<double[]> points = Stream.generate(() -> random.doubles(4, -1, 1).toArray())
                .limit(cells)
                .toList();
        return Stream.iterate(0, b -> b + 1)
                .limit(clients)
                .flatMap(b -> Stream.of(search.groups(new ClientDirections(b, new UnitPoints(points)))))
                .toList();
    }
}
