package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Spread;
import atlasprox.aligned.settings.Parts;
import atlasprox.rounds.RoundTrace;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What becomes of the values that are to be preserved: whether batches come together within each, and whether these stay apart. */
final class ValueFigures {
    private final Parts parts;
    private final List<ClientSums> sums;
    private final double[][] n;

    /**
     * @param parts which part of which batch each client is
     * @param sums each client's sums
     * @param n client x K weighted counts, 0 where a client lacks the prototype
     */
    ValueFigures(Parts parts, List<ClientSums> sums, double[][] n) {
        this.parts = parts;
        this.sums = sums;
        this.n = n;
    }

    /**
     * @param mixture that the sums were taken under
     * @param spread pooled variances
     * @return the figures by name
     */
    Map<String, Double> under(FilmMixture mixture, Spread spread) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put(RoundTrace.DIFFERENCE, difference(mixture, spread));
        separation().ifPresent(separation -> figures.put(RoundTrace.SEPARATION_WITHIN, separation));
        return figures;
    }

    /** The separation of the batches that have a value, the mean over values by their cells; none where no value is in several batches. */
    private OptionalDouble separation() {
        double all = 0.0;
        double separated = 0.0;
        for (int value = 0; value < parts.values(); value++) {
            int of = value;
            int[] clients = IntStream.range(0, n.length)
                    .filter(client -> parts.value()[client] == of)
                    .toArray();
            int[][] batches = IntStream.of(clients)
                    .map(client -> parts.batch()[client])
                    .distinct()
                    .mapToObj(b -> IntStream.of(clients)
                            .filter(client -> parts.batch()[client] == b)
                            .toArray())
                    .toArray(int[][]::new);
            if (batches.length > 1) {
                double cells = IntStream.of(clients)
                        .mapToLong(client -> sums.get(client).cells())
                        .sum();
                all += cells;
                separated += cells * Divergence.of(sums, n, clients).separation(batches);
            }
        }
        return all > 0.0 ? OptionalDouble.of(separated / all) : OptionalDouble.empty();
    }

    /** The root mean square distance of the values' means from the mean of all, prototype by prototype, in pooled deviations. */
    private double difference(FilmMixture mixture, Spread spread) {
        double squares = 0.0;
        double all = 0.0;
        for (int k = 0; k < n[0].length; k++) {
            double[][] sum = new double[parts.values()][mixture.dimension()];
            double[] count = new double[parts.values()];
            for (int client = 0; client < n.length; client++) {
                if (n[client][k] > 0.0) {
                    int value = parts.value()[client];
                    count[value] += n[client][k];
                    for (int j = 0; j < sum[value].length; j++) {
                        double corrected =
                                mixture.gamma(client)[k][j] * sums.get(client).mean(k, j) + mixture.beta(client)[k][j];
                        sum[value][j] += n[client][k] * corrected;
                    }
                }
            }
            all += IntStream.range(0, count.length)
                    .mapToDouble(value -> count[value])
                    .sum();
            squares += amongValues(sum, count, spread.variance()[k]);
        }
        return Math.sqrt(squares / Math.max(all, Double.MIN_NORMAL) / spread.dimensions());
    }

    private static double amongValues(double[][] sum, double[] count, double[] variance) {
        double squares = 0.0;
        for (int j = 0; j < variance.length; j++) {
            double cells = 0.0;
            double total = 0.0;
            double square = 0.0;
            for (int value = 0; value < count.length; value++) {
                if (count[value] > 0.0) {
                    double mean = sum[value][j] / count[value];
                    cells += count[value];
                    total += sum[value][j];
                    square += count[value] * mean * mean;
                }
            }
            squares += cells > 0.0 ? Math.max(0.0, square - total * total / cells) / variance[j] : 0.0;
        }
        return squares;
    }
}
