package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.model.Spread;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.math.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathIllegalArgumentException;

/**
 * The driver's step, in closed form: from the clients' sums to the next experts. Shifts are found per level of each batch column
 * ({@link LevelSolver}); with several columns, each in turn given the others' until they stand still, which is the joint minimum.
 * Each group also takes on the pooled scale, as far as it has cells to tell its own.
 *
 * <p>With thousands of clients, what is worked out for each client and prototype decides how much room a round needs: means are worked
 * out anew whenever they are asked for, and the groups that a client lacks, which move with it, share their expert's rows.
 */
public final class ExpertSolver {
    /** Of a client's cells, weighted: one that has no more of a group counts as without it. Other values: bench/constants.py. */
    private static final double ABSENT = 1e-5;

    private static final int NONE = -1;

    /** Over several batch columns; a fit that needs more says so in a warning. */
    private static final int MOST_SWEEPS = 100;

    /** In pooled deviations: a move that corrected cells, which are of single precision, do not show. */
    private static final double STILL = 1e-9;

    private final AlignedSettings settings;
    private final Covariates covariates;
    private final List<ClientSums> sums;
    private final FilmMixture before;
    private final BaseShifts last;
    private final int clients;
    private final int prototypes;
    private final int dimension;
    private final double[] share;
    private final double[][] n;
    private final double[] inAll;
    private final double[] unscaled;
    private final AlikeClients alike;
    private double moving;

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
        this.share = new double[clients];
        this.n = new double[clients][prototypes];
        this.inAll = new double[prototypes];
        this.unscaled = new double[dimension];
        this.alike = new AlikeClients(sums, n, covariates.alike());
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
     * @param moving the largest move of a group's shift, in pooled deviations, in the last sweep over several batch columns that there was
     *     room for; 0 where they came to rest before
     */
    public record Step(FilmMixture mixture, HuberWeight huber, BaseShifts shifts, Reference reference, double moving) {}

    /**
     * @param round the round's number
     * @return the next mixture, Huber weights, base shifts and reference
     * @throws IllegalStateException if the shifts have no solution
     */
    public Step solve(int round) {
        try {
            return solve();
        } catch (MathIllegalArgumentException e) {
            throw new IllegalStateException(
                    "round " + round + ": the batches' shifts have no solution; fit with a larger --ridge", e);
        }
    }

    private Step solve() {
        double[][] pooled = pooledVariances();
        Spread spread = Spread.floored(pooled, inAll);
        LevelSolver[] columns = columns(spread);
        double[][] centres = columns[columns.length - 1].centres();
        BaseShifts shifts = shifts(columns);
        double[][][] gamma = new double[clients][prototypes][];
        double[][][] beta = new double[clients][prototypes][];
        double[][] starts = new double[clients][];
        IntStream.range(0, clients).filter(alike::isFirst).parallel().forEach(b -> {
            starts[b] = shifts.displacement(b, covariates);
            solve(b, columns, pooled, spread, starts[b], gamma[b], beta[b]);
        });
        for (int b = 0; b < clients; b++) {
            int first = alike.first(b);
            starts[b] = starts[first];
            gamma[b] = gamma[first];
            beta[b] = beta[first];
        }
        double[][] location = locations(gamma, beta);
        double[][] directions = directions(centres);
        FilmMixture next = new FilmMixture(
                        before.batches(), directions, gamma, beta, starts, before.sigma(), before.innerIterations())
                .withPenalties(before.penalties());
        long cells = sums.stream().mapToLong(ClientSums::cells).sum();
        Reference reference = new Reference(directions, inAll, location, pooled, cells);
        return new Step(next, new HuberWeight(location, spread, settings.huberCutoff()), shifts, reference, moving);
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

    /** @return how far apart the clients lie under the mixture that the sums were taken under */
    public Separation separation() {
        return new Separation(
                separationOfAll(),
                IntStream.range(0, clients).mapToObj(this::separation).toList());
    }

    /** D = sum_bk (n_bk / N) log( n_bk / (n_k p_b) ) / H(p): 0 where batches are mixed, 1 where they are apart. */
    private double separationOfAll() {
        double divergence = 0.0;
        double entropy = 0.0;
        for (int b = 0; b < clients; b++) {
            entropy -= share[b] * Math.log(share[b]);
            divergence += share[b] * divergence(b);
        }
        return clients < 2 ? 0.0 : divergence / entropy;
    }

    /** The same of one client: its part of the divergence, over that of a client which shares no group. */
    public double separation(int client) {
        return clients < 2 ? 0.0 : divergence(client) / -Math.log(share[client]);
    }

    private double divergence(int b) {
        double total = 0.0;
        double divergence = 0.0;
        for (int k = 0; k < prototypes; k++) {
            total += n[b][k];
            if (n[b][k] > 0.0) {
                divergence += n[b][k] * Math.log(n[b][k] / (inAll[k] * share[b]));
            }
        }
        return total > 0.0 ? divergence / total : 0.0;
    }

    private void count() {
        double cells = sums.stream().mapToLong(ClientSums::cells).sum();
        for (int b = 0; b < clients; b++) {
            share[b] = sums.get(b).cells() / cells;
            for (int k = 0; k < prototypes; k++) {
                double count = sums.get(b).count(k);
                n[b][k] = count > ABSENT * sums.get(b).cells() ? count : 0.0;
                inAll[k] += n[b][k];
            }
        }
    }

    /** Every column solved, each given the shifts of the others. */
    private LevelSolver[] columns(Spread spread) {
        LevelSolver[] solved = new LevelSolver[covariates.columns()];
        double moved = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MOST_SWEEPS && moved > STILL; sweep++) {
            moved = 0.0;
            for (int v = 0; v < solved.length; v++) {
                LevelSolver next = new LevelSolver(settings, groups(solved, v), spread, last.levels()[v]);
                next.solve();
                moved = solved.length == 1 ? 0.0 : Math.max(moved, moved(solved[v], next, spread.variance(), v));
                solved[v] = next;
            }
        }
        moving = moved > STILL ? moved : 0.0;
        return solved;
    }

    /** The largest move of a group's shift, in pooled deviations. */
    private double moved(LevelSolver before, LevelSolver after, double[][] spread, int v) {
        if (before == null) {
            return Double.POSITIVE_INFINITY;
        }
        double most = 0.0;
        for (int l = 0; l < covariates.strength()[v].length; l++) {
            for (int k = 0; k < prototypes; k++) {
                double[] step = Vectors.minus(after.shift(l, k), before.shift(l, k));
                for (int j = 0; j < dimension; j++) {
                    most = Math.max(most, Math.abs(step[j]) / Math.sqrt(spread[k][j]));
                }
            }
        }
        return most;
    }

    /** The clients' groups added up by the levels of a column, moved by their start, the other columns' shifts taken off. */
    private LevelSolver.Groups groups(LevelSolver[] solved, int v) {
        double[] strength = covariates.strength()[v];
        double[][] count = new double[strength.length][prototypes];
        double[] cells = new double[strength.length];
        for (int b = 0; b < clients; b++) {
            int level = covariates.level()[v][b];
            cells[level] += sums.get(b).cells();
            for (int k = 0; k < prototypes; k++) {
                count[level][k] += n[b][k];
            }
        }
        int[][] members = covariates.members(v);
        LevelSolver.Means means = (l, k) -> mean(members[l], k, count[l][k], solved, v);
        // Where columns are solved in turn, the other columns' shifts are worth working out once only.
        return new LevelSolver.Groups(count, solved.length == 1 ? means : kept(count, means), cells, strength);
    }

    private double[] mean(int[] members, int k, double count, LevelSolver[] solved, int v) {
        double[] mean = new double[dimension];
        for (int b : members) {
            if (n[b][k] > 0.0) {
                addMoved(mean, b, k, shift(solved, b, k, v));
            }
        }
        for (int j = 0; j < dimension; j++) {
            mean[j] /= count;
        }
        return mean;
    }

    private static LevelSolver.Means kept(double[][] count, LevelSolver.Means means) {
        double[][][] mean = new double[count.length][count[0].length][];
        IntStream.range(0, count.length).parallel().forEach(l -> {
            for (int k = 0; k < count[l].length; k++) {
                mean[l][k] = count[l][k] > 0.0 ? means.of(l, k) : null;
            }
        });
        return (l, k) -> mean[l][k];
    }

    private void addMoved(double[] sum, int b, int k, double[] shift) {
        for (int j = 0; j < dimension; j++) {
            sum[j] += n[b][k] * (sums.get(b).mean(k, j) - shift[j]);
        }
    }

    /** What to take off a group of a client: its levels' shifts, of all columns but one, less its start. */
    private double[] shift(LevelSolver[] columns, int b, int k, int except) {
        double[] shift = new double[dimension];
        for (int v = 0; v < columns.length; v++) {
            if (v != except && columns[v] != null) {
                shift = Vectors.plus(shift, columns[v].shift(covariates.level()[v][b], k));
            }
        }
        return Vectors.minus(shift, last.start()[b]);
    }

    private BaseShifts shifts(LevelSolver[] columns) {
        double[][][] levels = Arrays.stream(columns).map(LevelSolver::base).toArray(double[][][]::new);
        return new BaseShifts(last.start(), levels);
    }

    private double[][] pooledVariances() {
        double[][] pooled = new double[prototypes][dimension];
        IntStream.range(0, prototypes).parallel().forEach(k -> {
            for (int b = 0; b < clients; b++) {
                for (int j = 0; j < dimension && n[b][k] > 0.0; j++) {
                    pooled[k][j] += n[b][k] / inAll[k] * sums.get(b).variance(k, j);
                }
            }
        });
        return pooled;
    }

    /** A client's experts. Absent groups move with their batch. */
    private void solve(
            int b,
            LevelSolver[] columns,
            double[][] pooled,
            Spread spread,
            double[] start,
            double[][] gamma,
            double[][] beta) {
        for (int k = 0; k < prototypes; k++) {
            if (settings.mu() == 0.0 && movesWithBatch(columns, b, k)) {
                gamma[k] = unscaled;
                beta[k] = start;
            } else {
                gamma[k] = new double[dimension];
                beta[k] = new double[dimension];
                solve(b, k, shift(columns, b, k, NONE), pooled[k], spread, gamma[k], beta[k]);
            }
        }
    }

    private boolean movesWithBatch(LevelSolver[] columns, int b, int k) {
        boolean there = false;
        for (int v = 0; v < columns.length; v++) {
            there |= columns[v].has(covariates.level()[v][b], k);
        }
        return !there;
    }

    /** A dimension in which a group does not vary is not scaled. */
    private void solve(int b, int k, double[] shift, double[] pooled, Spread spread, double[] gamma, double[] beta) {
        double exponent = exponent(b, k, spread.dimensions());
        for (int j = 0; j < dimension; j++) {
            double mean = alike.mean(b, k, j);
            double variance = alike.variance(b, k, j, mean);
            double scale = variance > spread.least() && pooled[j] > spread.least()
                    ? clamped(Math.pow(pooled[j] / variance, exponent))
                    : 1.0;
            gamma[j] = proximal(scale, before.gamma(b)[k][j]);
            beta[j] = proximal((1.0 - scale) * mean - shift[j], before.beta(b)[k][j]);
        }
    }

    /** The groups' means as the next experts leave them. */
    private double[][] locations(double[][][] gamma, double[][][] beta) {
        double[][] location = new double[prototypes][dimension];
        IntStream.range(0, prototypes).parallel().forEach(k -> {
            for (int b = 0; b < clients; b++) {
                for (int j = 0; j < dimension && n[b][k] > 0.0; j++) {
                    location[k][j] +=
                            n[b][k] / inAll[k] * (gamma[b][k][j] * sums.get(b).mean(k, j) + beta[b][k][j]);
                }
            }
        });
        return location;
    }

    /** Half of n / (n + lambda + d), times the strength. */
    private double exponent(int b, int k, int dimensions) {
        double count = alike.count(b, k);
        double lambda = settings.alpha() * alike.sum(b, share) * inAll[k];
        return 0.5 * covariates.strength(b) * count / (count + lambda + dimensions);
    }

    private static double clamped(double scale) {
        return Math.max(0.5, Math.min(2.0, scale));
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
