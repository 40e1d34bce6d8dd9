package atlasprox.scbatchprox;

import java.io.Serializable;

/**
 * What clients are sent in a round.
 *
 * @param table the table, a row per client, in training units
 * @param round the round's number, from 1
 */
record TableMessage(Adapter[] table, int round) implements Serializable {}
