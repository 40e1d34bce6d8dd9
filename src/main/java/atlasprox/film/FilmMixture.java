package atlasprox.film;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One FiLM expert per batch and prototype. A cell z of batch b is corrected to {@code z + sum_k r_k ((gamma_bk - 1) z + beta_bk)},
 * with its responsibilities r taken at the corrected place: from {@code z + c_b}, J times "r, then the corrected place", under the
 * batch's log-penalties a_b. A pure function of the cell and the mixture. Immutable; the arrays given are not copied and must not
 * be changed.
 */
public final class FilmMixture implements Correction {
    private static final long serialVersionUID = 1L;

    /** A responsibility below this moves nothing that a float could show. */
    private static final double NEGLIGIBLE = 1e-12;

    private final List<String> batches;
    private final double[][] prototypes;
    private final double[][][] gamma;
    private final double[][][] beta;
    private final double[][] starts;
    private final double[][] penalties;
    private final double sigma;
    private final int innerIterations;
    private final Responsibilities responsibilities;

    /**
     * A mixture without penalties.
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
                prototypes,
                gamma,
                beta,
                starts,
                new double[batches.size()][prototypes.length],
                sigma,
                innerIterations);
    }

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param prototypes K unit rows of d coordinates
     * @param gamma B x K x d scales
     * @param beta B x K x d offsets, in units of the embedding
     * @param starts B x d displacements c_b, from which a cell's responsibilities are first taken
     * @param penalties B x K log-penalties a_bk of the diversity pressure, which responsibilities are taken under; zeros for none
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     */
    public FilmMixture(
            List<String> batches,
            double[][] prototypes,
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
        this.responsibilities = new Responsibilities(prototypes, sigma);
    }

    /**
     * @param batches the batches' names, ascending and distinct, B of them
     * @param prototypes K unit rows of d coordinates
     * @param shifts B x d displacements
     * @param sigma the width of responsibilities, above 0
     * @param innerIterations J, at least 1
     * @return the mixture whose experts do nothing but shift each batch
     */
    public static FilmMixture shifting(
            List<String> batches, double[][] prototypes, double[][] shifts, double sigma, int innerIterations) {
        double[][][] gamma = new double[batches.size()][prototypes.length][prototypes[0].length];
        double[][][] beta = new double[batches.size()][prototypes.length][];
        for (int b = 0; b < gamma.length; b++) {
            for (int k = 0; k < prototypes.length; k++) {
                Arrays.fill(gamma[b][k], 1.0);
                beta[b][k] = shifts[b].clone();
            }
        }
        return new FilmMixture(batches, prototypes, gamma, beta, shifts, sigma, innerIterations);
    }

    @Override
    public int dimension() {
        return prototypes[0].length;
    }

    @Override
    public List<String> batches() {
        return batches;
    }

    /** @return the K prototypes; not to be changed */
    public double[][] prototypes() {
        return prototypes;
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
     * @param other K unit rows of d coordinates
     * @return the same experts of these prototypes
     */
    public FilmMixture withPrototypes(double[][] other) {
        return new FilmMixture(batches, other, gamma, beta, starts, penalties, sigma, innerIterations);
    }

    /**
     * @param other experts of other batches, of the same prototypes and responsibilities
     * @return the experts of both, those of this mixture as they are
     */
    public FilmMixture with(FilmMixture other) {
        List<String> both =
                Stream.concat(batches.stream(), other.batches.stream()).sorted().toList();
        List<Client> clients = both.stream()
                .map(batch -> client(batch) >= 0 ? this.of(batch) : other.of(batch))
                .toList();
        return new FilmMixture(
                both,
                prototypes,
                clients.stream().map(Client::gamma).toArray(double[][][]::new),
                clients.stream().map(Client::beta).toArray(double[][][]::new),
                clients.stream().map(Client::start).toArray(double[][]::new),
                clients.stream().map(Client::penalties).toArray(double[][]::new),
                sigma,
                innerIterations);
    }

    private record Client(double[][] gamma, double[][] beta, double[] start, double[] penalties) {}

    private Client of(String batch) {
        int client = client(batch);
        return new Client(gamma[client], beta[client], starts[client], penalties[client]);
    }

    /** @return the width of responsibilities */
    public double sigma() {
        return sigma;
    }

    /** @return J */
    public int innerIterations() {
        return innerIterations;
    }

    /** @return the assignment of corrected cells to the prototypes, under penalties yet to be named */
    public Responsibilities responsibilities() {
        return responsibilities;
    }

    /**
     * @param client the client's number
     * @param corrected a corrected cell of it, d coordinates
     * @param r overwritten by the cell's K responsibilities
     * @return the cell's clustering cost and entropy
     */
    public double assign(int client, double[] corrected, double[] r) {
        return responsibilities.of(corrected, penalties[client], r);
    }

    @Override
    public void correct(int client, double[] cell) {
        double[] corrected = new double[cell.length];
        correct(client, cell, corrected, new double[prototypes.length]);
        System.arraycopy(corrected, 0, cell, 0, cell.length);
    }

    /**
     * @param client the client's number
     * @param cell d coordinates
     * @param corrected overwritten by the corrected cell
     * @param r room for K numbers, overwritten
     */
    public void correct(int client, double[] cell, double[] corrected, double[] r) {
        for (int j = 0; j < cell.length; j++) {
            corrected[j] = cell[j] + starts[client][j];
        }
        for (int iteration = 0; iteration < innerIterations; iteration++) {
            assign(client, corrected, r);
            move(client, cell, corrected, r);
        }
    }

    private void move(int client, double[] cell, double[] corrected, double[] r) {
        double[] moved = new double[cell.length];
        for (int k = 0; k < r.length; k++) {
            if (r[k] > NEGLIGIBLE) {
                double[] scale = gamma[client][k];
                double[] offset = beta[client][k];
                for (int j = 0; j < cell.length; j++) {
                    moved[j] += r[k] * ((scale[j] - 1.0) * cell[j] + offset[j]);
                }
            }
        }
        for (int j = 0; j < cell.length; j++) {
            // A cell that does not move keeps every bit, the sign of a zero too.
            corrected[j] = moved[j] == 0.0 ? cell[j] : cell[j] + moved[j];
        }
    }
}
