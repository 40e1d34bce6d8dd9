package atlasprox.rounds;

import java.io.Serializable;

/**
 * Some of the clients, where these are too many to be asked at once: every so many of them, so that the turns are about as large wherever the
 * clients' cells are.
 *
 * @param number the turn's number, in [0, turns)
 * @param turns how many turns there are, at least 1
 */
public record Turn(int number, int turns) implements Serializable {

    /**
     * @param client a client's number
     * @return whether it is asked in this turn
     */
    public boolean has(int client) {
        return client % turns == number;
    }
}
