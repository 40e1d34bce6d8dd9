package atlasprox.align;

import atlasprox.cells.PairSums;
import atlasprox.film.FilmMixture;
import java.io.Serializable;

/**
 * All that a client sends in a round: per prototype the weighted count n, sum s and sum of squares q of its cells, and a few
 * totals for the objective and for the preserved structure. Sums only, never cells; a monoid under {@link #merge}. Prototypes that none
 * of the cells visited belongs to take no room.
 */
public final class ClientSums implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int dimension;
    private final PairSums n;
    private final PairSums[] s;
    private final PairSums[] q;
    private final PairSums moved;
    private final PairSums plain;
    private final PairSums totals;
    private long visited;
    private long cells;

    /**
     * @param prototypes K
     * @param dimension d
     */
    public ClientSums(int prototypes, int dimension) {
        this.dimension = dimension;
        this.n = new PairSums(prototypes);
        this.s = new PairSums[prototypes];
        this.q = new PairSums[prototypes];
        this.moved = new PairSums(dimension);
        this.plain = new PairSums(dimension);
        this.totals = new PairSums(3);
    }

    /** The sums of a client whose groups are known and whose cells are not. */
    static ClientSums standing(Reference groups) {
        int dimension = groups.centre()[0].length;
        ClientSums sums = new ClientSums(groups.count().length, dimension);
        sums.visited = groups.cells();
        sums.cells = groups.cells();
        for (int k = 0; k < groups.count().length; k++) {
            double n = groups.count()[k];
            if (n > 0.0) {
                sums.n.add(k, n);
                sums.makeRoom(k);
                sums.s[k].addProducts(n, groups.centre()[k]);
                sums.q[k].addProducts(n, groups.variance()[k]);
                sums.q[k].addSquares(n, groups.centre()[k]);
            }
        }
        return sums;
    }

    /** Adds cells of one client to its sums under one mixture; keeps the room that this needs. */
    public static final class Visitor {
        private final FilmMixture mixture;
        private final TailCut cut;
        private final double[] cell;
        private final double[] corrected;
        private final double[] step;
        private final double[][] r;

        /**
         * @param mixture the mixture as broadcast
         * @param cut the tail cut as broadcast, or null in the first round, when nothing is known of spreads
         */
        public Visitor(FilmMixture mixture, TailCut cut) {
            this.mixture = mixture;
            this.cut = cut;
            this.cell = new double[mixture.dimension()];
            this.corrected = new double[mixture.dimension()];
            this.step = new double[mixture.dimension()];
            this.r = new double[mixture.batches().size()][];
        }

        /**
         * @param client the client's number
         * @param values a table of coordinates
         * @param from the place of the cell's first coordinate
         * @param sums the client's sums
         */
        public void visit(int client, float[] values, int from, ClientSums sums) {
            for (int j = 0; j < cell.length; j++) {
                cell[j] = values[from + j];
            }
            double[] room = room(client);
            mixture.correct(client, cell, corrected, room);
            double objective = mixture.assign(client, corrected, room);
            double weight = cut == null ? 1.0 : cut.weight(corrected, room);
            sums.addCell(cell, room, weight, objective);
            sums.addStructure(cell, step());
        }

        private double[] step() {
            for (int j = 0; j < step.length; j++) {
                step[j] = corrected[j] - cell[j];
            }
            return step;
        }

        private double[] room(int client) {
            if (r[client] == null) {
                r[client] = new double[mixture.prototypes(client).length];
            }
            return r[client];
        }
    }

    private void addCell(double[] cell, double[] r, double weight, double objective) {
        visited++;
        cells++;
        totals.add(0, objective);
        for (int k = 0; k < r.length; k++) {
            if (r[k] > 0.0) {
                makeRoom(k);
                n.add(k, weight * r[k]);
                s[k].addProducts(weight * r[k], cell);
                q[k].addSquares(weight * r[k], cell);
            }
        }
    }

    private void makeRoom(int k) {
        if (s[k] == null) {
            s[k] = new PairSums(dimension);
            q[k] = new PairSums(dimension);
        }
    }

    private void addStructure(double[] cell, double[] step) {
        moved.addProducts(1.0, step);
        plain.addProducts(1.0, cell);
        totals.add(1, squareLength(step));
        totals.add(2, squareLength(cell));
    }

    private static double squareLength(double[] vector) {
        double sum = 0.0;
        for (double x : vector) {
            sum += x * x;
        }
        return sum;
    }

    /**
     * @param other sums of other cells of the same client under the same mixture; left as they are
     * @return these sums, of both
     */
    public ClientSums merge(ClientSums other) {
        visited += other.visited;
        cells += other.cells;
        n.merge(other.n);
        for (int k = 0; k < s.length; k++) {
            s[k] = merged(s[k], other.s[k]);
            q[k] = merged(q[k], other.q[k]);
        }
        moved.merge(other.moved);
        plain.merge(other.plain);
        totals.merge(other.totals);
        return this;
    }

    private static PairSums merged(PairSums mine, PairSums others) {
        if (mine == null || others == null) {
            return mine != null || others == null ? mine : others.copy();
        }
        mine.merge(others);
        return mine;
    }

    /**
     * Has these sums, of all cells visited, stand for all cells that the client has: as many times as large, each an unbiased
     * estimate where the cells visited are a random sample. Means and variances stay.
     *
     * @param size the client's cells, at least as many as were visited
     * @return these sums
     */
    public ClientSums scaledTo(long size) {
        cells = size;
        return this;
    }

    /** @return the number of cells that these sums stand for */
    public long cells() {
        return cells;
    }

    /** @return the number of cells that were visited */
    public long visited() {
        return visited;
    }

    private double scale() {
        return (double) cells / visited;
    }

    /**
     * @param k a prototype
     * @return n, its weighted count
     */
    public double count(int k) {
        return scale() * n.get(k);
    }

    /**
     * @param k a prototype
     * @param j a dimension
     * @return the weighted mean of its cells; n must be above 0
     */
    public double mean(int k, int j) {
        return s[k].get(j) / n.get(k);
    }

    /**
     * @param k a prototype
     * @param j a dimension
     * @return the weighted variance of its cells, at least 0; n must be above 0
     */
    public double variance(int k, int j) {
        double mean = mean(k, j);
        return Math.max(0.0, q[k].get(j) / n.get(k) - mean * mean);
    }

    /**
     * @param k a prototype
     * @return whether its sums, and the objective, are finite
     */
    public boolean isFinite(int k) {
        boolean finite = Double.isFinite(totals.get(0)) && Double.isFinite(n.get(k));
        for (int j = 0; j < dimension && s[k] != null; j++) {
            finite &= Double.isFinite(s[k].get(j)) && Double.isFinite(q[k].get(j));
        }
        return finite;
    }

    /** @return the client's clustering cost and entropy, summed over its cells */
    public double objective() {
        return scale() * totals.get(0);
    }

    /** @return the within-batch structure that was moved: the spread of the cells' steps about their mean step */
    public double structureMoved() {
        return about(totals.get(1), moved);
    }

    /** @return the within-batch structure that there is: the spread of the cells about their mean */
    public double structure() {
        return about(totals.get(2), plain);
    }

    private double about(double squares, PairSums sums) {
        double spread = squares;
        for (int j = 0; j < dimension; j++) {
            spread -= sums.get(j) * sums.get(j) / visited;
        }
        return scale() * Math.max(0.0, spread);
    }
}
