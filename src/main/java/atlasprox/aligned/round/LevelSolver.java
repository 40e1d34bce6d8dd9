package atlasprox.aligned.round;

import atlasprox.aligned.model.Spread;
import atlasprox.aligned.settings.AlignedSettings;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The shifts of one batch column's levels, in closed form. Base shifts h_l and centres m_k together minimise
 *
 * <pre>
 * sum_lk omega_lk |mu_lk - m_k - h_l|^2 + sum_l ridge_l |h_l - h^t_l|^2 ,   omega = a n (1 - w),  w = n / (n + alpha p_l n_k)
 * </pre>
 *
 * h^t being the last round's and a, from 0 to 1, how far the group is believed. A group that only one level has says nothing about that level's shift, since its centre absorbs it, and
 * moves with its level. The ridge is the proximal term of the shifts, {@code ridge alpha N_l f_l}: rounds compound where groups agree,
 * and where there is little overlap to go by a level hardly leaves its place. Its factor f in (0, 1] fades where the level's groups all
 * but agree about the shift. Then each group moves by {@code D_lk = h_l + w_lk (mu_lk - m_k - h_l)}: few cells of a kind move with their
 * level. So do groups that lie too far from the other levels' for the same kind of cell: there w is divided by {@code 1 + (gap /
 * limit)^4}, the gap in pooled deviations of the group. A group that disagrees with most of its level's is taken for another kind: found
 * by a first solution, it counts less in the least squares and in its own move ({@link Consensus}). Neither where labels tell the kinds.
 *
 * <p>A strength s below 1 multiplies w by s and adds {@code (1 / s - 1) sum_k omega_lk |h_l|^2}, so that a level on its own would move by
 * the share s of its way; a level of strength 0 stays where it is, and the others come to it.
 *
 * <p>Works on all cores, over levels or over groups; every sum is taken on one of them, in the order of the levels or groups.
 */
final class LevelSolver {
    /**
     * The ridge fades where the disagreement among a level's groups is below a twentieth of the square of the shift that they agree about. Other
     * values: bench/constants.py.
     */
    private static final double AGREEMENT = 20.0;

    /** What is left of a ridge that has faded, so that the equations can be solved whatever the overlap. */
    private static final double LEAST_FACTOR = 1e-6;

    /** Of a level's cells: with less that tells of its shift, it has no overlap with other levels. */
    private static final double NO_OVERLAP = 1e-9;

    /**
     * A group's gap to the other levels' is its gap to the centre, divided by the others' share in that; of a smaller share than this the
     * quotient would be of few cells and much noise. Other values: bench/constants.py.
     */
    private static final double LEAST_OTHERS = 0.05;

    private final AlignedSettings settings;
    private final Groups groups;
    private final Spread spread;
    private final double[][] last;
    private final int levels;
    private final int prototypes;
    private final int dimension;
    private final double[] cells;
    private final double[] ofValues;
    private final double[] inAll;
    private final double[][] omega;
    private final double[] omegaInAll;
    private final double[][] belief;
    private double[][] base;
    private double[][] centres;

    /**
     * What is known of the levels of a column.
     *
     * @param n level x K weighted counts, 0 where a level lacks the group
     * @param mean the groups' means, where n is above 0
     * @param cells level x value: the levels' cell counts
     * @param strength the levels' strengths, from 0 to 1
     * @param told for each level whether labels of its own tell what kinds its groups are of, so that nothing is held against any
     * @param grouping what groups are of
     */
    record Groups(double[][] n, Means mean, double[][] cells, double[] strength, boolean[] told, Grouping grouping) {

        boolean has(int l, int k) {
            return n[l][k] > 0.0;
        }
    }

    /** Means that may be worked out when they are asked for, since level x K x d of them may be more than there is room for. */
    @FunctionalInterface
    interface Means {

        /**
         * @param l a level
         * @param k a prototype of which it has cells
         * @return the d coordinates of their mean; not to be changed
         */
        double[] of(int l, int k);
    }

    /**
     * @param settings the settings in force
     * @param groups what is known of the levels
     * @param spread K x d pooled variances
     * @param last level x d shifts of the last round
     */
    LevelSolver(AlignedSettings settings, Groups groups, Spread spread, double[][] last) {
        this.settings = settings;
        this.groups = groups;
        this.spread = spread;
        this.last = last;
        this.levels = groups.n().length;
        this.prototypes = spread.variance().length;
        this.dimension = spread.variance()[0].length;
        this.cells = Arrays.stream(groups.cells())
                .mapToDouble(ofLevel -> Arrays.stream(ofLevel).sum())
                .toArray();
        this.ofValues = new double[groups.cells()[0].length];
        for (double[] ofLevel : groups.cells()) {
            Arrays.setAll(ofValues, value -> ofValues[value] + ofLevel[value]);
        }
        this.inAll = new double[prototypes];
        this.omega = new double[levels][prototypes];
        this.omegaInAll = new double[prototypes];
        this.belief = new double[levels][prototypes];
        for (double[] ofLevel : belief) {
            Arrays.fill(ofLevel, 1.0);
        }
        weigh();
    }

    /** Finds base shifts and centres. */
    void solve() {
        double[] full = new double[levels];
        Arrays.fill(full, 1.0);
        place(full);
        believe();
        weigh();
        place(full);
        double[] fading = fading();
        if (!Arrays.equals(full, fading)) {
            place(fading);
        }
    }

    /** @return level x d base shifts h */
    double[][] base() {
        return base;
    }

    /** @return K x d centres m of the groups, in corrected coordinates */
    double[][] centres() {
        return centres;
    }

    /**
     * @param l a level
     * @param k a prototype
     * @return D, the d shift of the level's cells of that kind; its base shift where it has none. Not to be changed
     */
    double[] shift(int l, int k) {
        if (!groups.has(l, k)) {
            return base[l];
        }
        double[] shift = base[l].clone();
        double[] residual = residual(l, k);
        double trust = trust(l, k, residual);
        for (int j = 0; j < dimension; j++) {
            shift[j] += trust * residual[j];
        }
        return shift;
    }

    /**
     * @param l a level
     * @param k a prototype
     * @return whether the level has cells of that kind
     */
    boolean has(int l, int k) {
        return groups.has(l, k);
    }

    private void weigh() {
        for (int k = 0; k < prototypes; k++) {
            inAll[k] = 0.0;
            omegaInAll[k] = 0.0;
            for (int l = 0; l < levels; l++) {
                inAll[k] += groups.n()[l][k];
            }
            for (int l = 0; l < levels; l++) {
                omega[l][k] = belief[l][k] * groups.n()[l][k] * (1.0 - evidence(l, k));
                omegaInAll[k] += omega[l][k];
            }
        }
    }

    /** Finds out which groups agree about their levels' shifts. */
    private void believe() {
        Consensus consensus = new Consensus(spread, groups.grouping().means(centres, omegaInAll), groups.grouping());
        IntStream.range(0, levels).parallel().filter(l -> !groups.told()[l]).forEach(l -> {
            double[] information = information(l);
            double[][] gap = new double[prototypes][];
            for (int k = 0; k < prototypes; k++) {
                gap[k] = information[k] > 0.0 ? gap(l, k, residual(l, k)) : null;
            }
            belief[l] = consensus.of(gap, information, overlap(l, information));
        });
    }

    /** w, before the groups' gaps are known. */
    private double evidence(int l, int k) {
        double n = groups.n()[l][k];
        return n == 0.0
                ? 0.0
                : groups.strength()[l]
                        * n
                        / (n + settings.alpha() * share(l, groups.grouping().value()[k]) * inAll[k]);
    }

    private void place(double[] factor) {
        base = baseShifts(factor);
        centres = weightedMeans(base);
    }

    /** Held levels have no row in the equations. */
    private double[][] baseShifts(double[] factor) {
        double[] own = new double[levels];
        double[][] right = new double[levels][dimension];
        double[][] unmoved = new double[levels][];
        Arrays.fill(unmoved, new double[dimension]);
        double[][] means = weightedMeans(unmoved);
        IntStream.range(0, levels).parallel().forEach(l -> {
            own[l] = 1.0;
            if (!held(l)) {
                double ridge = settings.ridge() * settings.alpha() * cells[l] * factor[l];
                own[l] = ridge + Arrays.stream(omega[l]).sum() / groups.strength()[l];
                addEvidence(l, ridge, means, right[l]);
            }
        });
        double[][] coupling = new double[levels][];
        for (int l = 0; l < levels; l++) {
            coupling[l] = held(l) ? new double[prototypes] : omega[l];
        }
        return new NormalEquations(coupling, omegaInAll).solve(own, right);
    }

    private void addEvidence(int l, double ridge, double[][] means, double[] right) {
        for (int j = 0; j < dimension; j++) {
            right[j] = ridge * last[l][j];
        }
        for (int k = 0; k < prototypes; k++) {
            if (groups.has(l, k)) {
                double[] mean = groups.mean().of(l, k);
                for (int j = 0; j < dimension; j++) {
                    right[j] += omega[l][k] * (mean[j] - means[k][j]);
                }
            }
        }
    }

    private double[][] weightedMeans(double[][] shift) {
        return IntStream.range(0, prototypes)
                .parallel()
                .mapToObj(k -> weightedMean(k, shift))
                .toArray(double[][]::new);
    }

    /** m_k = sum_l omega_lk (mu_lk - h_l) / sum_l omega_lk. */
    private double[] weightedMean(int k, double[][] shift) {
        double[] weighted = new double[dimension];
        for (int l = 0; l < levels; l++) {
            if (omega[l][k] > 0.0) {
                double share = omega[l][k] / omegaInAll[k];
                double[] mean = groups.mean().of(l, k);
                for (int j = 0; j < dimension; j++) {
                    weighted[j] += share * (mean[j] - shift[l][j]);
                }
            }
        }
        return weighted;
    }

    /**
     * f_l = min(1, 20 V / (S rho^2)): V the disagreement of a level's groups about what the ridge withheld, S the square of the shift
     * they agree about, rho their overlap with other levels as a share of what it can be.
     */
    private double[] fading() {
        return IntStream.range(0, levels)
                .parallel()
                .mapToDouble(l -> held(l) ? 1.0 : fading(l))
                .toArray();
    }

    private double fading(int l) {
        double[] information = information(l);
        double all = Arrays.stream(information).sum();
        if (all <= NO_OVERLAP * cells[l]) {
            return 1.0;
        }
        double[] common = new double[dimension];
        double[] square = new double[dimension];
        for (int k = 0; k < prototypes; k++) {
            if (information[k] > 0.0) {
                add(information[k] / all, residual(l, k), common, square);
            }
        }
        double disagreement = 0.0;
        double agreed = 0.0;
        for (int j = 0; j < dimension; j++) {
            disagreement += Math.max(0.0, square[j] - common[j] * common[j]);
            double shift = base[l][j] + common[j] - last[l][j];
            agreed += shift * shift;
        }
        double overlap = overlap(l, information);
        double factor = AGREEMENT * disagreement / (agreed * overlap * overlap);
        return factor < 1.0 ? Math.max(LEAST_FACTOR, factor) : 1.0;
    }

    /** How much a level's groups tell of its shift. */
    private double[] information(int l) {
        double[] information = new double[prototypes];
        for (int k = 0; k < prototypes; k++) {
            information[k] = omega[l][k] > 0.0 ? omega[l][k] * (1.0 - omega[l][k] / omegaInAll[k]) : 0.0;
        }
        return information;
    }

    /** As a share of what it can be, were all groups in all levels alike. */
    private double overlap(int l, double[] information) {
        double most = (1.0 - groups.strength()[l] / (1.0 + settings.alpha())) * (1.0 - share(l));
        return most > 0.0 ? Math.min(1.0, Arrays.stream(information).sum() / (cells[l] * most)) : 0.0;
    }

    private static void add(double share, double[] residual, double[] sums, double[] squares) {
        for (int j = 0; j < residual.length; j++) {
            sums[j] += share * residual[j];
            squares[j] += share * residual[j] * residual[j];
        }
    }

    /** w, less where the group disagrees with its level's, or lies too far off, for the same kind of cell. */
    private double trust(int l, int k, double[] residual) {
        if (groups.told()[l]) {
            return evidence(l, k);
        }
        double[] gap = gap(l, k, residual);
        double square = 0.0;
        for (int j = 0; j < dimension; j++) {
            square += gap[j] * gap[j] / spread.variance()[k][j] / spread.dimensions();
        }
        double ratio = square / (settings.gapLimit() * settings.gapLimit());
        return belief[l][k] * evidence(l, k) / (1.0 + ratio * ratio);
    }

    /** To the other levels' groups, where the residual is the gap to the centre of all. */
    private double[] gap(int l, int k, double[] residual) {
        double others = Math.max(1.0 - omega[l][k] / omegaInAll[k], LEAST_OTHERS);
        return Arrays.stream(residual).map(apart -> apart / others).toArray();
    }

    private double[] residual(int l, int k) {
        double[] mean = groups.mean().of(l, k);
        double[] residual = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            residual[j] = mean[j] - centres[k][j] - base[l][j];
        }
        return residual;
    }

    /** Of the cells of a value those that the level has. */
    private double share(int l, int value) {
        return groups.cells()[l][value] / ofValues[value];
    }

    /** The mean over a level's cells of its share of their values. */
    private double share(int l) {
        double share = 0.0;
        for (int value = 0; value < ofValues.length; value++) {
            share += groups.cells()[l][value] > 0.0 ? groups.cells()[l][value] / cells[l] * share(l, value) : 0.0;
        }
        return share;
    }

    private boolean held(int l) {
        return groups.strength()[l] == 0.0;
    }
}
