package atlasprox.aligned.diversity;

import atlasprox.aligned.model.Assignment;
import atlasprox.aligned.model.CellsBehind;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.math.PairSums;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The clients' side of the diversity pressure in one round. A client seeks the log-penalties
 *
 * <pre>
 * a_bk = theta_b log( (2 E_bk + 1) / (n_bk + E_bk + 1) ) ,   E_bk = p_b n_k
 * </pre>
 *
 * under which its own counts n_bk arise, by one sweep over blocks of a {@value #BLOCKS}th of its cells: a block's cells are taken
 * out of n_b, and come back with responsibilities under the penalties that the rest calls for (Korsunsky et al. 2019, Harmony). Its
 * own counts are exact all along; what the other clients have is one round old. The cells stay where the mixture has put them.
 */
public final class PressureEpoch implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Harmony's blocks of 5 %. */
    private static final int BLOCKS = 20;

    private final FilmMixture mixture;
    private final double[] theta;
    private final double[][] counts;
    private final double[] inAll;
    private final long[] sizes;
    private final int minCells;
    private final double cells;

    /**
     * @param mixture the mixture as broadcast, under the last round's penalties
     * @param theta the diversity pressure on each client in this round, at least 0
     * @param counts B x K counts n_bk of the last round
     * @param sizes the B clients' cell counts
     * @param minCells the least number of cells behind a count that a client tells
     */
    PressureEpoch(FilmMixture mixture, double[] theta, double[][] counts, long[] sizes, int minCells) {
        this.minCells = minCells;
        this.mixture = mixture;
        this.theta = theta;
        this.counts = counts;
        this.sizes = sizes;
        this.inAll = new double[mixture.prototypes(0).length];
        double all = 0.0;
        for (int b = 0; b < sizes.length; b++) {
            all += sizes[b];
            for (int k = 0; k < inAll.length; k++) {
                inAll[k] += counts[b][k];
            }
        }
        this.cells = all;
    }

    /**
     * @param least the least number of cells behind a count that a client tells, at least 1
     * @return the same, by that number
     */
    public PressureEpoch ofAtLeast(int least) {
        return new PressureEpoch(mixture, theta, counts, sizes, least);
    }

    /**
     * What a client sends: numbers per prototype, never cells.
     *
     * @param penalties its K log-penalties
     * @param counts its K counts n_bk, which sum to its number of cells but for those of too few
     */
    public record Answer(double[] penalties, double[] counts) implements Serializable {}

    /**
     * @param client the client's number
     * @param sample its cells, or some that stand for all of them, at least one, in the order of their keys
     * @return what the client sends
     */
    public Answer run(int client, List<float[]> sample) {
        return new Sweep(client, sample).run();
    }

    /** a_bk from the client's own count n and what the others have of the prototype. */
    private double penalty(int client, int k, double n) {
        double others = Math.max(0.0, inAll[k] - counts[client][k]);
        double expected = sizes[client] / cells * (others + n);
        return theta[client] * Math.log((2.0 * expected + 1.0) / (n + expected + 1.0));
    }

    /** One client's cells, with their responsibilities as they stand. */
    private final class Sweep {
        private final int client;
        private final double perCell;
        private final double[][] corrected;
        private final Assignment[] r;
        private final PairSums n;

        Sweep(int client, List<float[]> sample) {
            this.client = client;
            this.perCell = (double) sizes[client] / sample.size();
            this.corrected = new double[sample.size()][mixture.dimension()];
            this.r = new Assignment[sample.size()];
            this.n = new PairSums(inAll.length);
            for (int i = 0; i < r.length; i++) {
                place(sample.get(i), i);
            }
        }

        private void place(float[] values, int i) {
            double[] cell = new double[values.length];
            for (int j = 0; j < cell.length; j++) {
                cell[j] = values[j];
            }
            r[i] = new Assignment(inAll.length);
            mixture.correct(client, cell, corrected[i], r[i]);
            mixture.assign(client, corrected[i], r[i]);
            count(i, perCell);
        }

        Answer run() {
            for (int block = 0; block < BLOCKS && theta[client] > 0.0; block++) {
                draw(block * r.length / BLOCKS, (block + 1) * r.length / BLOCKS);
            }
            double[] own = counted();
            // Of the cells looked at, which may be fewer than those that they stand for.
            double[] lookedAt = Arrays.stream(own).map(count -> count / perCell).toArray();
            boolean[] told = CellsBehind.told(minCells, lookedAt, largest());
            for (int k = 0; k < own.length; k++) {
                own[k] = told[k] ? own[k] : 0.0;
            }
            return new Answer(penalties(own), own);
        }

        private void draw(int from, int to) {
            for (int i = from; i < to; i++) {
                count(i, -perCell);
            }
            double[] penalties = penalties(counted());
            for (int i = from; i < to; i++) {
                mixture.responsibilities(client).of(corrected[i], penalties, r[i]);
                count(i, perCell);
            }
        }

        private void count(int i, double weight) {
            for (int member = 0; member < r[i].size(); member++) {
                n.add(r[i].prototype(member), weight * r[i].responsibility(member));
            }
        }

        private double[] counted() {
            double[] counted = new double[inAll.length];
            for (int k = 0; k < counted.length; k++) {
                counted[k] = n.get(k);
            }
            return counted;
        }

        private double[] largest() {
            double[] largest = new double[inAll.length];
            for (Assignment cell : r) {
                for (int member = 0; member < cell.size(); member++) {
                    int k = cell.prototype(member);
                    largest[k] = Math.max(largest[k], cell.responsibility(member));
                }
            }
            return largest;
        }

        private double[] penalties(double[] own) {
            double[] penalties = new double[inAll.length];
            for (int k = 0; k < penalties.length; k++) {
                penalties[k] = penalty(client, k, own[k]);
            }
            return penalties;
        }
    }
}
