package atlasprox.scfedvi.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beside what scvi-tools gives in double; bench/scfedvi_golden.py wrote it. */
class ScviReferenceTest {

    @Test
    void zeroInflatedNegativeBinomial() throws IOException {
        for (double[] row : rows("zinb.csv", 602)) {
            ZeroTerms term = term(true, row[0], row[1], row[2], row[3]);
            check(row, term.value()[0], row[4]);
            check(row, term.byLogMean()[0] / row[1], row[5]);
            check(row, term.byLogTheta()[0] / row[2], row[6]);
            check(row, term.byLogit()[0], row[7]);
        }
    }

    @Test
    void negativeBinomial() throws IOException {
        for (double[] row : rows("nb.csv", 602)) {
            ZeroTerms term = term(false, row[0], row[1], row[2], 0.0);
            check(row, term.value()[0], row[3]);
            check(row, term.byLogMean()[0] / row[1], row[4]);
            check(row, term.byLogTheta()[0] / row[2], row[5]);
        }
    }

    /** Variances here have 1e-4 as their least. */
    @Test
    void divergence() throws IOException {
        for (double[] row : rows("kl.csv", 112)) {
            if (row[1] > 2e-4) {
                double logit = Math.log(row[1] - 1e-4);
                check(row, Posterior.divergence(row[0], logit), row[2]);
                check(row, Posterior.byLogit(logit, 0.0, 0.0, 1.0) / Math.exp(logit), row[4]);
            }
        }
    }

    private static ZeroTerms term(boolean inflated, double x, double mean, double theta, double logit) {
        Thetas thetas = new Thetas(1);
        thetas.set(0, theta);
        ZeroTerms terms = new ZeroTerms(inflated, thetas);
        terms.at(new double[] {mean}, new float[] {(float) logit});
        if (x > 0) {
            CountTerm term = new CountTerm(inflated, thetas);
            term.at(x, mean, 0, logit);
            terms.replace(0, term);
        }
        return terms;
    }

    private static void check(double[] row, double value, double expected) {
        assertThat(value).as(Arrays.toString(row)).isCloseTo(expected, within(1e-5 * Math.abs(expected) + 1e-8));
    }

    private static List<double[]> rows(String name, int lines) throws IOException {
        List<String> all =
                Files.readAllLines(Path.of("src/test/resources/scfedvi").resolve(name));
        assertThat(all).hasSize(lines);
        return all.subList(2, lines).stream()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }
}
