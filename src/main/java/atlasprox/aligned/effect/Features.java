package atlasprox.aligned.effect;

import atlasprox.aligned.model.Assignment;
import atlasprox.aligned.model.CellsBehind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cells of one client in the three ways in which a batch can differ from the others: the whole batch displaced, kinds displaced each
 * on its own way, and kinds more or less frequent. Each way makes a vector of a cell, whose mean is the same in all batches where there is
 * no batch effect:
 *
 * <pre>
 * sum_k a r_k (z - c_k) / s_k        d coordinates, c the kinds' centres, s their deviations, a the cell's Huber weight
 * a r_k (z - c_k) / s_k / |r_k|      K x d coordinates, |r_k| the root of the cells' squared responsibilities, added up
 * r_k / sqrt(n_k)                    K coordinates
 * </pre>
 */
final class Features {
    /** The number of ways. */
    static final int WAYS = 3;

    static final int WHOLE = 0;
    static final int KIND = 1;
    static final int SHARE = 2;

    private final Kinds kinds;
    private final List<Cell> cells = new ArrayList<>();
    private final double[][][] sums;

    /** A cell, what it belongs to, and its vector of the first way; those of the others are worked out when they are asked for. */
    private record Cell(double[] point, double weight, int[] kinds, double[] responsibilities, double[] whole) {

        /** The cell with some of its kinds. */
        Cell of(boolean[] told) {
            int[] members = IntStream.range(0, kinds.length)
                    .filter(member -> told[kinds[member]])
                    .toArray();
            return members.length == kinds.length
                    ? this
                    : new Cell(
                            point,
                            weight,
                            Arrays.stream(members).map(member -> kinds[member]).toArray(),
                            Arrays.stream(members)
                                    .mapToDouble(member -> responsibilities[member])
                                    .toArray(),
                            whole);
        }
    }

    /**
     * @param values the cells' coordinates, at least one cell
     * @param kinds the kinds of cells
     * @param minCells the least number of cells of a kind ({@link CellsBehind#told}); what belongs to others, or to kinds that are not
     *     compared, is left out of the second and third way
     */
    Features(List<float[]> values, Kinds kinds, int minCells) {
        this.kinds = kinds;
        int dimension = kinds.belonging().dimension();
        int prototypes = kinds.belonging().prototypes();
        this.sums = new double[][][] {new double[1][dimension], new double[prototypes][], new double[1][prototypes]};
        Assignment assignment = new Assignment(prototypes);
        double[] penalties = new double[prototypes];
        for (float[] value : values) {
            double[] point = KindSums.point(value);
            kinds.belonging().of(point, penalties, assignment);
            cells.add(cell(point, assignment));
        }
        boolean[] told = told(minCells);
        cells.replaceAll(cell -> cell.of(told));
        cells.forEach(this::add);
    }

    private boolean[] told(int minCells) {
        int prototypes = kinds.belonging().prototypes();
        double[] sum = new double[prototypes];
        double[] largest = new double[prototypes];
        for (Cell cell : cells) {
            for (int member = 0; member < cell.kinds().length; member++) {
                int k = cell.kinds()[member];
                sum[k] += cell.responsibilities()[member];
                largest[k] = Math.max(largest[k], cell.responsibilities()[member]);
            }
        }
        boolean[] told = CellsBehind.told(minCells, sum, largest);
        for (int k = 0; k < prototypes; k++) {
            told[k] &= kinds.compared()[k];
        }
        return told;
    }

    private Cell cell(double[] point, Assignment assignment) {
        double weight = kinds.huber().weight(point, assignment);
        int[] members = new int[assignment.size()];
        double[] responsibilities = new double[assignment.size()];
        double[] whole = new double[point.length];
        for (int member = 0; member < members.length; member++) {
            int k = assignment.prototype(member);
            members[member] = k;
            responsibilities[member] = assignment.responsibility(member);
            for (int j = 0; j < whole.length; j++) {
                whole[j] += weight * responsibilities[member] * apart(point, k, j);
            }
        }
        return new Cell(point, weight, members, responsibilities, whole);
    }

    private double apart(double[] point, int k, int j) {
        return (point[j] - kinds.centre()[k][j]) / kinds.deviation()[k][j];
    }

    private void add(Cell cell) {
        for (int j = 0; j < cell.whole().length; j++) {
            sums[WHOLE][0][j] += cell.whole()[j];
        }
        for (int member = 0; member < cell.kinds().length; member++) {
            int k = cell.kinds()[member];
            double share = displaced(cell, member);
            sums[KIND][k] = sums[KIND][k] == null ? new double[cell.point().length] : sums[KIND][k];
            for (int j = 0; j < cell.point().length; j++) {
                sums[KIND][k][j] += share * apart(cell.point(), k, j);
            }
            sums[SHARE][0][k] += share(cell, member);
        }
    }

    private double displaced(Cell cell, int member) {
        return cell.weight() * cell.responsibilities()[member] / kinds.weight()[cell.kinds()[member]];
    }

    private double share(Cell cell, int member) {
        return cell.responsibilities()[member] / kinds.root()[cell.kinds()[member]];
    }

    int size() {
        return cells.size();
    }

    /** Way x rows of coordinates, added up over the cells; rows of kinds that the client lacks are null. */
    double[][][] sums() {
        return sums;
    }

    /** The inner product of two cells' vectors. */
    double product(int way, int one, int other) {
        Cell a = cells.get(one);
        Cell b = cells.get(other);
        if (way == WHOLE) {
            return dot(a.whole(), b.whole());
        }
        double product = 0.0;
        for (int member = 0; member < a.kinds().length; member++) {
            int same = Arrays.binarySearch(b.kinds(), a.kinds()[member]);
            if (same >= 0) {
                product += way == SHARE
                        ? share(a, member) * share(b, same)
                        : displaced(a, member) * displaced(b, same) * product(a, b, a.kinds()[member]);
            }
        }
        return product;
    }

    private double product(Cell a, Cell b, int k) {
        double product = 0.0;
        for (int j = 0; j < a.point().length; j++) {
            product += apart(a.point(), k, j) * apart(b.point(), k, j);
        }
        return product;
    }

    /** The inner product of a cell's vector and the sum of all. */
    double productWithSum(int way, int one) {
        Cell cell = cells.get(one);
        if (way == WHOLE) {
            return dot(cell.whole(), sums[WHOLE][0]);
        }
        double product = 0.0;
        for (int member = 0; member < cell.kinds().length; member++) {
            int k = cell.kinds()[member];
            product += way == SHARE
                    ? share(cell, member) * sums[SHARE][0][k]
                    : displaced(cell, member) * along(cell.point(), k, sums[KIND][k]);
        }
        return product;
    }

    private double along(double[] point, int k, double[] vector) {
        double product = 0.0;
        for (int j = 0; j < point.length; j++) {
            product += apart(point, k, j) * vector[j];
        }
        return product;
    }

    static double dot(double[] a, double[] b) {
        double dot = 0.0;
        for (int j = 0; j < a.length; j++) {
            dot += a[j] * b[j];
        }
        return dot;
    }
}
