package atlasprox.counts.pca;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints what a cell takes, on one thread, by how many of the cells must have some of a gene for it to be among the common ones: 2,000 genes, a cell
 * has some of 390. A main method, as times prove nothing in a test: {@code java -cp target/test-classes:target/classes atlasprox.counts.pca.CommonGenesBenchmark}.
 */
final class CommonGenesBenchmark {
    private static final int GENES = 2_000;
    private static final int CELLS = 4_096;
    private static final int TURNS = 3;
    private static final double LARGEST = 9.3;
    private static final double[] SHARES = {2.0, 0.3, 0.2, 0.125, 0.08, 0.04};

    private CommonGenesBenchmark() {}

    public static void main(String[] args) {
        Random random = new Random(1);
        double[] likely = random.doubles(GENES)
                .map(any -> 1.0 - Math.exp(-Math.exp(-2.25 + 1.6 * random.nextGaussian())))
                .toArray();
        int[][] genes = IntStream.range(0, CELLS)
                .mapToObj(cell -> IntStream.range(0, GENES)
                        .filter(gene -> random.nextDouble() < likely[gene])
                        .toArray())
                .toArray(int[][]::new);
        double[][] values = new double[CELLS][];
        for (int cell = 0; cell < CELLS; cell++) {
            values[cell] = random.doubles(genes[cell].length, 0.0, LARGEST).toArray();
        }
        for (int turn = 0; turn < TURNS; turn++) {
            for (double share : SHARES) {
                System.out.printf(
                        Locale.ROOT,
                        "turn %d, share %.3f: %.1f microseconds a cell%n",
                        turn,
                        share,
                        micros(genes, values, likely, share));
            }
        }
    }

    private static double micros(int[][] genes, double[][] values, double[] likely, double share) {
        CovarianceSums sums = new CovarianceSums(new GeneOrder(likely, share), LARGEST);
        CountBlock block = sums.block();
        long start = System.nanoTime();
        for (int cell = 0; cell < CELLS; cell++) {
            block.add(genes[cell], values[cell]);
            if (block.isFull()) {
                sums.add(block);
            }
        }
        sums.add(block);
        return (System.nanoTime() - start) / 1e3 / CELLS;
    }
}
