package atlasprox.counts.pca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CovarianceSumsTest {
    private static final double LARGEST = 9.3;

    /** That of values up to 16. */
    private static final double GRID = 4096.0;

    @Property(tries = 200)
    void areTheSameInAnyOrderAndAnyParts(
            @ForAll @IntRange(min = 1, max = 20) int genes,
            @ForAll @IntRange(min = 2, max = 600) int cells,
            @ForAll @IntRange(min = 1, max = 6) int parts,
            @ForAll long seed) {
        Random random = new Random(seed);
        double zeros = random.nextDouble();
        List<double[]> drawn = IntStream.range(0, cells)
                .mapToObj(i -> random.doubles(genes)
                        .map(u -> u < zeros ? 0.0 : LARGEST * (2 * u - 1))
                        .toArray())
                .toList();
        List<double[]> shuffled = new ArrayList<>(drawn);
        Collections.shuffle(shuffled, random);
        GeneOrder order = order(genes, random);
        CovarianceSums merged = IntStream.range(0, parts)
                .mapToObj(part -> sums(
                        order,
                        IntStream.range(0, cells)
                                .filter(i -> i % parts == part)
                                .mapToObj(shuffled::get)
                                .toList()))
                .reduce(CovarianceSums::merge)
                .orElseThrow();
        CovarianceSums whole = sums(order, drawn);
        assertThat(merged.covariance()).isEqualTo(whole.covariance());
        assertThat(merged.means()).isEqualTo(whole.means());
        CovarianceSums otherwise = sums(order(genes, random), drawn);
        assertThat(otherwise.covariance()).isEqualTo(whole.covariance());
        assertThat(otherwise.means()).isEqualTo(whole.means());
        List<double[]> rounded = drawn.stream()
                .map(cell -> Arrays.stream(cell)
                        .map(value -> Math.rint(value * GRID) / GRID)
                        .toArray())
                .toList();
        assertThat(whole.covariance()).containsExactly(covariance(rounded), within(1e-9));
    }

    /** Any order, of which any genes are common, or none, or all. */
    private static GeneOrder order(int genes, Random random) {
        return new GeneOrder(random.doubles(genes).toArray(), random.nextInt(5) / 4.0);
    }

    private static CovarianceSums sums(GeneOrder order, List<double[]> cells) {
        int genes = order.genes();
        CovarianceSums sums = new CovarianceSums(order, LARGEST);
        CountBlock block = sums.block();
        for (double[] cell : cells) {
            int[] which =
                    IntStream.range(0, genes).filter(gene -> cell[gene] != 0.0).toArray();
            block.add(which, IntStream.of(which).mapToDouble(gene -> cell[gene]).toArray());
            if (block.isFull()) {
                sums.add(block);
            }
        }
        sums.add(block);
        return sums;
    }

    private static double[] covariance(List<double[]> cells) {
        int genes = cells.get(0).length;
        double[] mean = new double[genes];
        cells.forEach(cell -> IntStream.range(0, genes).forEach(g -> mean[g] += cell[g] / cells.size()));
        double[] covariance = new double[genes * genes];
        for (double[] cell : cells) {
            for (int a = 0; a < genes; a++) {
                for (int b = 0; b < genes; b++) {
                    covariance[a * genes + b] += (cell[a] - mean[a]) * (cell[b] - mean[b]) / (cells.size() - 1);
                }
            }
        }
        return covariance;
    }
}
