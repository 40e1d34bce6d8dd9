package atlasprox.aligned.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One FiLM expert per batch and prototype, for cells about a centre ({@link CentredMixture}). A cell z of batch b is corrected to {@code z + sum_k r_k ((gamma_bk - 1) z + beta_bk)},
 * with its responsibilities r taken at the corrected place: from {@code z + c_b}, J times "r, then the corrected place", under the
 * batch's log-penalties a_b. A pure function of the cell and the mixture. Immutable; the arrays given are not copied and must not
 * be changed.
 */
public final class FilmMixture implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> batches;
    private final double[][][] prototypes;
    private final double[][][] gamma;
    private final double[][][] beta;
    private final double[][] starts;
    private final double[][] penalties;
    private final double sigma;
    private final int innerIterations;
    private final Responsibilities[] responsibilities;

    /**
     * A mixture without penalties, whose batches have the same prototypes.
     *
     * @param batches the batches' names, ascending and distinct, B of them
     * @param prototypes K unit rows of d coordinates
     * @param gamma B x K x d scales
     * @param beta B x K x d offsets, in units of the embedding
     * @param starts B x d displacements c_b, from which a cell's responsibilities are first taken
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     */
    public FilmMixture(
            List<String> batches,
            double[][] prototypes,
            double[][][] gamma,
            double[][][] beta,
            double[][] starts,
            double sigma,
            int innerIterations) {
        this(
                batches,
                forEach(batches, prototypes),
                gamma,
                beta,
                starts,
                new double[batches.size()][prototypes.length],
                sigma,
                innerIterations);
    }

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param prototypes for each batch K unit rows of d coordinates; K may differ, as a batch may have prototypes of its own
     * @param gamma B x K x d scales
     * @param beta B x K x d offsets, in units of the embedding
     * @param starts B x d displacements c_b, from which a cell's responsibilities are first taken
     * @param penalties B x K log-penalties a_bk of the diversity pressure, which responsibilities are taken under; zeros for none
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     */
    public FilmMixture(
            List<String> batches,
            double[][][] prototypes,
            double[][][] gamma,
            double[][][] beta,
            double[][] starts,
            double[][] penalties,
            double sigma,
            int innerIterations) {
        this.batches = List.copyOf(batches);
        this.prototypes = prototypes;
        this.gamma = gamma;
        this.beta = beta;
        this.starts = starts;
        this.penalties = penalties;
        this.sigma = sigma;
        this.innerIterations = innerIterations;
        // Batches of the same prototypes share one object: lists of arrays are equal where these are the same ones.
        Map<List<double[]>, Responsibilities> made = new HashMap<>();
        this.responsibilities = Arrays.stream(prototypes)
                .map(rows -> made.computeIfAbsent(Arrays.asList(rows), unused -> new Responsibilities(rows, sigma)))
                .toArray(Responsibilities[]::new);
    }

    private FilmMixture(FilmMixture all, IntPredicate some) {
        this.batches = all.batches;
        this.prototypes = where(some, all.prototypes);
        this.gamma = where(some, all.gamma);
        this.beta = where(some, all.beta);
        this.starts = all.starts;
        this.penalties = where(some, all.penalties);
        this.sigma = all.sigma;
        this.innerIterations = all.innerIterations;
        this.responsibilities = where(some, all.responsibilities);
    }

    /** These, null where it is not so. */
    private static <T> T[] where(IntPredicate some, T[] all) {
        T[] those = all.clone();
        Arrays.setAll(those, client -> some.test(client) ? all[client] : null);
        return those;
    }

    private static double[][][] forEach(List<String> batches, double[][] prototypes) {
        double[][][] same = new double[batches.size()][][];
        Arrays.fill(same, prototypes);
        return same;
    }

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param prototypes for each batch K unit rows of d coordinates
     * @param shifts B x d displacements
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     * @return the mixture whose experts do nothing but shift each batch
     */
    public static FilmMixture shifting(
            List<String> batches, double[][][] prototypes, double[][] shifts, double sigma, int innerIterations) {
        double[][][] gamma = new double[batches.size()][][];
        double[][][] beta = new double[batches.size()][][];
        double[][] none = new double[batches.size()][];
        double[] ones = new double[shifts[0].length];
        Arrays.fill(ones, 1.0);
        for (int b = 0; b < gamma.length; b++) {
            gamma[b] = new double[prototypes[b].length][];
            beta[b] = new double[prototypes[b].length][];
            none[b] = new double[prototypes[b].length];
            Arrays.fill(gamma[b], ones);
            Arrays.fill(beta[b], shifts[b]);
        }
        return new FilmMixture(batches, prototypes, gamma, beta, shifts, none, sigma, innerIterations);
    }

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param prototypes K unit rows of d coordinates, the same for all batches
     * @param shifts B x d displacements
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     * @return the mixture whose experts do nothing but shift each batch
     */
    public static FilmMixture shifting(
            List<String> batches, double[][] prototypes, double[][] shifts, double sigma, int innerIterations) {
        return shifting(batches, forEach(batches, prototypes), shifts, sigma, innerIterations);
    }

    /** @return the number of embedding dimensions d */
    public int dimension() {
        return starts[0].length;
    }

    /** @return the names of the batches, in ascending order; a client's number is its place in this list */
    public List<String> batches() {
        return batches;
    }

    /**
     * @param client the client's number
     * @return its K prototypes; not to be changed
     */
    public double[][] prototypes(int client) {
        return prototypes[client];
    }

    /**
     * @param client the client's number
     * @return its K x d scales; not to be changed
     */
    public double[][] gamma(int client) {
        return gamma[client];
    }

    /**
     * @param client the client's number
     * @return its K x d offsets; not to be changed
     */
    public double[][] beta(int client) {
        return beta[client];
    }

    /**
     * @param client the client's number
     * @return its start displacement c_b; not to be changed
     */
    public double[] start(int client) {
        return starts[client];
    }

    /** @return the B x K log-penalties a_bk; not to be changed */
    public double[][] penalties() {
        return penalties;
    }

    /**
     * @param other B x K log-penalties
     * @return the same mixture under these penalties
     */
    public FilmMixture withPenalties(double[][] other) {
        return new FilmMixture(batches, prototypes, gamma, beta, starts, other, sigma, innerIterations);
    }

    /**
     * @param other for each batch as many unit rows of d coordinates as it has prototypes
     * @return the same experts of these prototypes
     */
    public FilmMixture withPrototypes(double[][]... other) {
        return new FilmMixture(batches, other, gamma, beta, starts, penalties, sigma, innerIterations);
    }

    /**
     * What a batch has.
     *
     * @param prototypes K unit rows of d coordinates
     * @param gamma K x d scales
     * @param beta K x d offsets
     * @param start its displacement c_b
     * @param penalties K log-penalties
     */
    public record Experts(
            double[][] prototypes, double[][] gamma, double[][] beta, double[] start, double[] penalties) {

        private Experts keeping(IntPredicate kept) {
            int[] rows = IntStream.range(0, prototypes.length).filter(kept).toArray();
            return new Experts(
                    rows(prototypes, rows),
                    rows(gamma, rows),
                    rows(beta, rows),
                    start,
                    Arrays.stream(rows).mapToDouble(k -> penalties[k]).toArray());
        }

        private static double[][] rows(double[][] all, int[] rows) {
            return Arrays.stream(rows).mapToObj(k -> all[k]).toArray(double[][]::new);
        }
    }

    /**
     * @param client the client's number
     * @return what it has; not to be changed
     */
    public Experts experts(int client) {
        return new Experts(prototypes[client], gamma[client], beta[client], starts[client], penalties[client]);
    }

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param experts what each has
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     * @return the mixture of these
     */
    public static FilmMixture of(List<String> batches, List<Experts> experts, double sigma, int innerIterations) {
        return new FilmMixture(
                batches,
                experts.stream().map(Experts::prototypes).toArray(double[][][]::new),
                experts.stream().map(Experts::gamma).toArray(double[][][]::new),
                experts.stream().map(Experts::beta).toArray(double[][][]::new),
                experts.stream().map(Experts::start).toArray(double[][]::new),
                experts.stream().map(Experts::penalties).toArray(double[][]::new),
                sigma,
                innerIterations);
    }

    /**
     * @param kept tells of a prototype's number whether it stays
     * @return the same mixture without the others, of each client
     */
    public FilmMixture keeping(IntPredicate kept) {
        List<Experts> left = IntStream.range(0, batches.size())
                .mapToObj(client -> experts(client).keeping(kept))
                .toList();
        return of(batches, left, sigma, innerIterations);
    }

    /**
     * @param other experts of other batches, under the same sigma and J
     * @return the experts of both, those of this mixture as they are
     */
    public FilmMixture with(FilmMixture other) {
        List<String> both =
                Stream.concat(batches.stream(), other.batches.stream()).sorted().toList();
        List<Experts> experts = both.stream()
                .map(batch -> experts(batch).or(() -> other.experts(batch)).orElseThrow())
                .toList();
        return of(both, experts, sigma, innerIterations);
    }

    private Optional<Experts> experts(String batch) {
        int client = Collections.binarySearch(batches, batch);
        return client < 0 ? Optional.empty() : Optional.of(experts(client));
    }

    /** @return what corrects the cells of some clients, who keep their numbers; the others have no experts */
    public FilmMixture ofSome(IntPredicate some) {
        return new FilmMixture(this, some);
    }

    /** @return the width of responsibilities */
    public double sigma() {
        return sigma;
    }

    /** @return J */
    public int innerIterations() {
        return innerIterations;
    }

    /**
     * @param client the client's number
     * @return the assignment of corrected cells to its prototypes, under penalties yet to be named
     */
    public Responsibilities responsibilities(int client) {
        return responsibilities[client];
    }

    /**
     * @param client the client's number
     * @param corrected a corrected cell of it, d coordinates
     * @param assignment overwritten by the cell's responsibilities
     * @return the cell's clustering cost and entropy
     */
    public double assign(int client, double[] corrected, Assignment assignment) {
        return responsibilities[client].of(corrected, penalties[client], assignment);
    }

    /**
     * @param client the client's number
     * @param cell d coordinates
     * @param corrected overwritten by the corrected cell
     * @param assignment room for one of K prototypes, overwritten
     */
    public void correct(int client, double[] cell, double[] corrected, Assignment assignment) {
        for (int j = 0; j < cell.length; j++) {
            corrected[j] = cell[j] + starts[client][j];
        }
        for (int iteration = 0; iteration < innerIterations; iteration++) {
            assign(client, corrected, assignment);
            move(client, cell, corrected, assignment);
        }
    }

    private void move(int client, double[] cell, double[] corrected, Assignment assignment) {
        double[] offset = new double[cell.length];
        Arrays.fill(corrected, 0.0);
        int member = 0;
        for (; member + 3 < assignment.size(); member += 4) {
            addFour(assignment, member, gamma[client], 1.0, corrected);
            addFour(assignment, member, beta[client], 0.0, offset);
        }
        for (; member < assignment.size(); member++) {
            int k = assignment.prototype(member);
            addOne(assignment.responsibility(member), gamma[client][k], 1.0, corrected);
            addOne(assignment.responsibility(member), beta[client][k], 0.0, offset);
        }
        for (int j = 0; j < cell.length; j++) {
            double step = corrected[j] * cell[j] + offset[j];
            // A cell that does not move keeps every bit, the sign of a zero too.
            corrected[j] = step == 0.0 ? cell[j] : cell[j] + step;
        }
    }

    /**
     * Adds {@code r (row - less)} of four members at once: less is 1 for scales, which move nothing where they are 1, and 0 for offsets.
     */
    private static void addFour(Assignment assignment, int member, double[][] rows, double less, double[] sum) {
        double r0 = assignment.responsibility(member);
        double r1 = assignment.responsibility(member + 1);
        double r2 = assignment.responsibility(member + 2);
        double r3 = assignment.responsibility(member + 3);
        double[] row0 = rows[assignment.prototype(member)];
        double[] row1 = rows[assignment.prototype(member + 1)];
        double[] row2 = rows[assignment.prototype(member + 2)];
        double[] row3 = rows[assignment.prototype(member + 3)];
        for (int j = 0; j < sum.length; j++) {
            sum[j] += r0 * (row0[j] - less) + r1 * (row1[j] - less) + r2 * (row2[j] - less) + r3 * (row3[j] - less);
        }
    }

    private static void addOne(double r, double[] row, double less, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += r * (row[j] - less);
        }
    }
}
