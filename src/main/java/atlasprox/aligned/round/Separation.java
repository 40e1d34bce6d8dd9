package atlasprox.aligned.round;

import java.util.List;

/**
 * How far apart clients lie over the prototypes: 0 where they are mixed, 1 where they share no group. The uncertainty coefficient (Theil's
 * U) of the batch given the prototype, {@code I(batch; prototype) / H(batch)}.
 *
 * @param ofAll all clients
 * @param ofClients each client against the rest, in the order of the batches
 */
public record Separation(double ofAll, List<Double> ofClients) {}
