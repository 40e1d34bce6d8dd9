package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.model.Spread;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Parts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathIllegalArgumentException;

/**
 * The driver's step, in closed form: from the clients' sums to the next experts. Shifts are found per level of each batch column
 * ({@link ColumnShifts}), within strata where labels guide or values are preserved. Each group also takes on the pooled scale, as far as it has
 * cells to tell its own.
 *
 * <p>With thousands of clients, what is worked out for each client and prototype decides how much room a round needs: means are worked
 * out anew whenever they are asked for, and the groups that a client lacks, which move with it, share their expert's rows.
 */
public final class ExpertSolver {
    /** Of a client's cells, weighted: one that has no more of a group counts as without it. Other values: bench/constants.py. */
    public static final double ABSENT = 1e-5;

    /** Clients that are solved for before their sums may go: enough for several cores, few beside thousands. */
    private static final int AT_ONCE = 16;

    private static final double ROUNDING = 1e-12;

    private final AlignedSettings settings;
    private final Covariates covariates;
    private final List<ClientSums> sums;
    private final FilmMixture before;
    private final BaseShifts last;
    private final int clients;
    private final int prototypes;
    private final int dimension;
    private final double[][] n;
    private final double[] inAll;
    /** Value x client: the client's share of the value's cells. */
    private final double[][] shareOfValue;
    /** Value x K weighted counts. */
    private final double[][] ofValues;

    private final double[] unscaled;
    private final AlikeClients alike;

    /**
     * @param settings the settings in force
     * @param covariates the clients' levels
     * @param sums each client's sums, in the order of the batches
     * @param before the mixture that the sums were taken under; its clients have the same prototypes
     * @param last the last round's base shifts
     */
    public ExpertSolver(
            AlignedSettings settings,
            Covariates covariates,
            List<ClientSums> sums,
            FilmMixture before,
            BaseShifts last) {
        this.settings = settings;
        this.covariates = covariates;
        this.sums = sums;
        this.before = before;
        this.last = last;
        this.clients = sums.size();
        this.prototypes = before.prototypes(0).length;
        this.dimension = before.dimension();
        this.n = new double[clients][prototypes];
        this.inAll = new double[prototypes];
        this.shareOfValue = new double[covariates.parts().values()][clients];
        this.ofValues = new double[shareOfValue.length][prototypes];
        this.unscaled = new double[dimension];
        this.alike = new AlikeClients(sums, n, covariates);
        Arrays.fill(unscaled, 1.0);
        count();
    }

    /**
     * The round's outcome.
     *
     * @param mixture the next experts, prototypes and starts
     * @param huber the next Huber weights
     * @param shifts the next base shifts
     * @param reference the groups as the next experts leave them
     * @param ofValues the same of the cells of each value to preserve; none where there is one only
     * @param moving the largest move of a group's shift, in pooled deviations, in the last sweep over several batch columns that there was
     *     room for; 0 where they came to rest before
     */
    public record Step(
            FilmMixture mixture,
            HuberWeight huber,
            BaseShifts shifts,
            Reference reference,
            List<Reference> ofValues,
            double moving) {}

    /**
     * @param round the round's number
     * @return the next mixture, Huber weights, base shifts and reference
     * @throws IllegalStateException if the shifts have no solution
     */
    public Step solve(int round) {
        return solve(round, client -> {});
    }

    /**
     * The same; the clients' sums of groups are given up as their experts take their place, so that there need not be room for both.
     *
     * @param round the round's number
     * @return the next mixture, Huber weights, base shifts and reference
     * @throws IllegalStateException if the shifts have no solution
     */
    public Step solveInPlace(int round) {
        return solve(round, client -> sums.get(client).forgetGroups());
    }

    private Step solve(int round, IntConsumer done) {
        try {
            return solve(done);
        } catch (MathIllegalArgumentException e) {
            throw new IllegalStateException(
                    "round " + round + ": the batches' shifts have no solution; fit with a larger --ridge", e);
        }
    }

    private Step solve(IntConsumer done) {
        CorrectedGroups all = new CorrectedGroups(sums, n, client -> true);
        double[][] pooled = all.pooledVariances();
        Spread spread = Spread.floored(pooled, inAll);
        StratifiedGroups groups = groups(spread);
        long[] cells = sums.stream().mapToLong(ClientSums::cells).toArray();
        ColumnShifts columns = new ColumnShifts(settings, covariates, groups, cells, spread, last);
        List<CorrectedGroups> ofValues = ofEachValue();
        List<double[][]> pooledOfValues =
                ofValues.stream().map(CorrectedGroups::pooledVariances).toList();
        Experts experts = new Experts(clients);
        for (int from = 0; from < clients; from += AT_ONCE) {
            int until = Math.min(clients, from + AT_ONCE);
            solveSome(from, until, columns, groups, spread, experts);
            all.add(from, until, experts::gamma, experts::beta);
            for (CorrectedGroups value : ofValues) {
                value.add(from, until, experts::gamma, experts::beta);
            }
            IntStream.range(from, until).forEach(done);
        }
        double[][] directions = directions(groups.overStrata(columns.centres()));
        FilmMixture next = experts.mixture(before, directions);
        return new Step(
                next,
                new HuberWeight(all.locations(), spread, settings.huberCutoff()),
                columns.base(),
                all.reference(directions, pooled),
                IntStream.range(0, ofValues.size())
                        .mapToObj(value -> ofValues.get(value).reference(directions, pooledOfValues.get(value)))
                        .toList(),
                columns.moving());
    }

    /** What is found for the clients, one after another; those that are alike have the same arrays. */
    private record Experts(double[][][] ofScale, double[][][] ofOffset, double[][] start) {
        Experts(int clients) {
            this(new double[clients][][], new double[clients][][], new double[clients][]);
        }

        double[][] gamma(int client) {
            return ofScale[client];
        }

        double[][] beta(int client) {
            return ofOffset[client];
        }

        FilmMixture mixture(FilmMixture before, double[][] directions) {
            return new FilmMixture(
                            before.batches(),
                            directions,
                            ofScale,
                            ofOffset,
                            start,
                            before.sigma(),
                            before.innerIterations())
                    .withPenalties(before.penalties());
        }
    }

    /** None where there is one value only. */
    private List<CorrectedGroups> ofEachValue() {
        Parts parts = covariates.parts();
        return parts.values() == 1
                ? List.of()
                : IntStream.range(0, parts.values())
                        .mapToObj(value -> new CorrectedGroups(sums, n, client -> parts.value()[client] == value))
                        .toList();
    }

    private StratifiedGroups groups(Spread spread) {
        Parts parts = covariates.parts();
        double[][] near = IntStream.range(0, clients).allMatch(parts::isLabelled)
                ? new double[0][]
                : spread.near(locationsBefore());
        return new StratifiedGroups(sums, n, new StratumShares(parts, n, near), parts);
    }

    private double[][] locationsBefore() {
        CorrectedGroups all = new CorrectedGroups(sums, n, client -> true);
        all.add(0, clients, before::gamma, before::beta);
        return all.locations();
    }

    /** The groups of one client alone, as the next experts leave them. */
    public Reference groups(int b, FilmMixture next) {
        double[][] centre = new double[prototypes][dimension];
        double[][] variance = new double[prototypes][dimension];
        for (int k = 0; k < prototypes; k++) {
            for (int j = 0; j < dimension && n[b][k] > 0.0; j++) {
                centre[k][j] = next.gamma(b)[k][j] * sums.get(b).mean(k, j) + next.beta(b)[k][j];
                variance[k][j] = sums.get(b).variance(k, j);
            }
        }
        return new Reference(
                next.prototypes(b), n[b], centre, variance, sums.get(b).cells());
    }

    /** @return how far apart the batches lie under the mixture that the sums were taken under */
    public Separation separation() {
        Divergence divergence =
                Divergence.of(sums, n, IntStream.range(0, clients).toArray());
        int[][] batches = covariates.parts().ofBatches();
        return new Separation(
                divergence.separation(batches),
                Arrays.stream(batches)
                        .map((int[] batch) -> divergence.separation(batch))
                        .toList());
    }

    /** @return what becomes of the values to preserve, by the names of the figures, under the mixture that the sums were taken under */
    public Map<String, Double> ofValues() {
        Parts parts = covariates.parts();
        return parts.values() == 1
                ? Map.of()
                : new ValueFigures(parts, sums, n)
                        .under(
                                before,
                                Spread.floored(new CorrectedGroups(sums, n, client -> true).pooledVariances(), inAll));
    }

    private void count() {
        int[] value = covariates.parts().value();
        double[] cells = new double[ofValues.length];
        for (int b = 0; b < clients; b++) {
            cells[value[b]] += sums.get(b).cells();
            for (int k = 0; k < prototypes; k++) {
                double count = sums.get(b).count(k);
                n[b][k] = count > ABSENT * sums.get(b).cells() ? count : 0.0;
                inAll[k] += n[b][k];
                ofValues[value[b]][k] += n[b][k];
            }
        }
        for (int b = 0; b < clients; b++) {
            shareOfValue[value[b]][b] = sums.get(b).cells() / cells[value[b]];
        }
    }

    /** The experts of some clients, of which those that are alike with one before share its own. Absent groups move with their batch. */
    private void solveSome(
            int from, int until, ColumnShifts columns, StratifiedGroups groups, Spread spread, Experts experts) {
        IntStream.range(from, until).filter(alike::isFirst).parallel().forEach(b -> {
            experts.start[b] = columns.base().displacement(b, covariates);
            experts.ofScale[b] = new double[prototypes][];
            experts.ofOffset[b] = new double[prototypes][];
            for (int k = 0; k < prototypes; k++) {
                solveGroup(b, k, columns, groups, spread, experts);
            }
        });
        for (int b = from; b < until; b++) {
            int first = alike.first(b);
            experts.start[b] = experts.start[first];
            experts.ofScale[b] = experts.ofScale[first];
            experts.ofOffset[b] = experts.ofOffset[first];
        }
    }

    private void solveGroup(
            int b, int k, ColumnShifts columns, StratifiedGroups groups, Spread spread, Experts experts) {
        if (settings.mu() == 0.0 && !columns.has(b, k)) {
            experts.ofScale[b][k] = unscaled;
            experts.ofOffset[b][k] = experts.start[b];
        } else {
            experts.ofScale[b][k] = new double[dimension];
            experts.ofOffset[b][k] = new double[dimension];
            double[] pooled = groups.pooled(alike.of(b), k);
            solve(b, k, columns.of(b, k), pooled, spread, experts.ofScale[b][k], experts.ofOffset[b][k]);
        }
    }

    /** A dimension in which a group does not vary is not scaled. */
    private void solve(int b, int k, double[] shift, double[] pooled, Spread spread, double[] gamma, double[] beta) {
        double exponent = exponent(b, k, spread.dimensions());
        for (int j = 0; j < dimension; j++) {
            double mean = alike.mean(b, k, j);
            double variance = alike.variance(b, k, j);
            double scale = variance > spread.least() && pooled[j] > spread.least()
                    ? scale(pooled[j] / variance, exponent)
                    : 1.0;
            gamma[j] = proximal(scale, before.gamma(b)[k][j]);
            beta[j] = proximal((1.0 - scale) * mean - shift[j], before.beta(b)[k][j]);
        }
    }

    /** Half of n / (n + lambda + d), times the strength. */
    private double exponent(int b, int k, int dimensions) {
        double count = alike.count(b, k);
        double lambda = expected(b, k);
        return 0.5 * covariates.strength(b) * count / (count + lambda + dimensions);
    }

    /** Alpha times the cells of a prototype that a client and those alike would have, were they as frequent as among all cells of their values. */
    private double expected(int b, int k) {
        double expected = 0.0;
        for (int value = 0; value < ofValues.length; value++) {
            expected += settings.alpha() * alike.sum(b, shareOfValue[value]) * ofValues[value][k];
        }
        return expected;
    }

    /** None where the two variances are one, summed in another order. */
    private static double scale(double ratio, double exponent) {
        return Math.abs(ratio - 1.0) < ROUNDING ? 1.0 : Math.max(0.5, Math.min(2.0, Math.pow(ratio, exponent)));
    }

    private double proximal(double value, double last) {
        return (value + settings.mu() * last) / (1.0 + settings.mu());
    }

    private double[][] directions(double[][] centres) {
        double[][] directions = new double[prototypes][];
        for (int k = 0; k < prototypes; k++) {
            directions[k] = inAll[k] > 0.0 ? unit(centres[k]) : before.prototypes(0)[k];
        }
        return directions;
    }

    private static double[] unit(double[] vector) {
        double square = 0.0;
        for (double x : vector) {
            square += x * x;
        }
        double length = Math.sqrt(square);
        double[] unit = vector.clone();
        for (int j = 0; j < unit.length && length > 0.0; j++) {
            unit[j] /= length;
        }
        return unit;
    }
}
