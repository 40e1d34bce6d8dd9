package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import java.util.Arrays;
import java.util.List;

/**
 * Stops a round whose numbers have run away.
 *
 * @param round the round's number
 * @param batches the clients' names
 */
public record FiniteCheck(int round, List<String> batches) {

    /**
     * @param sums each client's sums
     * @param mixture the mixture that they were taken under
     * @throws IllegalStateException if sums are not finite; the message names round, batch and prototype
     */
    public void require(List<ClientSums> sums, FilmMixture mixture) {
        for (int b = 0; b < sums.size(); b++) {
            for (int k = 0; k < mixture.prototypes(b).length; k++) {
                if (!sums.get(b).isFinite(k)) {
                    throw notFinite("the sums", b, k);
                }
            }
        }
    }

    /** @throws IllegalStateException if experts are not finite; the message names round, batch and prototype */
    public void require(FilmMixture mixture) {
        for (int b = 0; b < batches.size(); b++) {
            for (int k = 0; k < mixture.prototypes(b).length; k++) {
                if (!isFinite(mixture.gamma(b)[k]) || !isFinite(mixture.beta(b)[k])) {
                    throw notFinite("the experts", b, k);
                }
            }
        }
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private IllegalStateException notFinite(String what, int client, int prototype) {
        return new IllegalStateException("round " + round + ": " + what + " of batch '" + batches.get(client)
                + "' for prototype " + prototype + " are not finite; is the embedding's scale, or a setting, extreme?");
    }
}
