package atlasprox.aligned.diversity;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The server's side of the diversity pressure: before a round it has the clients find the log-penalties that draw them to
 * prototypes where they have fewer cells than expected, and away from those where they have more. Holds the counts of the last
 * round, so there is one for each fit. Without pressure the clients are never asked.
 */
public final class DiversityPressure {
    private final AlignedSettings settings;
    private final Covariates covariates;
    private final long[] sizes;
    private final SampleStep step;
    private double[][] counts;

    /**
     * @param settings the settings in force
     * @param covariates the clients' levels; a client's strength multiplies theta
     * @param sizes the clients' cell counts, in the order of the batches
     * @param step the clients' side
     */
    public DiversityPressure(AlignedSettings settings, Covariates covariates, long[] sizes, SampleStep step) {
        this.settings = settings;
        this.covariates = covariates;
        this.sizes = sizes.clone();
        this.step = step;
    }

    /** What all clients do with a sample of their cells, wherever they are. */
    @FunctionalInterface
    public interface SampleStep {

        /**
         * @param epoch what every client is to do
         * @return the clients' answers, in the order of the batches
         */
        List<PressureEpoch.Answer> run(PressureEpoch epoch);
    }

    /**
     * @param round the round's number, from 1
     * @param mixture the mixture that the round begins with
     * @return the mixture under this round's penalties
     */
    public FilmMixture applied(int round, FilmMixture mixture) {
        if (settings.theta() == 0.0) {
            return mixture;
        }
        double[][] none = new double[sizes.length][mixture.prototypes(0).length];
        double theta = settings.thetaIn(round);
        if (theta == 0.0) {
            return mixture.withPenalties(none);
        }
        if (counts == null) {
            // There is no last round: what the clients have without any pressure stands in for it.
            ask(new PressureEpoch(mixture, thetas(0.0), none, sizes));
        }
        return mixture.withPenalties(ask(new PressureEpoch(mixture, thetas(theta), counts, sizes)));
    }

    private double[] thetas(double theta) {
        return IntStream.range(0, sizes.length)
                .mapToDouble(b -> theta * covariates.strength(b))
                .toArray();
    }

    private double[][] ask(PressureEpoch epoch) {
        List<PressureEpoch.Answer> answers = step.run(epoch);
        counts = answers.stream().map(PressureEpoch.Answer::counts).toArray(double[][]::new);
        return answers.stream().map(PressureEpoch.Answer::penalties).toArray(double[][]::new);
    }

    /**
     * What the pressure presses against, for each unit of theta: {@code sum_bk (n_bk + E_bk + 1) log( (n_bk + E_bk + 1) / (2 E_bk
     * + 1) ) / N}, which has its minimum 0 where n = E, and the slope -a_bk / theta in n_bk, E held.
     *
     * @param sums the clients' sums of a round
     * @return the term, at least 0
     */
    public static double imbalance(List<ClientSums> sums, int prototypes) {
        double cells = sums.stream().mapToLong(ClientSums::cells).sum();
        double[][] n = new double[sums.size()][];
        double[] inAll = new double[prototypes];
        for (int b = 0; b < n.length; b++) {
            n[b] = counts(sums.get(b), prototypes);
            for (int k = 0; k < prototypes; k++) {
                inAll[k] += n[b][k];
            }
        }
        double imbalance = 0.0;
        for (int b = 0; b < n.length; b++) {
            for (int k = 0; k < prototypes; k++) {
                double expected = sums.get(b).cells() / cells * inAll[k];
                double both = n[b][k] + expected + 1.0;
                imbalance += both * Math.log(both / (2.0 * expected + 1.0));
            }
        }
        return imbalance / cells;
    }

    /** The client's counts as shares of all its cells: those that a tail cut takes away are none of the pressure's concern. */
    private static double[] counts(ClientSums client, int prototypes) {
        double[] counts = new double[prototypes];
        double total = 0.0;
        for (int k = 0; k < prototypes; k++) {
            counts[k] = client.count(k);
            total += counts[k];
        }
        for (int k = 0; k < prototypes; k++) {
            counts[k] *= client.cells() / total;
        }
        return counts;
    }
}
