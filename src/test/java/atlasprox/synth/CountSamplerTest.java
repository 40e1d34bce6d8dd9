package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.synth.CounterRandom.Stream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class CountSamplerTest {
    private static final int GENES = 100;
    private static final int CELLS = 4000;
    private static final int DRAWS = 20_000;
    private static final int GRID = 100_000;
    private static final SynthModel DEFAULT = new SynthModel(settings().build());

    private static SynthSettings.Builder settings() {
        return SynthSettings.builder().genes(GENES).cells(CELLS);
    }

    @Property(tries = 200)
    void aCellIsTheSameWhateverWasDrawnBefore(
            @ForAll @LongRange(max = 3999) long before, @ForAll @LongRange(max = 3999) long index) {
        CellSampler sampler = new CellSampler(DEFAULT);
        sampler.cell(before);
        assertThat(sampler.cell(index).counts())
                .usingRecursiveComparison()
                .isEqualTo(new CellSampler(DEFAULT).cell(index).counts());
    }

    @Test
    void genesAscendAndAreThere() {
        CellSampler sampler = new CellSampler(DEFAULT);
        for (long cell = 0; cell < CELLS; cell += 40) {
            GeneCounts counts = sampler.cell(cell).counts();
            assertThat(counts.genes()).isSorted().doesNotHaveDuplicates().hasSize(counts.counts().length);
            assertThat(IntStream.of(counts.genes())).allMatch(gene -> gene >= 0 && gene < GENES);
            assertThat(IntStream.of(counts.counts())).allMatch(count -> count > 0);
        }
    }

    /** Cells of one truth in one batch; of a gene, the mean over programs, and a variance of bursts and of the cells' depths. */
    @Test
    void aGenesCountsHaveTheMeanAndTheVarianceOfTheModel() {
        BatchGenes batch = batch(settings().dropout(0), 2);
        float[] truth = new CellSampler(DEFAULT).cell(0).truth();
        double[][] drawn = drawn(batch, truth);
        double[] means = means(batch, truth);
        assertThat(Arrays.stream(means).sum()).isCloseTo(batch.depth(), within(1e-4 * batch.depth()));
        double depths = Math.expm1(CountSampler.CELL_DEPTH * CountSampler.CELL_DEPTH);
        // Fewer counts of a gene tell nothing of its variance.
        int[] frequent =
                IntStream.range(0, GENES).filter(gene -> means[gene] > 1).toArray();
        assertThat(frequent).hasSizeGreaterThan(GENES / 2);
        for (int gene : frequent) {
            double bursts = means[gene] * squareToMean(batch.size(gene));
            double variance = bursts + means[gene] * means[gene] * depths;
            assertThat(bursts).isGreaterThan(1.05 * means[gene]);
            assertThat(StatUtils.mean(drawn[gene])).isCloseTo(means[gene], within(5 * Math.sqrt(variance / DRAWS)));
            assertThat(StatUtils.variance(drawn[gene])).isCloseTo(variance, within(0.15 * variance));
        }
    }

    private static double[][] drawn(BatchGenes batch, float[] truth) {
        CountSampler sampler = new CountSampler(GENES);
        double[][] drawn = new double[GENES][DRAWS];
        for (int cell = 0; cell < DRAWS; cell++) {
            GeneCounts counts = sampler.draw(batch, truth, new CounterRandom(5, Stream.COUNTS_OF_CELL, cell));
            for (int i = 0; i < counts.genes().length; i++) {
                drawn[counts.genes()[i]][cell] = counts.counts()[i];
            }
        }
        return drawn;
    }

    private static double[] means(BatchGenes batch, float[] truth) {
        double[] usage = CountSampler.usage(truth);
        double[] means = new double[GENES];
        for (int program = 0; program < usage.length; program++) {
            double bursts = batch.depth() * usage[program] * batch.burstsPerCount(program);
            for (int i = 0; i < GRID; i++) {
                int gene = batch.gene(program, (i + 0.5) / GRID);
                means[gene] += bursts * batch.size(gene).mean() / GRID;
            }
        }
        return means;
    }

    private static double squareToMean(BurstSize size) {
        double[] sizes = IntStream.range(0, GRID)
                .mapToDouble(i -> size.draw((i + 0.5) / GRID))
                .toArray();
        return StatUtils.sumSq(sizes) / StatUtils.sum(sizes);
    }

    @Test
    void acrossCellsNearlyAllGenesVaryMoreThanPoissonWould() {
        double[][] counts = counts(settings().depthDeviation(0).geneEffect(0));
        long over = Arrays.stream(counts)
                .filter(gene -> StatUtils.variance(gene) > StatUtils.mean(gene))
                .count();
        assertThat(over).isGreaterThan(GENES * 95 / 100);
    }

    @Test
    void batchesHaveDepthsOfTheirOwn() {
        double[] logs = IntStream.range(0, 400)
                .mapToDouble(
                        batch -> Math.log(batch(settings().batches(400).genes(1).depthDeviation(0.5), batch)
                                .depth()))
                .toArray();
        assertThat(Math.sqrt(StatUtils.variance(logs))).isCloseTo(0.5, within(0.08));
        SynthSettings.Builder settings =
                settings().batches(2).depthDeviation(0.5).dropout(0);
        double[] depths = Arrays.stream(transposed(counts(settings)))
                .mapToDouble(StatUtils::sum)
                .toArray();
        for (int batch = 0; batch < 2; batch++) {
            double mean = StatUtils.mean(depths, batch * CELLS / 2, CELLS / 2);
            assertThat(mean).isCloseTo(batch(settings, batch).depth(), within(0.02 * mean));
        }
    }

    @Test
    void dropoutLosesItsShareOfGenes() {
        SynthSettings.Builder lossy = settings().batches(2).dropout(0.4);
        double[][] all = transposed(counts(settings().batches(2).dropout(0)));
        double[][] left = transposed(counts(lossy));
        for (int batch = 0; batch < 2; batch++) {
            long before = expressed(all, batch);
            double lost = 1 - expressed(left, batch) / (double) before;
            double dropout = batch(lossy, batch).dropout();
            assertThat(lost).isCloseTo(dropout, within(5 * Math.sqrt(0.25 / before)));
            assertThat(dropout).isBetween(0.2, 0.6);
        }
    }

    private static long expressed(double[][] cells, int batch) {
        return Arrays.stream(cells, batch * CELLS / 2, (batch + 1) * CELLS / 2)
                .flatMapToDouble(Arrays::stream)
                .filter(count -> count > 0)
                .count();
    }

    @Test
    void aBatchShowsGenesInSharesOfItsOwn() {
        assertThat(correlationOfBatches(0)).isGreaterThan(0.999);
        assertThat(correlationOfBatches(1)).isLessThan(0.9);
    }

    private static double correlationOfBatches(double effect) {
        SynthSettings.Builder settings = settings().geneEffect(effect).depthDeviation(0);
        float[] truth = new float[20];
        return new PearsonsCorrelation()
                .correlation(means(batch(settings, 0), truth), means(batch(settings, 1), truth));
    }

    @Test
    void typesAreToldByTheirCounts() {
        SynthSettings.Builder settings =
                settings().batches(1).types(4).genes(500).centre(3).within(1);
        SynthModel model = new SynthModel(settings.build());
        double[][] cells = transposed(counts(settings));
        CellSampler sampler = new CellSampler(model);
        List<String> types = LongStream.range(0, CELLS)
                .mapToObj(cell -> sampler.cell(cell).type())
                .toList();
        double[][] centres = new double[4][500];
        Arrays.setAll(centres, type -> centre(cells, types, model.typeName(type)));
        long right = IntStream.range(CELLS / 2, CELLS)
                .filter(cell ->
                        model.typeName(nearest(logged(cells[cell]), centres)).equals(types.get(cell)))
                .count();
        assertThat(right).isGreaterThan(CELLS / 2 * 97 / 100);
    }

    /** Of the first half of the cells. */
    private static double[] centre(double[][] cells, List<String> types, String type) {
        double[][] own = IntStream.range(0, CELLS / 2)
                .filter(cell -> types.get(cell).equals(type))
                .mapToObj(cell -> logged(cells[cell]))
                .toArray(double[][]::new);
        return Arrays.stream(transposed(own)).mapToDouble(StatUtils::mean).toArray();
    }

    private static double[] logged(double[] counts) {
        double depth = StatUtils.sum(counts);
        return Arrays.stream(counts)
                .map(count -> Math.log1p(1e4 * count / depth))
                .toArray();
    }

    private static int nearest(double[] cell, double[][] centres) {
        return IntStream.range(0, centres.length)
                .boxed()
                .min(Comparator.comparingDouble(type -> new EuclideanDistance().compute(cell, centres[type])))
                .orElseThrow();
    }

    @Test
    void countsStayTheSameFromVersionToVersion() {
        GeneCounts counts = new CellSampler(DEFAULT).cell(42).counts();
        assertThat(counts.genes()).startsWith(1, 4, 5, 6, 7, 8, 10, 11);
        assertThat(counts.counts()).startsWith(1, 3, 2, 1, 3, 2, 48, 25);
    }

    private static BatchGenes batch(SynthSettings.Builder settings, int batch) {
        return new SynthModel(settings.build()).genes().orElseThrow().ofBatch(batch);
    }

    /** For each gene, of all cells. */
    private static double[][] counts(SynthSettings.Builder settings) {
        SynthModel model = new SynthModel(settings.build());
        CellSampler sampler = new CellSampler(model);
        double[][] counts = new double[model.settings().genes().genes()][CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            GeneCounts drawn = sampler.cell(cell).counts();
            for (int i = 0; i < drawn.genes().length; i++) {
                counts[drawn.genes()[i]][cell] = drawn.counts()[i];
            }
        }
        return counts;
    }

    private static double[][] transposed(double[][] rows) {
        return new Array2DRowRealMatrix(rows).transpose().getData();
    }
}
