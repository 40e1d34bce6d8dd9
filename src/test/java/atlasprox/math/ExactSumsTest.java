package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.model.Assignment;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client's sums against the same sums in exact arithmetic. */
class ExactSumsTest {
    private static final int CELLS = 400;
    private static final int DIMENSION = 3;
    private static final double[][] PROTOTYPES = {{1, 0, 0}, {0, 0.6, 0.8}};
    private static final FilmMixture MIXTURE = new FilmMixture(
            List.of("a"),
            PROTOTYPES,
            new double[][][] {{{1.1, 0.9, 1.0}, {1, 1, 1}}},
            new double[][][] {{{0.2, 0, -0.5}, {0, -0.1, 0.3}}},
            new double[1][DIMENSION],
            0.1,
            2);

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e3, 1e6, -1e6})
    void agreeWithExactArithmetic(double offset) {
        float[] cells = cells(offset);
        ClientSums sums = new ClientSums(PROTOTYPES.length, frame(cells));
        ClientSums.Visitor visitor = new ClientSums.Visitor(MIXTURE, null);
        Exact exact = new Exact();
        for (int i = 0; i < CELLS; i++) {
            visitor.visit(0, cells, DIMENSION * i, sums);
            exact.add(cells, DIMENSION * i);
        }
        for (int k = 0; k < PROTOTYPES.length; k++) {
            assertThat(sums.count(k)).isEqualTo(exact.n[k].doubleValue(), within(1e-12 * CELLS));
            for (int j = 0; j < DIMENSION && exact.n[k].doubleValue() > 1e-6; j++) {
                double mean = exact.mean(k, j).doubleValue();
                assertThat(sums.mean(k, j)).isEqualTo(mean, within(1e-10 + 2 * Math.ulp(offset)));
                // Sums are taken about the batch's mean: nothing is lost to a large offset, little to the grid.
                assertThat(sums.variance(k, j)).isEqualTo(exact.variance(k, j).doubleValue(), within(1e-8));
            }
        }
        double structure = exact.structure().doubleValue();
        assertThat(ClientSums.structure(List.of(sums)))
                .isEqualTo(structure, within(1e-9 + 1e-15 * CELLS * offset * offset));
        assertThat(structure).isGreaterThan(100.0);
    }

    private static Frame frame(float[] cells) {
        Moments moments = new Moments(DIMENSION);
        for (int i = 0; i < CELLS; i++) {
            moments.add(cells, DIMENSION * i);
        }
        return Frame.of(moments, Centre.origin(moments.dimension()));
    }

    /** About an offset with a spread of 1 in each dimension, all that single precision has left there. */
    private static float[] cells(double offset) {
        Random random = new Random(3);
        float[] cells = new float[DIMENSION * CELLS];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) (offset + random.nextGaussian());
        }
        return cells;
    }

    private static final class Exact {
        private final BigDecimal[] n = zeros(PROTOTYPES.length);
        private final BigDecimal[][] s = {zeros(DIMENSION), zeros(DIMENSION)};
        private final BigDecimal[][] q = {zeros(DIMENSION), zeros(DIMENSION)};
        private final BigDecimal[] plain = zeros(DIMENSION);
        private BigDecimal squares = BigDecimal.ZERO;

        private static BigDecimal[] zeros(int length) {
            BigDecimal[] zeros = new BigDecimal[length];
            Arrays.fill(zeros, BigDecimal.ZERO);
            return zeros;
        }

        void add(float[] cells, int from) {
            double[] cell = new double[DIMENSION];
            double[] corrected = new double[DIMENSION];
            Assignment assignment = new Assignment(PROTOTYPES.length);
            for (int j = 0; j < DIMENSION; j++) {
                cell[j] = cells[from + j];
                plain[j] = plain[j].add(new BigDecimal(cell[j]));
                squares = squares.add(new BigDecimal(cell[j]).pow(2));
            }
            MIXTURE.correct(0, cell, corrected, assignment);
            MIXTURE.assign(0, corrected, assignment);
            double[] r = assignment.responsibilities();
            for (int k = 0; k < r.length; k++) {
                BigDecimal weight = new BigDecimal(r[k]);
                n[k] = n[k].add(weight);
                for (int j = 0; j < DIMENSION; j++) {
                    BigDecimal part = weight.multiply(new BigDecimal(cell[j]));
                    s[k][j] = s[k][j].add(part);
                    q[k][j] = q[k][j].add(part.multiply(new BigDecimal(cell[j])));
                }
            }
        }

        BigDecimal mean(int k, int j) {
            return s[k][j].divide(n[k], MathContext.DECIMAL128);
        }

        BigDecimal variance(int k, int j) {
            return q[k][j].divide(n[k], MathContext.DECIMAL128)
                    .subtract(mean(k, j).pow(2));
        }

        BigDecimal structure() {
            BigDecimal spread = squares;
            for (BigDecimal sum : plain) {
                spread = spread.subtract(sum.pow(2).divide(BigDecimal.valueOf(CELLS), MathContext.DECIMAL128));
            }
            return spread;
        }
    }
}
