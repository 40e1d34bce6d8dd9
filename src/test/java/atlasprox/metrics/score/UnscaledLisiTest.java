package atlasprox.metrics.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.GoldenData;
import atlasprox.metrics.groups.CodedCells;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.NeighbourSearch;
import atlasprox.synth.CellSampler;
import atlasprox.synth.SynthModel;
import atlasprox.synth.SynthSettings;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unscaled LISI is harmonypy's, on cells of {@code synth} and whatever is hard on neighbours; src/test/python/reference/lisi.py asked it. */
class UnscaledLisiTest {
    private static final NeighbourSearch HERE = (cells, k) -> new ExactNeighbours(cells).all(k);
    private static final JsonNode GOLDEN = GoldenData.json("lisi.json");

    /** What the script keeps of a cell of synth. */
    private record Cell(String batch, String type, float[] raw, float[] truth) {

        Cell placed(UnaryOperator<float[]> move) {
            return new Cell(batch, type, move.apply(raw), move.apply(truth));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "ties", "duplicates", "60 cells", "91 cells", "2 cells", "one batch", "labels missing"})
    void isHarmonypys(String name) {
        JsonNode golden = GOLDEN.path(name);
        List<Cell> cells = made(name, drawn());
        assertThat(cells).hasSize(golden.path("cells").asInt());
        SoftAssertions all = new SoftAssertions();
        require(all, spreads(cells, cells.stream().map(Cell::raw).toArray(float[][]::new)), golden.path("X_pca"));
        require(all, spreads(cells, cells.stream().map(Cell::truth).toArray(float[][]::new)), golden.path("X_truth"));
        all.assertAll();
    }

    private static void require(SoftAssertions all, List<LisiSpread> found, JsonNode golden) {
        all.assertThat(found).extracting(LisiSpread::column).containsExactly("batch", "cell_type");
        for (LisiSpread spread : found) {
            JsonNode there = golden.path(spread.column());
            all.assertThat(spread.cells()).isEqualTo(there.path("cells").asInt());
            all.assertThat(spread.mean())
                    .as("mean of " + spread.title())
                    .isEqualTo(there.path("mean").doubleValue(), within(1e-3));
            all.assertThat(spread.deviation())
                    .as("deviation of " + spread.title())
                    .isEqualTo(there.path("deviation").doubleValue(), within(1e-3));
        }
    }

    private static List<Cell> drawn() {
        SynthSettings settings = GoldenData.synth(GOLDEN);
        CellSampler sampler = new CellSampler(new SynthModel(settings));
        return IntStream.range(0, (int) settings.cells())
                .mapToObj(sampler::cell)
                .map(cell -> new Cell(cell.batch(), cell.type(), cell.embedding(), cell.truth()))
                .toList();
    }

    /** The same as {@code cases} in the script. */
    private static List<Cell> made(String name, List<Cell> cells) {
        int half = cells.size() / 2;
        return switch (name) {
            case "ties" ->
                cells.stream()
                        .map(cell -> cell.placed(UnscaledLisiTest::rounded))
                        .toList();
            case "duplicates" ->
                IntStream.range(0, cells.size())
                        .mapToObj(i -> new Cell(
                                cells.get(i).batch(),
                                cells.get(i).type(),
                                cells.get(i % half).raw(),
                                cells.get(i % half).truth()))
                        .toList();
            case "60 cells" -> every(20, cells);
            case "91 cells" -> every(13, cells).subList(0, 91);
            case "2 cells" -> cells.subList(599, 601);
            case "one batch" ->
                cells.stream().filter(cell -> cell.batch().equals("batch_0")).toList();
            case "labels missing" ->
                IntStream.range(0, cells.size())
                        .mapToObj(i -> i % 7 > 0
                                ? cells.get(i)
                                : new Cell(
                                        cells.get(i).batch(),
                                        null,
                                        cells.get(i).raw(),
                                        cells.get(i).truth()))
                        .toList();
            default -> cells;
        };
    }

    private static List<Cell> every(int step, List<Cell> cells) {
        return IntStream.range(0, cells.size())
                .filter(i -> i % step == 0)
                .mapToObj(cells::get)
                .toList();
    }

    private static float[] rounded(float[] cell) {
        float[] rounded = new float[cell.length];
        for (int j = 0; j < cell.length; j++) {
            rounded[j] = (float) Math.rint(cell[j]);
        }
        return rounded;
    }

    private static List<LisiSpread> spreads(List<Cell> cells, float[][] embedding) {
        CodedCells coded = CodedCells.of(
                cells.stream().map(Cell::batch).toList(),
                cells.stream().map(Cell::type).toList());
        return new UnscaledLisi(
                        List.of(
                                UnscaledLisi.Column.of(
                                        UnscaledLisi.BATCH, "batch", coded.batches(), coded.batchNames()),
                                new UnscaledLisi.Column(UnscaledLisi.CELL_TYPE, "cell_type", coded.labels())),
                        HERE)
                .of(embedding);
    }

    @Property(tries = 20)
    void liesBetweenOneAndTheNumberOfGroupsWhateverTheirNames(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int groups) {
        Random random = new Random(seed);
        float[][] cells = random.doubles(150)
                .mapToObj(at -> new float[] {(float) at, random.nextInt(3)})
                .toArray(float[][]::new);
        int[] codes = random.ints(cells.length, 0, groups).toArray();
        int[] turned = Arrays.stream(codes).map(code -> groups - 1 - code).toArray();
        LisiSpread found = of(cells, codes);
        assertThat(found.mean()).isBetween(1.0 - 1e-9, groups + 1e-9);
        assertThat(found.deviation()).isBetween(0.0, (groups - 1) / 2.0 + 1e-9);
        assertThat(of(cells, turned).mean()).isEqualTo(found.mean(), within(1e-9));
    }

    @Test
    void codesOfOneValueAreOneGroup() {
        float[][] cells = {{0}, {1}, {2}, {3}};
        int[] codes = {0, 1, 2, 3};
        List<LisiSpread> found = new UnscaledLisi(
                        List.of(
                                UnscaledLisi.Column.of("Batch LISI", "donor", codes, List.of("a", "a", "a", "a")),
                                UnscaledLisi.Column.of("Batch LISI", "lane", codes, List.of("1", "2", "1", "2"))),
                        HERE)
                .of(cells);
        // Three others, all weighed alike: of a lane's two cells one is among them.
        assertThat(found).extracting(LisiSpread::title).containsExactly("Batch LISI (donor)", "Batch LISI (lane)");
        assertThat(found.get(0).mean()).isEqualTo(1.0, within(1e-9));
        assertThat(found.get(1).mean()).isEqualTo(9.0 / 5.0, within(1e-9));
        assertThat(found.get(1).deviation()).isEqualTo(0.0, within(1e-9));
    }

    @Test
    void aCellAloneHasNone() {
        assertThat(new UnscaledLisi(List.of(new UnscaledLisi.Column("Batch LISI", "batch", new int[] {0})), HERE)
                        .of(new float[1][2]))
                .isEmpty();
        assertThat(new UnscaledLisi(
                                List.of(new UnscaledLisi.Column("Cell-type LISI", "type", new int[] {-1, 0, -1})), HERE)
                        .of(new float[3][2]))
                .isEmpty();
    }

    @Test
    void searchesOnceForAllColumnsWithoutGaps() {
        List<Integer> searched = new ArrayList<>();
        NeighbourSearch counted = (cells, k) -> {
            searched.add(k);
            return HERE.of(cells, k);
        };
        UnscaledLisi.Column column = new UnscaledLisi.Column("Batch LISI", "batch", new int[120]);
        assertThat(new UnscaledLisi(List.of(column, column, column), counted).of(new float[120][1]))
                .hasSize(3);
        assertThat(searched).containsExactly(91);
    }

    private static LisiSpread of(float[][] cells, int[] codes) {
        return new UnscaledLisi(List.of(new UnscaledLisi.Column("Batch LISI", "batch", codes)), HERE)
                .of(cells)
                .get(0);
    }
}
