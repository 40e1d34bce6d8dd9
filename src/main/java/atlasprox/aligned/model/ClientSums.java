package atlasprox.aligned.model;

import atlasprox.math.Frame;
import atlasprox.math.GridSums;
import atlasprox.math.PairSums;
import atlasprox.rounds.Updates;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * All that a client sends in a round: per prototype the weighted count n, sum s and sum of squares q of its cells, and a few
 * totals for the objective and for the preserved structure. Sums only, never cells; a monoid under {@link #merge}. Prototypes that none
 * of the cells visited belongs to take no room.
 */
public final class ClientSums implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Frame frame;
    private final GridSums[] groups;
    /** The largest weight of a cell in each group. */
    private final double[] largest;

    private PairSums moved;
    private PairSums plain;
    private PairSums totals;
    private long visited;
    private long cells;

    /**
     * @param prototypes K
     * @param frame the client's frame
     */
    public ClientSums(int prototypes, Frame frame) {
        this.frame = frame;
        this.groups = new GridSums[prototypes];
        this.largest = new double[prototypes];
        clearTotals();
    }

    private void clearTotals() {
        moved = new PairSums(frame.dimension());
        plain = new PairSums(frame.dimension());
        totals = new PairSums(3);
    }

    /** The sums of a client whose groups are known and whose cells are not. */
    static ClientSums standing(Reference known) {
        int dimension = known.centre()[0].length;
        ClientSums sums = new ClientSums(known.count().length, Frame.plain(dimension));
        sums.visited = known.cells();
        sums.cells = known.cells();
        double[] terms = new double[sums.frame.terms()];
        terms[0] = 1.0;
        for (int k = 0; k < known.count().length; k++) {
            if (known.count()[k] > 0.0) {
                for (int j = 0; j < dimension; j++) {
                    double mean = known.centre()[k][j];
                    terms[1 + j] = mean;
                    terms[1 + dimension + j] = known.variance()[k][j] + mean * mean;
                }
                sums.group(k).add(known.count()[k], terms, true, sums.frame);
            }
        }
        return sums;
    }

    /** Adds cells of one client to its sums under one mixture; keeps the room that this needs. */
    public static final class Visitor {
        private final FilmMixture mixture;
        private final HuberWeight huber;
        private final double[] cell;
        private final double[] corrected;
        private final double[] step;
        private final double[] terms;
        private final Assignment[] assignments;

        /**
         * @param mixture the mixture as broadcast
         * @param huber the Huber weights as broadcast, or null in the first round, when nothing is known of spreads
         */
        public Visitor(FilmMixture mixture, HuberWeight huber) {
            this.mixture = mixture;
            this.huber = huber;
            this.cell = new double[mixture.dimension()];
            this.corrected = new double[mixture.dimension()];
            this.step = new double[mixture.dimension()];
            this.terms = new double[1 + 2 * mixture.dimension()];
            this.assignments = new Assignment[mixture.batches().size()];
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
            Assignment assignment = assignment(client);
            mixture.correct(client, cell, corrected, assignment);
            double objective = mixture.assign(client, corrected, assignment);
            double weight = huber == null ? 1.0 : huber.weight(corrected, assignment);
            sums.addToGroups(assignment, weight, terms, sums.frame.fill(cell, terms));
            for (int j = 0; j < step.length; j++) {
                step[j] = corrected[j] - cell[j];
            }
            sums.addToTotals(cell, step, objective);
        }

        private Assignment assignment(int client) {
            if (assignments[client] == null) {
                assignments[client] = new Assignment(mixture.prototypes(client).length);
            }
            return assignments[client];
        }
    }

    private void addToGroups(Assignment assignment, double weight, double[] terms, boolean within) {
        for (int member = 0; member < assignment.size(); member++) {
            int k = assignment.prototype(member);
            double share = weight * assignment.responsibility(member);
            largest[k] = Math.max(largest[k], share);
            group(k).add(share, terms, within, frame);
        }
    }

    private GridSums group(int k) {
        if (groups[k] == null) {
            groups[k] = new GridSums(frame.terms());
        }
        return groups[k];
    }

    private void addToTotals(double[] cell, double[] step, double objective) {
        visited++;
        cells++;
        moved.addProducts(1.0, step);
        plain.addProducts(1.0, cell);
        totals.add(0, objective);
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
     * @param other sums of other cells of the same client under the same mixture, in the same frame; left as they are
     * @return these sums, of both
     */
    public ClientSums merge(ClientSums other) {
        visited += other.visited;
        cells += other.cells;
        for (int k = 0; k < groups.length; k++) {
            largest[k] = Math.max(largest[k], other.largest[k]);
            if (groups[k] == null && other.groups[k] != null) {
                groups[k] = other.groups[k].copy();
            } else if (other.groups[k] != null) {
                groups[k].merge(other.groups[k]);
            }
        }
        moved.merge(other.moved);
        plain.merge(other.plain);
        totals.merge(other.totals);
        return this;
    }

    /**
     * @param least the least number of cells behind a group that is told of, at least 1
     * @return these sums of all of a client's cells, without groups of fewer cells and those that would tell of these ({@link
     *     CellsBehind#told}); without any sum where fewer cells were visited
     */
    public ClientSums told(int least) {
        double[] weights = new double[groups.length];
        for (int k = 0; k < groups.length; k++) {
            weights[k] = groups[k] == null ? 0.0 : groups[k].get(0);
        }
        boolean[] told = CellsBehind.told(least, weights, largest);
        for (int k = 0; k < groups.length; k++) {
            groups[k] = told[k] ? groups[k] : null;
        }
        Arrays.fill(largest, 0.0);
        if (visited < least) {
            clearTotals();
        }
        return this;
    }

    /**
     * @param share of the cells visited
     * @return these sums, without groups of less weight
     */
    public ClientSums withoutLessThan(double share) {
        for (int k = 0; k < groups.length; k++) {
            groups[k] = groups[k] != null && groups[k].get(0) < share * visited ? null : groups[k];
        }
        return this;
    }

    /** Gives up the room of the groups, which have served; what is told of the client as a whole stays. */
    public void forgetGroups() {
        Arrays.fill(groups, null);
    }

    /**
     * Has these sums, of all cells visited, stand for all cells that the client has: as many times as large, each an unbiased
     * estimate where the cells visited are a random sample. Means and variances stay.
     *
     * @param size the client's cells, at least as many as were visited
     * @return these sums
     */
    ClientSums scaledTo(long size) {
        cells = size;
        return this;
    }

    /**
     * @param updates by the client's number, the sums of each client
     * @param sizes the clients' cell counts
     * @return the sums in the order of the clients, each scaled to its client's cells
     */
    public static List<ClientSums> ordered(SortedMap<Integer, ClientSums> updates, long[] sizes) {
        List<ClientSums> sums = Updates.ofAll(updates, sizes.length);
        return IntStream.range(0, sizes.length)
                .mapToObj(b -> sums.get(b).scaledTo(sizes[b]))
                .toList();
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return frame.dimension();
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
        return groups[k] == null ? 0.0 : scale() * groups[k].get(0);
    }

    /**
     * @param k a prototype
     * @param j a dimension
     * @return the weighted mean of its cells; n must be above 0
     */
    public double mean(int k, int j) {
        return frame.centre(j) + aboutCentre(k, j);
    }

    /**
     * @param k a prototype
     * @param j a dimension
     * @return the weighted variance of its cells, at least 0; n must be above 0
     */
    public double variance(int k, int j) {
        double mean = aboutCentre(k, j);
        double square = groups[k].get(1 + frame.dimension() + j) / groups[k].get(0);
        return Math.max(0.0, square - mean * mean);
    }

    private double aboutCentre(int k, int j) {
        return groups[k].get(1 + j) / groups[k].get(0);
    }

    /**
     * @param k a prototype
     * @return whether its sums, and the objective, are finite
     */
    public boolean isFinite(int k) {
        boolean finite = Double.isFinite(totals.get(0));
        for (int term = 0; term < frame.terms() && groups[k] != null; term++) {
            finite &= Double.isFinite(groups[k].get(term));
        }
        return finite;
    }

    /** @return the client's clustering cost and entropy, summed over its cells */
    public double objective() {
        return scale() * totals.get(0);
    }

    /**
     * @param parts the sums of the parts of a batch
     * @return the within-batch structure that was moved: the spread of the cells' steps about their mean step
     */
    public static double structureMoved(List<ClientSums> parts) {
        return spread(parts, 1, part -> part.moved);
    }

    /**
     * @param parts the sums of the parts of a batch
     * @return the within-batch structure that there is: the spread of the cells about their mean
     */
    public static double structure(List<ClientSums> parts) {
        return spread(parts, 2, part -> part.plain);
    }

    private static double spread(List<ClientSums> parts, int squares, Function<ClientSums, PairSums> sums) {
        double spread = 0.0;
        double cells = 0.0;
        double[] sum = new double[parts.get(0).frame.dimension()];
        for (ClientSums part : parts) {
            cells += part.cells;
            spread += part.scale() * part.totals.get(squares);
            for (int j = 0; j < sum.length; j++) {
                sum[j] += part.scale() * sums.apply(part).get(j);
            }
        }
        for (double coordinate : sum) {
            spread -= coordinate * coordinate / cells;
        }
        return Math.max(0.0, spread);
    }
}
