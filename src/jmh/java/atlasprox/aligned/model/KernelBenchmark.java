package atlasprox.aligned.model;

import atlasprox.math.Centre;
import atlasprox.math.Frame;
import atlasprox.math.KMeans;
import atlasprox.math.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a cell costs on one core, in nanoseconds: the work of a round ({@code visit}), of a correction ({@code correct}), and their parts.
 * {@code attainable} is no kernel: K d multiplications and additions on numbers that never leave the first-level cache, which is about
 * what compiled Java can do at best.
 *
 * <pre>mvn -P jmh -DskipTests test-compile exec:exec@jmh</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class KernelBenchmark {
    private static final int CELLS = 4_096;
    private static final int TYPES = 8;

    /** The number of dimensions d. */
    @Param({"20", "50", "200", "1280"})
    public int dimension;

    /** The number of prototypes K. */
    @Param({"30", "100"})
    public int prototypes;

    private float[] cells;
    private FilmMixture mixture;
    private Assignment assignment;
    private HuberWeight huber;
    private Frame frame;
    private double[] cell;
    private double[] corrected;
    private double[] sums;
    private double[][] numbers;

    /** Cells of {@value #TYPES} types, of which a cell belongs to a few prototypes as real ones do. */
    @Setup
    public void generate() {
        Random random = new Random(1);
        double[][] centres = new double[TYPES][dimension];
        for (double[] centre : centres) {
            Arrays.setAll(centre, j -> 2.4 * random.nextGaussian());
        }
        cells = new float[CELLS * dimension];
        List<double[]> points = new ArrayList<>();
        Moments moments = new Moments(dimension);
        for (int i = 0; i < CELLS; i++) {
            double[] point = new double[dimension];
            for (int j = 0; j < dimension; j++) {
                point[j] = centres[i % TYPES][j] + 1.8 * random.nextGaussian();
                cells[i * dimension + j] = (float) point[j];
            }
            points.add(point);
            moments.add(cells, i * dimension);
        }
        double[][] directions = KMeans.spherical(points, prototypes, 1).centres();
        double[][] spread = new double[directions.length][dimension];
        Arrays.stream(spread).forEach(row -> Arrays.fill(row, 3.0));
        mixture = FilmMixture.shifting(List.of("a"), directions, new double[1][dimension], 0.1, 2);
        huber = new HuberWeight(directions, new Spread(spread, 1e-12, dimension), 2.0);
        frame = Frame.of(moments, Centre.origin(dimension));
        assignment = new Assignment(directions.length);
        cell = new double[dimension];
        corrected = new double[dimension];
        sums = new double[prototypes];
        numbers = new double[4][prototypes];
        Arrays.stream(numbers).forEach(row -> Arrays.setAll(row, k -> random.nextGaussian()));
    }

    /** A round: two turns of responsibilities and corrected place, the Huber weights, and the sums. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public ClientSums visit() {
        ClientSums client = new ClientSums(assignment.responsibilities().length, frame);
        ClientSums.Visitor visitor = new ClientSums.Visitor(mixture, huber);
        for (int i = 0; i < CELLS; i++) {
            visitor.visit(0, cells, i * dimension, client);
        }
        return client;
    }

    /** A correction: two turns of responsibilities and corrected place. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public double[] correct() {
        for (int i = 0; i < CELLS; i++) {
            take(i);
            mixture.correct(0, cell, corrected, assignment);
        }
        return corrected;
    }

    /** Responsibilities alone: 2 K d floating-point operations, and an exponential for each prototype that the cell belongs to. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public double assign() {
        double objective = 0.0;
        for (int i = 0; i < CELLS; i++) {
            take(i);
            objective += mixture.assign(0, cell, assignment);
        }
        return objective;
    }

    /** The census' share of a cell. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public Moments moments() {
        Moments moments = new Moments(dimension);
        for (int i = 0; i < CELLS; i++) {
            moments.add(cells, i * dimension);
        }
        return moments;
    }

    /** As many operations as {@code assign} has in its dot products. */
    @Benchmark
    @OperationsPerInvocation(CELLS)
    public double[] attainable() {
        for (int i = 0; i < CELLS; i++) {
            for (int j = 0; j < dimension; j += 4) {
                addFour(i, j, numbers[0], numbers[1], numbers[2], numbers[3], sums);
            }
        }
        return sums;
    }

    private static void addFour(double a, double b, double[] p, double[] q, double[] r, double[] s, double[] sums) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += a * p[k] + b * q[k] + a * r[k] + b * s[k];
        }
    }

    private void take(int i) {
        for (int j = 0; j < dimension; j++) {
            cell[j] = cells[i * dimension + j];
        }
    }
}
