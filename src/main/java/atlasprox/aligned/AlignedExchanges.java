package atlasprox.aligned;

import atlasprox.aligned.diversity.PressureEpoch;
import atlasprox.aligned.effect.EffectSums;
import atlasprox.aligned.effect.KindSums;
import atlasprox.aligned.effect.Kinds;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ClientSums;
import atlasprox.math.Centre;
import atlasprox.math.DirectionSums;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Joining;
import java.io.Serializable;
import java.util.List;

/**
 * What a fit asks its clients after the census, in this order. Of all answers, none tells of fewer cells than the clients' own least number;
 * but for {@link #NEAREST}, each client answers for itself.
 */
public final class AlignedExchanges {
    /** Which cells are visited: the answer is how many. All further exchanges go by these. */
    public static final Exchange<Taking, Long> TAKE = new Exchange<>("take", Taking.class, Long.class);

    /** Where the clients' cells lie; the message is the run's seed. Only where a start is looked for. */
    public static final Exchange<Long, ClientCentroids> CENTROIDS =
            new Exchange<>("centroids", Long.class, ClientCentroids.class);

    /** From now on cells are taken about another centre, in the coordinates that they had so far; there are no answers. */
    public static final Exchange<Centre, Long> MOVE = new Exchange<>("move", Centre.class, Long.class);

    /** Sums of unit vectors, each over a group of cells near each other; {@link #NEAREST} goes by this message. */
    public static final Exchange<PrototypeSearch, double[][]> GROUPS =
            new Exchange<>("groups", PrototypeSearch.class, double[][].class);

    /** How many cells are nearest to each centre, K unit rows, and the sum of their unit vectors: updates that are only added up. */
    public static final Exchange<double[][], DirectionSums> NEAREST =
            new Exchange<>("nearest", double[][].class, DirectionSums.class);

    /** What kinds of cells there are; only where it is asked whether batches differ, as {@link #EFFECTS}. */
    public static final Exchange<KindQuestion, KindSums> KINDS =
            new Exchange<>("kinds", KindQuestion.class, KindSums.class);

    /** How far batches differ. */
    public static final Exchange<EffectQuestion, EffectSums> EFFECTS =
            new Exchange<>("effects", EffectQuestion.class, EffectSums.class);

    /** The clients' side of the diversity pressure; only where there is one. */
    public static final Exchange<PressureEpoch, PressureEpoch.Answer> PRESSURE =
            new Exchange<>("pressure", PressureEpoch.class, PressureEpoch.Answer.class);

    /** A round. */
    public static final Exchange<AlignedMessage, ClientSums> SUMS =
            new Exchange<>("sums", AlignedMessage.class, ClientSums.class);

    private AlignedExchanges() {}

    /** @return all of them */
    public static List<Exchange<?, ?>> all() {
        return List.of(TAKE, CENTROIDS, MOVE, GROUPS, NEAREST, KINDS, EFFECTS, PRESSURE, SUMS);
    }

    /**
     * Which cells are visited.
     *
     * @param shares the share of each client's cells, in (0, 1], in the order of the clients
     * @param mean the centre that they are taken about
     * @param most how many cells of a client a sample holds at most
     */
    public record Taking(double[] shares, Centre mean, int most) implements Serializable {}

    /**
     * What is asked about the kinds of cells, of parts of batches joined as numbered.
     *
     * @param prototypes K unit rows of d coordinates
     * @param sigma the width of responsibilities, above 0
     * @param numbers for each client the number of what it is joined in
     */
    public record KindQuestion(double[][] prototypes, double sigma, int[] numbers) implements Serializable, Joining {}

    /**
     * What is asked about differences between batches, of parts of batches joined as numbered.
     *
     * @param kinds the kinds of cells
     * @param numbers for each client the number of what it is joined in
     */
    public record EffectQuestion(Kinds kinds, int[] numbers) implements Serializable, Joining {}
}
