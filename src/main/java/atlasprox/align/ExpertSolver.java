package atlasprox.align;

import atlasprox.film.FilmMixture;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The driver's step, in closed form: from the clients' sums to the next experts. Base shifts h_b and centres m_k together minimise
 *
 * <pre>
 * sum_bk omega_bk |mu_bk - m_k - h_b|^2 + ridge alpha sum_b N_b |h_b - h^t_b|^2 ,   omega = n lambda / (n + lambda),  lambda_bk = alpha p_b n_k
 * </pre>
 *
 * h^t being the last round's (or the start's). A group that only one batch has says nothing about that batch's shift, since its
 * centre absorbs it, and moves with its batch. The ridge is the proximal term of the shifts: where groups agree, rounds compound and
 * it fades; where there is little overlap to go by, a batch hardly leaves its place. Then each group moves by {@code h_b + w (mu_bk - m_k - h_b)}, w = n / (n +
 * lambda): few cells of a kind move with their batch; and takes on the pooled scale as far as it has cells to tell its own.
 */
final class ExpertSolver {
    private static final double ABSENT = 1e-5;
    private static final double NO_VARIANCE = 1e-12;
    private static final double LEAST_SPREAD = 0.1;

    private final AlignedSettings settings;
    private final List<ClientSums> sums;
    private final FilmMixture before;
    private final int clients;
    private final int prototypes;
    private final int dimension;
    private final double[] share;
    private final double[][] n;
    private final double[] inAll;
    private final double[][] omega;
    private final double[] omegaInAll;

    /**
     * @param settings the settings in force
     * @param sums each client's sums, in the order of the batches
     * @param before the mixture that the sums were taken under
     */
    ExpertSolver(AlignedSettings settings, List<ClientSums> sums, FilmMixture before) {
        this.settings = settings;
        this.sums = sums;
        this.before = before;
        this.clients = sums.size();
        this.prototypes = before.prototypes().length;
        this.dimension = before.dimension();
        this.share = new double[clients];
        this.n = new double[clients][prototypes];
        this.inAll = new double[prototypes];
        this.omega = new double[clients][prototypes];
        this.omegaInAll = new double[prototypes];
        count();
        weigh();
    }

    /**
     * The round's outcome.
     *
     * @param mixture the next experts, prototypes and starts
     * @param cut the next tail cut
     */
    record Step(FilmMixture mixture, TailCut cut) {}

    /** @return the next mixture and tail cut */
    Step solve() {
        double[][] base = baseShifts();
        double[][] centres = centres(base);
        double[][] pooled = pooledVariances();
        double[][][] gamma = new double[clients][prototypes][dimension];
        double[][][] beta = new double[clients][prototypes][dimension];
        double[][] location = new double[prototypes][dimension];
        for (int b = 0; b < clients; b++) {
            for (int k = 0; k < prototypes; k++) {
                solve(b, k, base[b], centres[k], pooled[k], gamma[b][k], beta[b][k], location[k]);
            }
        }
        double[][] starts = negated(base);
        FilmMixture next = new FilmMixture(
                before.batches(),
                directions(centres),
                gamma,
                beta,
                starts,
                before.penalties(),
                before.sigma(),
                before.innerIterations());
        return new Step(next, new TailCut(location, spread(pooled), settings.tailCut()));
    }

    /** D = sum_bk (n_bk / N) log( n_bk / (n_k p_b) ) / H(p): 0 where batches are mixed, 1 where they are apart. */
    double separation() {
        double total = 0.0;
        double divergence = 0.0;
        double entropy = 0.0;
        for (int b = 0; b < clients; b++) {
            entropy -= share[b] * Math.log(share[b]);
            for (int k = 0; k < prototypes; k++) {
                total += n[b][k];
                if (n[b][k] > 0.0) {
                    divergence += n[b][k] * Math.log(n[b][k] / (inAll[k] * share[b]));
                }
            }
        }
        return clients < 2 ? 0.0 : divergence / total / entropy;
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

    private void weigh() {
        for (int b = 0; b < clients; b++) {
            for (int k = 0; k < prototypes; k++) {
                double lambda = lambda(b, k);
                omega[b][k] = n[b][k] == 0.0 ? 0.0 : n[b][k] * lambda / (n[b][k] + lambda);
                omegaInAll[k] += omega[b][k];
            }
        }
    }

    private double lambda(int b, int k) {
        return settings.alpha() * share[b] * inAll[k];
    }

    /** The normal equations of h after the centres are eliminated: one B x B matrix for all dimensions. */
    private double[][] baseShifts() {
        RealMatrix matrix = new Array2DRowRealMatrix(clients, clients);
        RealMatrix right = new Array2DRowRealMatrix(clients, dimension);
        for (int b = 0; b < clients; b++) {
            double ridge = settings.ridge() * settings.alpha() * sums.get(b).cells();
            matrix.addToEntry(b, b, ridge);
            for (int j = 0; j < dimension; j++) {
                right.setEntry(b, j, -ridge * before.start(b)[j]);
            }
        }
        for (int k = 0; k < prototypes; k++) {
            if (omegaInAll[k] > 0.0) {
                addGroup(k, matrix, right);
            }
        }
        return new CholeskyDecomposition(matrix, 1e-9, 0.0)
                .getSolver()
                .solve(right)
                .getData();
    }

    private void addGroup(int k, RealMatrix matrix, RealMatrix right) {
        double[] mean = weightedMean(k, new double[clients][dimension]);
        for (int b = 0; b < clients; b++) {
            if (omega[b][k] == 0.0) {
                continue;
            }
            matrix.addToEntry(b, b, omega[b][k]);
            for (int other = 0; other < clients; other++) {
                matrix.addToEntry(b, other, -omega[b][k] * omega[other][k] / omegaInAll[k]);
            }
            for (int j = 0; j < dimension; j++) {
                right.addToEntry(b, j, omega[b][k] * (sums.get(b).mean(k, j) - mean[j]));
            }
        }
    }

    /** m_k = sum_b omega_bk (mu_bk - h_b) / sum_b omega_bk: centres in corrected coordinates. */
    private double[][] centres(double[][] base) {
        double[][] centres = new double[prototypes][];
        for (int k = 0; k < prototypes; k++) {
            centres[k] = weightedMean(k, base);
        }
        return centres;
    }

    private double[] weightedMean(int k, double[][] shift) {
        double[] mean = new double[dimension];
        for (int b = 0; b < clients; b++) {
            if (omega[b][k] > 0.0) {
                for (int j = 0; j < dimension; j++) {
                    mean[j] += omega[b][k] / omegaInAll[k] * (sums.get(b).mean(k, j) - shift[b][j]);
                }
            }
        }
        return mean;
    }

    private double[][] pooledVariances() {
        double[][] pooled = new double[prototypes][dimension];
        for (int b = 0; b < clients; b++) {
            for (int k = 0; k < prototypes; k++) {
                for (int j = 0; j < dimension && n[b][k] > 0.0; j++) {
                    pooled[k][j] += n[b][k] / inAll[k] * sums.get(b).variance(k, j);
                }
            }
        }
        return pooled;
    }

    /** One expert: absent groups move with their batch. Adds its share to the group's corrected location. */
    private void solve(
            int b, int k, double[] base, double[] centre, double[] pooled, double[] gamma, double[] beta, double[] at) {
        double lambda = lambda(b, k);
        double trust = n[b][k] == 0.0 ? 0.0 : n[b][k] / (n[b][k] + lambda);
        double exponent = 0.5 * n[b][k] / (n[b][k] + lambda + dimension);
        for (int j = 0; j < dimension; j++) {
            double mean = n[b][k] == 0.0 ? 0.0 : sums.get(b).mean(k, j);
            double variance = n[b][k] == 0.0 ? 0.0 : sums.get(b).variance(k, j);
            double shift = base[j] + (n[b][k] == 0.0 ? 0.0 : trust * (mean - centre[j] - base[j]));
            double scale = variance > NO_VARIANCE && pooled[j] > NO_VARIANCE
                    ? clamped(Math.pow(pooled[j] / variance, exponent))
                    : 1.0;
            gamma[j] = proximal(scale, before.gamma(b)[k][j]);
            beta[j] = proximal((1.0 - scale) * mean - shift, before.beta(b)[k][j]);
            if (n[b][k] > 0.0) {
                at[j] += n[b][k] / inAll[k] * (gamma[j] * mean + beta[j]);
            }
        }
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
            directions[k] = inAll[k] > 0.0 ? unit(centres[k]) : before.prototypes()[k];
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
        for (int j = 0; j < unit.length && length > 1e-12; j++) {
            unit[j] /= length;
        }
        return unit;
    }

    /** Pooled variances, with a floor of a tenth of their mean over the groups, so that a tight group does not cut its own cells. */
    private double[][] spread(double[][] pooled) {
        double[] mean = new double[dimension];
        int alive = 0;
        for (int k = 0; k < prototypes; k++) {
            alive += inAll[k] > 0.0 ? 1 : 0;
            for (int j = 0; j < dimension; j++) {
                mean[j] += pooled[k][j];
            }
        }
        double[][] spread = new double[prototypes][dimension];
        for (int k = 0; k < prototypes; k++) {
            for (int j = 0; j < dimension; j++) {
                spread[k][j] = Math.max(pooled[k][j], LEAST_SPREAD * mean[j] / alive) + NO_VARIANCE;
            }
        }
        return spread;
    }

    private static double[][] negated(double[][] rows) {
        double[][] negated = new double[rows.length][];
        for (int b = 0; b < rows.length; b++) {
            negated[b] = rows[b].clone();
            for (int j = 0; j < negated[b].length; j++) {
                negated[b][j] = 0.0 - negated[b][j];
            }
        }
        return negated;
    }
}
