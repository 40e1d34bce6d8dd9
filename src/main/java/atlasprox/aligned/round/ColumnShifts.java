package atlasprox.aligned.round;

import atlasprox.aligned.model.Spread;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Parts;
import atlasprox.math.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The shifts of the levels of all batch columns, each column solved ({@link LevelSolver}) given the others' until they stand still, which is the
 * joint minimum.
 */
final class ColumnShifts {
    /** Over several batch columns; a fit that needs more says so in a warning. */
    private static final int MOST_SWEEPS = 100;

    /** In pooled deviations: a move that corrected cells, which are of single precision, do not show. */
    private static final double STILL = 1e-9;

    private final AlignedSettings settings;
    private final Covariates covariates;
    private final StratifiedGroups groups;
    private final long[] cells;
    private final Spread spread;
    private final BaseShifts last;
    private final LevelSolver[] solved;
    private final double[][][] count;
    private final BaseShifts base;
    private double moving;

    /**
     * @param settings the settings in force
     * @param covariates the clients' levels
     * @param groups the clients' groups
     * @param cells the clients' cell counts
     * @param spread pooled variances by prototypes
     * @param last the last round's base shifts
     */
    ColumnShifts(
            AlignedSettings settings,
            Covariates covariates,
            StratifiedGroups groups,
            long[] cells,
            Spread spread,
            BaseShifts last) {
        this.settings = settings;
        this.covariates = covariates;
        this.groups = groups;
        this.cells = cells;
        this.spread = spread.of(groups.count(), groups::prototype);
        this.last = last;
        this.solved = new LevelSolver[covariates.columns()];
        this.count = new double[solved.length][][];
        for (int v = 0; v < solved.length; v++) {
            count[v] = counts(v);
        }
        solve();
        this.base = new BaseShifts(
                last.start(), Arrays.stream(solved).map(LevelSolver::base).toArray(double[][][]::new));
    }

    private double[][] counts(int v) {
        double[][] counts = new double[covariates.strength()[v].length][groups.count()];
        for (int b = 0; b < cells.length; b++) {
            double[] ofLevel = counts[covariates.level()[v][b]];
            for (int g = 0; g < ofLevel.length; g++) {
                ofLevel[g] += groups.count(b, g);
            }
        }
        return counts;
    }

    private void solve() {
        double moved = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MOST_SWEEPS && moved > STILL; sweep++) {
            moved = 0.0;
            for (int v = 0; v < solved.length; v++) {
                LevelSolver next = new LevelSolver(settings, groups(v), spread, last.levels()[v]);
                next.solve();
                moved = solved.length == 1 ? 0.0 : Math.max(moved, moved(solved[v], next, v));
                solved[v] = next;
            }
        }
        moving = moved > STILL ? moved : 0.0;
    }

    /** The largest move of a group's shift, in pooled deviations, in the last sweep that there was room for; 0 where they came to rest. */
    double moving() {
        return moving;
    }

    /** Of the levels of all columns. */
    BaseShifts base() {
        return base;
    }

    /** G x d centres of the groups, in corrected coordinates. */
    double[][] centres() {
        return solved[solved.length - 1].centres();
    }

    /** Whether any level of a client has cells of a prototype; else its cells of that kind move with it. */
    boolean has(int client, int k) {
        boolean there = false;
        for (int v = 0; v < solved.length; v++) {
            for (int g = groups.first(k); g < groups.first(k + 1); g++) {
                there |= solved[v].has(covariates.level()[v][client], g);
            }
        }
        return there;
    }

    /** What to take off a client's cells of a prototype: its levels' shifts, less its start. */
    double[] of(int client, int k) {
        double[] shift = new double[last.start()[0].length];
        for (int v = 0; v < solved.length; v++) {
            shift = Vectors.plus(shift, shift(v, covariates.level()[v][client], k));
        }
        return Vectors.minus(shift, last.start()[client]);
    }

    /** A level's shift of a prototype's cells, of whatever stratum: the mean of its groups'. */
    private double[] shift(int v, int level, int k) {
        double all = 0.0;
        for (int g = groups.first(k); g < groups.first(k + 1); g++) {
            all += count[v][level][g];
        }
        if (all == 0.0) {
            return solved[v].base()[level];
        }
        double[] shift = new double[last.start()[0].length];
        for (int g = groups.first(k); g < groups.first(k + 1); g++) {
            if (count[v][level][g] > 0.0) {
                shift = Vectors.plus(shift, Vectors.scaled(solved[v].shift(level, g), count[v][level][g] / all));
            }
        }
        return shift;
    }

    private double moved(LevelSolver before, LevelSolver after, int v) {
        if (before == null) {
            return Double.POSITIVE_INFINITY;
        }
        double most = 0.0;
        for (int l = 0; l < covariates.strength()[v].length; l++) {
            for (int g = 0; g < groups.count(); g++) {
                double[] step = Vectors.minus(after.shift(l, g), before.shift(l, g));
                for (int j = 0; j < step.length; j++) {
                    most = Math.max(most, Math.abs(step[j]) / Math.sqrt(spread.variance()[g][j]));
                }
            }
        }
        return most;
    }

    /** The clients' groups added up by the levels of a column, moved by their start, the other columns' shifts taken off. */
    private LevelSolver.Groups groups(int v) {
        Parts parts = covariates.parts();
        double[][] ofLevels = new double[count[v].length][parts.values()];
        boolean[] told = new boolean[ofLevels.length];
        for (int b = 0; b < cells.length; b++) {
            ofLevels[covariates.level()[v][b]][parts.value()[b]] += cells[b];
            told[covariates.level()[v][b]] |= parts.areGuided() && parts.isLabelled(b);
        }
        int[][] members = covariates.members(v);
        LevelSolver.Means means = (l, g) -> mean(members[l], g, count[v][l][g], v);
        // Where columns are solved in turn, the other columns' shifts are worth working out once only.
        return new LevelSolver.Groups(
                count[v],
                solved.length == 1 ? means : kept(count[v], means),
                ofLevels,
                covariates.strength()[v],
                told,
                groups.grouping());
    }

    private double[] mean(int[] members, int g, double all, int v) {
        double[] mean = new double[last.start()[0].length];
        for (int b : members) {
            double ofClient = groups.count(b, g);
            if (ofClient > 0.0) {
                addMoved(mean, b, g, ofClient, others(b, g, v));
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= all;
        }
        return mean;
    }

    private void addMoved(double[] sum, int b, int g, double ofClient, double[] shift) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += ofClient * (groups.mean(b, g, j) - shift[j]);
        }
    }

    /** What to take off a group of a client: its levels' shifts, of all columns but one, less its start. */
    private double[] others(int b, int g, int except) {
        double[] shift = new double[last.start()[0].length];
        for (int v = 0; v < solved.length; v++) {
            if (v != except && solved[v] != null) {
                shift = Vectors.plus(shift, solved[v].shift(covariates.level()[v][b], g));
            }
        }
        return Vectors.minus(shift, last.start()[b]);
    }

    private static LevelSolver.Means kept(double[][] count, LevelSolver.Means means) {
        double[][][] mean = new double[count.length][count[0].length][];
        IntStream.range(0, count.length).parallel().forEach(l -> {
            for (int g = 0; g < count[l].length; g++) {
                mean[l][g] = count[l][g] > 0.0 ? means.of(l, g) : null;
            }
        });
        return (l, g) -> mean[l][g];
    }
}
