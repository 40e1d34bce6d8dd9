package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.report.Picture.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tagbio.umap.Umap;

class LayoutsTest {
    private static final int GROUPS = 4;

    @Test
    void umapKeepsGroupsTogetherAndIsTheSameEachTime() {
        float[][] cells = cells(200, 10);
        float[][] layout = UmapLayout.of(cells, 5L).orElseThrow();

        assertThat(layout).isDeepEqualTo(UmapLayout.of(cells, 5L).orElseThrow());
        assertThat(Arrays.deepEquals(layout, UmapLayout.of(cells, 6L).orElseThrow()))
                .isFalse();
        assertThat(IntStream.range(0, cells.length).filter(i -> nearest(layout, i) % GROUPS == i % GROUPS))
                .hasSize(cells.length);
    }

    /** Where groups lie in the embedding's leading dimensions, there they lie in its UMAP. */
    @Test
    void umapStartsFromTheLeadingDimensions() {
        float[][] cells = cells(200, 10);
        float[][] layout = UmapLayout.of(cells, 5L).orElseThrow();

        for (int group = 0; group < GROUPS; group++) {
            double[] centre = centre(layout, group);
            double[] embedded = centre(cells, group);
            double cosine = (centre[0] * embedded[0] + centre[1] * embedded[1])
                    / Math.hypot(centre[0], centre[1])
                    / Math.hypot(embedded[0], embedded[1]);
            assertThat(cosine).as("group " + group).isGreaterThan(0.7);
        }
    }

    @Test
    void fewCellsAndOneDimensionAreNoTrouble() {
        assertThat(UmapLayout.of(cells(UmapLayout.NEIGHBOURS, 3), 1L)).isEmpty();
        assertThat(UmapLayout.of(new float[40][1], 1L)).isPresent();
        assertThat(UmapLayout.of(cells(UmapLayout.NEIGHBOURS + 1, 1), 1L)).isPresent();
        float[][] beyond = cells(40, 3);
        beyond[0][0] = Float.MAX_VALUE;
        beyond[1][0] = -Float.MAX_VALUE;
        assertThat(UmapLayout.of(beyond, 1L)).isPresent();
        beyond[0][0] = Float.NaN;
        assertThatThrownBy(() -> UmapLayout.of(beyond, 1L)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aTurnedAndReflectedPictureIsLaidOverTheFirst() {
        float[][] reference = Leading.of(cells(50, 2));
        for (double side : new double[] {1.0, -1.0}) {
            float[][] turned = Arrays.stream(reference)
                    .map(p -> new float[] {
                        (float) (7 + Math.cos(2) * p[0] - Math.sin(2) * p[1]),
                        (float) (side * (Math.sin(2) * p[0] + Math.cos(2) * p[1]) - 3)
                    })
                    .toArray(float[][]::new);
            float[][] laid = Procrustes.onto(turned, reference);
            for (int i = 0; i < laid.length; i++) {
                assertThat(laid[i][0]).isCloseTo(reference[i][0], within(1e-4f));
                assertThat(laid[i][1]).isCloseTo(reference[i][1], within(1e-4f));
            }
        }
    }

    @Test
    void layingOverDoesNotScale() {
        float[][] reference = Leading.of(cells(50, 2));
        float[][] small = Arrays.stream(reference)
                .map(p -> new float[] {p[0] / 2, p[1] / 2})
                .toArray(float[][]::new);

        float[][] laid = Procrustes.onto(small, reference);
        assertThat(Math.hypot(laid[0][0] - laid[1][0], laid[0][1] - laid[1][1]))
                .isCloseTo(Math.hypot(small[0][0] - small[1][0], small[0][1] - small[1][1]), within(1e-4));
    }

    @Test
    void pointsOnOneSpotOnlyShift() {
        assertThat(Procrustes.onto(new float[][] {{1, 1}, {1, 1}}, new float[][] {{0, 0}, {4, 2}}))
                .isDeepEqualTo(new float[][] {{2, 1}, {2, 1}});
    }

    @Test
    void allOrNoneHaveAUmap() {
        List<String> mishaps = new ArrayList<>();
        Map<String, float[][]> embeddings = new LinkedHashMap<>();
        embeddings.put("raw", cells(60, 5));
        embeddings.put("wide", cells(60, 9));
        List<Layout> layouts = Layouts.of(embeddings, 1L, mishaps::add);

        assertThat(layouts).extracting(Layout::embedding).containsExactly("raw", "wide");
        assertThat(layouts).allSatisfy(layout -> assertThat(layout.umap()).hasDimensions(60, 2));
        assertThat(layouts.get(1).leading()[3])
                .containsExactly(embeddings.get("wide")[3][0], embeddings.get("wide")[3][1]);

        embeddings.replaceAll((name, cells) -> Arrays.copyOf(cells, 10));
        assertThat(Layouts.of(embeddings, 1L, mishaps::add))
                .allSatisfy(layout -> assertThat(layout.umap()).isNull());
        assertThat(mishaps).isEmpty();
    }

    @Test
    void aUmapThatFailsIsToldAndTheLeadingDimensionsAreLeft() {
        Map<String, float[][]> embeddings = new LinkedHashMap<>();
        embeddings.put("raw", cells(60, 5));
        embeddings.put("beyond", cells(60, 5));
        embeddings.get("beyond")[7][4] = Float.NaN;
        List<String> mishaps = new ArrayList<>();

        assertThat(Layouts.of(embeddings, 1L, mishaps::add)).allSatisfy(layout -> {
            assertThat(layout.umap()).isNull();
            assertThat(layout.leading()).hasDimensions(60, 2);
        });
        assertThat(mishaps)
                .singleElement()
                .asString()
                .startsWith("The report has no UMAP, as that of 'beyond' failed (");
    }

    @Test
    void manyCellsAreLaidOutAsWellAsFew() {
        float[][] cells = cells(5_000, 10);
        float[][] layout = UmapLayout.of(cells, 5L).orElseThrow();

        assertThat(layout).isDeepEqualTo(UmapLayout.of(cells, 5L).orElseThrow());
        assertThat(IntStream.range(0, 200).filter(i -> nearest(layout, i) % GROUPS == i % GROUPS))
                .hasSize(200);
        for (int group = 0; group < GROUPS; group++) {
            double[] centre = centre(layout, group);
            double[] embedded = centre(cells, group);
            assertThat((centre[0] * embedded[0] + centre[1] * embedded[1])
                            / Math.hypot(centre[0], centre[1])
                            / Math.hypot(embedded[0], embedded[1]))
                    .as("group " + group)
                    .isGreaterThan(0.7);
        }
    }

    /** The share of each cell's nearest neighbours that are near in the layout too, by the library and here. */
    @Test
    void neighboursStayNeighboursAsInTheLibrary() {
        float[][] cells = cells(800, 10);
        double library = kept(
                cells,
                new Umap()
                        .setThreads(1)
                        .setNumberNearestNeighbours(UmapLayout.NEIGHBOURS)
                        .setNumberEpochs(UmapLayout.EPOCHS)
                        .setRandom(new Random(5L))
                        .fitTransform(cells));

        assertThat(library).isGreaterThan(0.2);
        assertThat(kept(cells, UmapLayout.of(cells, 5L).orElseThrow())).isCloseTo(library, within(0.03));
    }

    private static double kept(float[][] cells, float[][] layout) {
        int[][] there = new ExactNeighbours(cells).all(15).index();
        int[][] here = new ExactNeighbours(layout).all(15).index();
        return IntStream.range(0, cells.length)
                        .mapToLong(i -> Arrays.stream(here[i])
                                .filter(cell ->
                                        cell != i && Arrays.stream(there[i]).anyMatch(other -> other == cell))
                                .count())
                        .average()
                        .orElseThrow()
                / 14.0;
    }

    @Test
    void aPictureAskedForHasAsManyCellsAsItsEmbeddingAllows() {
        assertThat(Layouts.mostCells(Layouts.CELLS, 50)).isEqualTo(1_500);
        assertThat(Layouts.mostCells(Layouts.CELLS, 2_048)).isEqualTo(1_210);
        assertThat(Layouts.mostCells(20_000, 100)).isEqualTo(20_000);
        assertThat(Layouts.mostCells(20_000, 512)).isEqualTo(3_906);
        assertThat(Layouts.mostCells(20_000, 2_048)).isEqualTo(1_210);
        assertThat(Layouts.mostCells(20, 2_048)).isEqualTo(20);
    }

    /** Four round groups, one after the other, on a circle in the first two dimensions. */
    private static float[][] cells(int count, int dimension) {
        Random random = new Random(11);
        float[][] cells = new float[count][dimension];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dimension; j++) {
                double angle = 2 * Math.PI * (i % GROUPS) / GROUPS;
                double centre = j == 0 ? Math.cos(angle) : j == 1 ? Math.sin(angle) : 0;
                cells[i][j] = (float) (10 * centre + random.nextGaussian());
            }
        }
        return cells;
    }

    private static int nearest(float[][] layout, int of) {
        return IntStream.range(0, layout.length)
                .filter(i -> i != of)
                .boxed()
                .min((i, j) -> Double.compare(distance(layout, of, i), distance(layout, of, j)))
                .orElseThrow();
    }

    private static double distance(float[][] layout, int i, int j) {
        return Math.hypot(layout[i][0] - layout[j][0], layout[i][1] - layout[j][1]);
    }

    private static double[] centre(float[][] points, int group) {
        int[] members = IntStream.range(0, points.length)
                .filter(i -> i % GROUPS == group)
                .toArray();
        double[] all = {
            mean(points, IntStream.range(0, points.length).toArray(), 0),
            mean(points, IntStream.range(0, points.length).toArray(), 1)
        };
        return new double[] {mean(points, members, 0) - all[0], mean(points, members, 1) - all[1]};
    }

    private static double mean(float[][] points, int[] members, int j) {
        return Arrays.stream(members).mapToDouble(i -> points[i][j]).average().orElseThrow();
    }
}
