package atlasprox.aligned.effect;

import atlasprox.aligned.settings.Covariates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Whether the cells of a level of a batch column could be a random part of all cells: a two-sample test of means in the three {@linkplain
 * Features ways} in which batches differ. Its statistic is the unbiased squared distance of the two samples' means (the maximum mean
 * discrepancy with a kernel of finite rank: Gretton et al., JMLR 2012, lemma 6)
 *
 * <pre>
 * m = sum_{i != j in A} {@literal <f_i, f_j>} / (a (a - 1)) + the same of the others - 2 {@literal <mean_A, mean_O>}
 * </pre>
 *
 * whose expectation is 0 without a batch effect, however heavy the tails. Then {@code m} is distributed about as {@code s (X - D) / sqrt(2 D)}, X
 * chi-squared with {@code D = tr(C^2)^3 / tr(C^3)^2} degrees of freedom, so that the skewness is right too, at most {@code tr(C)^2 / tr(C^2)}
 * (Satterthwaite 1946), and {@code s^2 = 2 tr(C^2) (1 / (a (a - 1)) + 1 / (o (o - 1)) + 2 / (a o))}, C being the vectors' covariance within
 * batches: tr(C) from their scatter, tr(C^2) and tr(C^3) from the inner products of pairs and triples of cells. Sums are all that it needs of
 * the cells.
 *
 * <p>Where there are several batch columns, a level's cells are held against those that have the same levels in all the others, stratum by
 * stratum, so that a column does not stand out by what another one differs by: the sum of the level's vectors less what their strata's means
 * make one expect (Mantel and Haenszel 1959), whose weight is {@code sum n_ls (n_s - n_ls) / n_s}. A level that no stratum shares with
 * others is held against all.
 */
final class EffectTest {
    /** The order that tells soonest: kinds' displacements have the most coordinates. */
    private static final int[] FAST_FIRST = {Features.WHOLE, Features.SHARE, Features.KIND};

    /** Of the mean squared length of a vector: below this a difference is one of rounding. */
    private static final double ROUND_OFF = 1e-12;

    /** A sample of fewer cells is far from what many would come to: a pair has most of its distribution at 0 and the rest far out. */
    private static final double FEW = 5.0;

    private static final double LEAST_RATE = 1e-12;

    /** With more degrees of freedom the chi-squared distribution is the normal one. */
    private static final double MOST_FREEDOM = 1e5;

    private final List<EffectSums> clients;
    private final double rate;
    private final EffectSample all;
    private final double[] trace = new double[Features.WAYS];
    private final double[] squareTrace = new double[Features.WAYS];
    private final double[] cubeTrace = new double[Features.WAYS];
    private final double[] roundOff = new double[Features.WAYS];
    private final double[] quantile = new double[Features.WAYS];

    /**
     * @param clients what each told, in the order of the clients
     * @param rate of false alarms, in (0, 1), for a level; shared by the three ways
     */
    EffectTest(List<EffectSums> clients, double rate) {
        this.clients = clients;
        // Beyond that 1 less the rate is all but 1, and the quantile one of rounding.
        this.rate = Math.max(rate / Features.WAYS, LEAST_RATE);
        this.all = sample(IntStream.range(0, clients.size()).toArray());
        for (int way = 0; way < Features.WAYS; way++) {
            vary(way);
            quantile[way] = quantile(way);
        }
    }

    private void vary(int way) {
        double scatter = 0.0;
        double squares = 0.0;
        double cubes = 0.0;
        long pairs = 0;
        long triples = 0;
        int telling = 0;
        for (EffectSums client : clients) {
            scatter += client.scatter(way);
            squares += client.pairSquares()[way];
            cubes += client.tripleProducts()[way];
            pairs += client.pairs();
            triples += client.triples();
            telling += client.cells() > 0 ? 1 : 0;
        }
        roundOff[way] = ROUND_OFF * all.own()[way] / all.cells();
        double found = all.cells() > telling ? scatter / (all.cells() - telling) : 0.0;
        trace[way] = found > roundOff[way] ? found : 0.0;
        // Where too few cells tell, the most that there can be, which is that all dimensions go together.
        squareTrace[way] = pairs > 0 ? Math.min(squares / pairs, trace[way] * trace[way]) : trace[way] * trace[way];
        cubeTrace[way] = triples > 0 ? cubes / triples : trace[way] * squareTrace[way];
    }

    /** @return for each level of a column how far it differs from the others; {@link LevelEffect#ALONE} where there are no others */
    LevelEffect[] ofColumn(Covariates covariates, int column) {
        Strata strata = new Strata(clients, covariates.strata(column));
        return Arrays.stream(covariates.members(column))
                .parallel()
                .map(members -> strata.count() == 1 ? againstOthers(sample(members)) : withinStrata(members, strata))
                .toArray(LevelEffect[]::new);
    }

    private LevelEffect withinStrata(int[] members, Strata strata) {
        EffectSample one = sample(members);
        Strata.Level level = strata.level(members);
        if (level.weight() == 0.0) {
            return againstOthers(one);
        }
        LevelEffect most = LevelEffect.ALONE;
        for (int way = 0; way < Features.WAYS; way++) {
            double square = EffectSums.squareLength(level.beyondExpected(way, one));
            double difference = (square - level.noise(way, trace[way])) / (level.weight() * level.weight());
            double deviation = Math.sqrt(2.0 * squareTrace[way]) / level.weight();
            LevelEffect effect = effect(
                    way, difference, trace[way] / level.weight(), deviation, Math.min(one.cells(), level.others()));
            most = way == 0 || effect.evidence() > most.evidence() ? effect : most;
        }
        return most;
    }

    /** @return column x level: whether any client of the level told of its cells */
    boolean[][] told(Covariates covariates) {
        boolean[][] told = new boolean[covariates.columns()][];
        for (int column = 0; column < told.length; column++) {
            int[][] members = covariates.members(column);
            told[column] = new boolean[members.length];
            for (int level = 0; level < members.length; level++) {
                told[column][level] = Arrays.stream(members[level])
                        .anyMatch(client -> clients.get(client).cells() > 0);
            }
        }
        return told;
    }

    /** How far beyond chance two samples differ, in the way in which they do most, or any in which they do. */
    double between(EffectSample one, EffectSample other) {
        double most = 0.0;
        for (int way : FAST_FIRST) {
            if (one.cells() > 0.0 && other.cells() > 0.0 && most <= 1.0) {
                most = Math.max(most, effect(way, one, other).evidence());
            }
        }
        return most;
    }

    private LevelEffect againstOthers(EffectSample one) {
        LevelEffect most = LevelEffect.ALONE;
        if (one.cells() == 0.0 || one.cells() == all.cells()) {
            return most;
        }
        EffectSample others = all.minus(one);
        for (int way = 0; way < Features.WAYS; way++) {
            LevelEffect effect = effect(way, one, others);
            most = way == 0 || effect.evidence() > most.evidence() ? effect : most;
        }
        return most;
    }

    private LevelEffect effect(int way, EffectSample one, EffectSample other) {
        double crossed = one.product(way, other) / (one.cells() * other.cells());
        return scaled(way, pairs(one, way) + pairs(other, way) - 2.0 * crossed, one.cells(), other.cells());
    }

    /** A squared distance between the means of samples of a and o cells, beside what chance makes of it. */
    LevelEffect scaled(int way, double difference, double a, double o) {
        double deviation = Math.sqrt(2.0 * squareTrace[way] * (inverse(a) + inverse(o) + 2.0 / (a * o)));
        return effect(way, difference, trace[way] * (1.0 / a + 1.0 / o), deviation, Math.min(a, o));
    }

    /** @param cells of the smaller sample */
    private LevelEffect effect(int way, double difference, double chance, double deviation, double cells) {
        double beyondRounding = Math.abs(difference) > roundOff[way] ? difference : 0.0;
        LevelEffect effect = LevelEffect.of(beyondRounding, chance, deviation * quantile(way, cells));
        // A single cell may be of any kind: wherever it lies could be chance.
        return cells < 2.0 ? effect.withinChance() : effect;
    }

    /** For a few cells by Cantelli's inequality, which holds for any distribution. */
    private double quantile(int way, double cells) {
        return cells < FEW ? Math.max(quantile[way], Math.sqrt(1.0 / rate - 1.0)) : quantile[way];
    }

    /** The mean product of two different cells; of a single one its square less what it is expected to be. */
    private double pairs(EffectSample sample, int way) {
        double n = sample.cells();
        return n < 2.0
                ? sample.square()[way] - trace[way]
                : (sample.square()[way] - sample.own()[way]) / (n * (n - 1.0));
    }

    private static double inverse(double n) {
        return n < 2.0 ? 1.0 : 1.0 / (n * (n - 1.0));
    }

    /** Of the standardised statistic. */
    private double quantile(int way) {
        double square = squareTrace[way];
        if (square <= 0.0) {
            return 0.0;
        }
        double skewed = square * square * square / (cubeTrace[way] * cubeTrace[way]);
        double freedom = cubeTrace[way] > 0.0 ? Math.min(trace[way] * trace[way] / square, skewed) : MOST_FREEDOM;
        freedom = Math.max(1.0, Math.min(MOST_FREEDOM, freedom));
        double most = new ChiSquaredDistribution(null, freedom).inverseCumulativeProbability(1.0 - rate);
        return (most - freedom) / Math.sqrt(2.0 * freedom);
    }

    EffectSample sample(int[] members) {
        EffectSample sample = EffectSample.none();
        for (int client : members) {
            sample = sample.plus(EffectSample.of(clients.get(client)));
        }
        return sample;
    }
}
