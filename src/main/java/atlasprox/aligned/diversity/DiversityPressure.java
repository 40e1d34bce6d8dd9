package atlasprox.aligned.diversity;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.rounds.Clients;
import atlasprox.rounds.Updates;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The server's side of the diversity pressure: before a round it has the clients find the log-penalties that draw them to
 * prototypes where they have fewer cells than expected, and away from those where they have more. Without pressure the clients are never
 * asked.
 *
 * @param settings the settings in force
 * @param covariates the clients' levels; a client's strength multiplies theta
 * @param sizes the clients' cell counts, in the order of the batches
 * @param clients the clients with a sample of their cells
 */
public record DiversityPressure(
        AlignedSettings settings,
        Covariates covariates,
        long[] sizes,
        Clients<PressureEpoch, PressureEpoch.Answer> clients) {

    /**
     * A mixture under pressure.
     *
     * @param mixture the mixture under the round's penalties
     * @param counts B x K counts of the clients' cells by prototypes; null as long as there was no pressure
     */
    public record Pressed(FilmMixture mixture, double[][] counts) {}

    /**
     * @param round the round's number, from 1
     * @param mixture the mixture that the round begins with
     * @param counts the last round's; null if there was none
     * @return the mixture under this round's penalties
     */
    public Pressed applied(int round, FilmMixture mixture, double[][] counts) {
        if (settings.theta() == 0.0) {
            return new Pressed(mixture, counts);
        }
        double[][] none = new double[sizes.length][mixture.prototypes(0).length];
        double theta = settings.thetaIn(round);
        if (theta == 0.0) {
            return new Pressed(mixture.withPenalties(none), counts);
        }
        // Where there is no last round, what the clients have without any pressure stands in for it.
        double[][] last = counts != null
                ? counts
                : ask(round, new PressureEpoch(mixture, thetas(0.0), none, sizes, settings.minCells()))
                        .counts();
        Answers answers = ask(round, new PressureEpoch(mixture, thetas(theta), last, sizes, settings.minCells()));
        return new Pressed(mixture.withPenalties(answers.penalties()), answers.counts());
    }

    private double[] thetas(double theta) {
        return IntStream.range(0, sizes.length)
                .mapToDouble(b -> theta * covariates.strength(b))
                .toArray();
    }

    private record Answers(double[][] penalties, double[][] counts) {}

    private Answers ask(int round, PressureEpoch epoch) {
        List<PressureEpoch.Answer> answers =
                Updates.ofAll(clients.exchange("diversity pressure of round " + round, epoch), sizes.length);
        return new Answers(
                answers.stream().map(PressureEpoch.Answer::penalties).toArray(double[][]::new),
                answers.stream().map(PressureEpoch.Answer::counts).toArray(double[][]::new));
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

    /** The client's counts as shares of all its cells: those that the Huber weights take away are none of the pressure's concern. */
    private static double[] counts(ClientSums client, int prototypes) {
        double[] counts = new double[prototypes];
        double total = 0.0;
        for (int k = 0; k < prototypes; k++) {
            counts[k] = client.count(k);
            total += counts[k];
        }
        for (int k = 0; k < prototypes; k++) {
            counts[k] *= total > 0.0 ? client.cells() / total : 0.0;
        }
        return counts;
    }
}
