package atlasprox.aligned;

import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.rounds.Turn;
import java.io.Serializable;

/**
 * What clients are sent in a round.
 *
 * @param mixture the mixture in force
 * @param huber the Huber weights of cells; null in the first round of a fit, when nothing is known of spreads
 */
public record AlignedMessage(FilmMixture mixture, HuberWeight huber) implements Serializable {

    /** What of it some clients need. */
    AlignedMessage of(Turn turn) {
        return new AlignedMessage(mixture.ofSome(turn::has), huber);
    }
}
