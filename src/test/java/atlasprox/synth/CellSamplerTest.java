package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import atlasprox.synth.CellSampler.Cell;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellSamplerTest {
    private static final SynthModel DEFAULT =
            new SynthModel(SynthSettings.builder().build());

    @Property(tries = 200)
    void aCellIsTheSameWhateverWasDrawnBefore(
            @ForAll @LongRange(max = 3999) long before, @ForAll @LongRange(max = 3999) long index) {
        CellSampler sampler = new CellSampler(DEFAULT);
        sampler.cell(before);
        assertThat(sampler.cell(index)).usingRecursiveComparison().isEqualTo(new CellSampler(DEFAULT).cell(index));
    }

    @Test
    void cellsStayTheSameFromVersionToVersion() {
        SynthSettings settings =
                SynthSettings.builder().centre(3).within(1).warp(0.5).build();
        Cell cell = new CellSampler(new SynthModel(settings)).cell(42);
        assertThat(cell.id()).isEqualTo("cell_00000042");
        assertThat(cell.batch()).isEqualTo("batch_0");
        assertThat(cell.type()).isEqualTo("type_0");
        // Worked out from the formulas by a separate program in another language.
        assertThat(List.of(cell.truth()[0], cell.truth()[19], cell.embedding()[0], cell.embedding()[19]))
                .containsExactly(-1.5333099f, -2.9503722f, -1.3323226f, -3.0003004f);
    }

    @Test
    void anotherSeedGivesOtherCells() {
        Cell other =
                new CellSampler(new SynthModel(SynthSettings.builder().seed(2).build())).cell(0);
        assertThat(other.truth()).isNotEqualTo(new CellSampler(DEFAULT).cell(0).truth());
    }

    @Test
    void refusesCellsBeyondTheLast() {
        CellSampler sampler = new CellSampler(DEFAULT);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> sampler.cell(4000));
    }

    @ParameterizedTest
    @EnumSource(Composition.class)
    void typesOccurAsOftenAsTheCompositionSays(Composition composition) {
        SynthModel model = new SynthModel(SynthSettings.builder()
                .cells(80_000)
                .dimension(1)
                .composition(composition)
                .build());
        Map<String, Map<String, Long>> counts = cells(model).stream()
                .collect(Collectors.groupingBy(Cell::batch, Collectors.groupingBy(Cell::type, Collectors.counting())));
        for (int batch = 0; batch < 4; batch++) {
            double[] shares = model.typeShares(batch);
            for (int type = 0; type < shares.length; type++) {
                long count = counts.get(model.batchName(batch)).getOrDefault(model.typeName(type), 0L);
                double fourDeviations = 4 * Math.sqrt(20_000 * shares[type] * (1 - shares[type]));
                assertThat((double) count).isCloseTo(20_000 * shares[type], within(fourDeviations));
            }
        }
    }

    @Test
    void withinABatchAndTypeTheTruthIsAnAffineMapOfTheEmbedding() {
        Map<String, List<Cell>> groups =
                cells(DEFAULT).stream().collect(Collectors.groupingBy(cell -> cell.batch() + cell.type()));
        assertThat(groups).hasSize(32);
        assertThat(groups.values())
                .allSatisfy(cells -> assertThat(relativeDistance(cells)).isLessThan(1e-5));
    }

    @Test
    void withoutWarpTheTruthIsAnAffineMapOfTheEmbeddingWithinABatch() {
        SynthModel model = new SynthModel(SynthSettings.builder().warp(0).build());
        Map<String, List<Cell>> batches = cells(model).stream().collect(Collectors.groupingBy(Cell::batch));
        assertThat(batches.values())
                .allSatisfy(cells -> assertThat(relativeDistance(cells)).isLessThan(1e-5));
    }

    @Test
    void theRawEmbeddingIsAsFarFromTheTruthAsDocumented() {
        double mean = LongStream.rangeClosed(1, 10)
                .mapToObj(seed ->
                        new SynthModel(SynthSettings.builder().seed(seed).build()))
                .mapToDouble(model -> relativeDistance(cells(model)))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.43, within(0.03));
        assertThat(relativeDistance(cells(DEFAULT))).isCloseTo(0.43, within(0.03));
    }

    @Test
    void typesHardlyOverlapWithinABatch() {
        List<Cell> batch = cells(DEFAULT).subList(0, 300);
        long astray = batch.stream()
                .filter(cell -> !nearest(cell, batch).type().equals(cell.type()))
                .count();
        assertThat(astray).isLessThan(10);
    }

    @SuppressWarnings("ReferenceEquality") // Any other cell, a twin too.
    private static Cell nearest(Cell cell, List<Cell> cells) {
        return cells.stream()
                .filter(other -> other != cell)
                .min((a, b) -> Double.compare(square(cell, a), square(cell, b)))
                .orElseThrow();
    }

    private static double square(Cell a, Cell b) {
        double sum = 0;
        for (int i = 0; i < a.embedding().length; i++) {
            double difference = a.embedding()[i] - b.embedding()[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static List<Cell> cells(SynthModel model) {
        CellSampler sampler = new CellSampler(model);
        return LongStream.range(0, model.settings().cells())
                .mapToObj(sampler::cell)
                .toList();
    }

    /** What the best affine map of each dimension of the embedding leaves of the truth, relative to the truth's own spread. */
    private static double relativeDistance(List<Cell> cells) {
        double left = 0;
        double all = 0;
        for (int i = 0; i < cells.get(0).truth().length; i++) {
            double meanTruth = 0;
            double meanSeen = 0;
            for (Cell cell : cells) {
                meanTruth += cell.truth()[i] / cells.size();
                meanSeen += cell.embedding()[i] / cells.size();
            }
            double truth = 0;
            double seen = 0;
            double both = 0;
            for (Cell cell : cells) {
                double x = cell.truth()[i] - meanTruth;
                double z = cell.embedding()[i] - meanSeen;
                truth += x * x;
                seen += z * z;
                both += x * z;
            }
            left += Math.max(0, truth - both * both / seen);
            all += truth;
        }
        return Math.sqrt(left / all);
    }
}
