package atlasprox.scfedvi;

import java.io.Serializable;

/**
 * What a client tells of a round: means over its cells, as shares of shards that are added up exactly.
 *
 * @param loss of its training cells in the last epoch, minus the log likelihood plus the divergence, in fixed point
 * @param divergence the Kullback-Leibler divergence alone, in fixed point
 * @param held the loss of the cells held out, by the weights that the round began with, in fixed point; 0 where it is not told apart
 * @param change the largest absolute change of any weight that a shard trained, of its batches' vectors too; NaN where it is not told
 * @param diverged the loss where the numbers ran away; null where they did not
 */
record ClientFigures(long loss, long divergence, long held, double change, Double diverged) implements Serializable {

    static ClientFigures held(long held) {
        return new ClientFigures(0L, 0L, held, 0.0, null);
    }

    ClientFigures trained(long itsLoss, long itsDivergence, double itsChange) {
        return new ClientFigures(itsLoss, itsDivergence, held, itsChange, diverged);
    }

    ClientFigures withoutChange() {
        return new ClientFigures(loss, divergence, held, Double.NaN, diverged);
    }

    ClientFigures diverged(double where) {
        return new ClientFigures(0L, 0L, held, 0.0, where);
    }

    ClientFigures merge(ClientFigures other) {
        return new ClientFigures(
                loss + other.loss,
                divergence + other.divergence,
                held + other.held,
                Math.max(change, other.change),
                largest(diverged, other.diverged));
    }

    /** The same whichever comes first; what is no number is larger than any. */
    private static Double largest(Double one, Double other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
