package atlasprox.counts.pca;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The first eigenpairs of a covariance by the block Lanczos method (Golub and Underwood 1977) with full orthogonalisation and without restarts: a basis grows by what the
 * matrix makes of the last {@value #BLOCK} vectors, until the eigenpairs of the matrix as the basis sees it are those of the matrix.
 *
 * <p>A block, for the matrix is read from memory once for all of its vectors, and as many equal eigenvalues are told; larger ones need more vectors in all:
 * of 2,000 genes' covariance for 30 pairs 296, 376, 552 and 768 by 2, 4, 8 and 16. ARPACK, which Spark brings in Java, keeps the state of its search in static
 * fields, so that of two searches at once each spoils the other.
 */
final class BlockLanczos {
    private static final int BLOCK = 4;

    /** Fewer vectors for each pair do for hardly any matrix. */
    private static final double LEAST_PER_PAIR = 3.0;

    /** Beyond this share of all directions LAPACK is as fast. */
    private static final double MOST_DIRECTIONS = 0.5;

    /** By what share the basis grows until its eigenpairs, which take time, are looked at again. */
    private static final double GROWTH = 1.25;

    /** Of the largest eigenvalue, the length of what is left of a pair; LAPACK leaves a hundredth of that. */
    private static final double NEAR_ENOUGH = 1e-12;

    /** Of the matrix's length, that of a vector which is rounding alone. */
    private static final double VANISHED = 1e-14;

    /** Eigenvalues are equal, as far as is known of them, within this share. */
    private static final double EQUAL = 1e-8;

    /** What is left of a vector, as a share, where rounding has to be taken from it again. */
    private static final double MUCH_LOST = 0.5;

    private final SymmetricMatrix matrix;
    private final int rows;
    private final int wanted;
    private final double length;
    private final int most;
    private final double[][] basis;
    /** The matrix as the basis sees it, the upper triangle. */
    private final double[][] projected;

    private final Random random = new Random(0L);
    private int size;

    private BlockLanczos(double[] covariance, int rows, int wanted) {
        this.matrix = new SymmetricMatrix(covariance, rows);
        this.rows = rows;
        this.wanted = wanted;
        this.length = matrix.length();
        this.most = (int) (rows * MOST_DIRECTIONS);
        this.basis = new double[most + BLOCK][];
        this.projected = new double[most + BLOCK][];
    }

    /**
     * @param covariance K x K, row by row, no eigenvalue below 0 but by rounding; left as it is
     * @param rows their number K
     * @param wanted from 1 to K / 2
     * @return none where another method is faster, or tells more equal eigenvalues
     */
    static Optional<Eigenpairs> largest(double[] covariance, int rows, int wanted) {
        return new BlockLanczos(covariance, rows, wanted).largest();
    }

    private Optional<Eigenpairs> largest() {
        double[][] block = new double[BLOCK][rows];
        double[][] coefficients = orthonormal(block);
        for (double look = LEAST_PER_PAIR * wanted; size + BLOCK <= most; ) {
            block = extended(block);
            coefficients = orthonormal(block);
            if (size >= look) {
                Eigenpairs seen = Eigenpairs.dense(whole(), size, wanted);
                if (isNear(seen, coefficients)) {
                    return mayHideMore(seen.values()) ? Optional.empty() : Optional.of(found(seen));
                }
                look = GROWTH * size;
            }
        }
        return Optional.empty();
    }

    /**
     * Adds vectors to the basis.
     *
     * @return what the matrix makes of them, without what lies in the basis
     */
    private double[][] extended(double[][] block) {
        for (double[] vector : block) {
            basis[size++] = vector;
        }
        double[][] next = matrix.times(block);
        int first = size - BLOCK;
        IntStream.range(0, BLOCK).parallel().forEach(v -> {
            double[] products = withoutBasis(next[v]);
            double[] rounding = withoutBasis(next[v]);
            Arrays.setAll(products, i -> products[i] + rounding[i]);
            projected[first + v] = products;
        });
        return next;
    }

    private double[] withoutBasis(double[] vector) {
        double[] products = new double[size];
        Arrays.setAll(products, i -> Rows.product(basis[i], vector));
        for (int i = 0; i < size; i++) {
            Rows.add(-products[i], basis[i], vector);
        }
        return products;
    }

    /**
     * Makes vectors that have nothing of the basis orthonormal; one of which nothing is left becomes another direction.
     *
     * @return for each of the new vectors, what each of the old ones has of it
     */
    private double[][] orthonormal(double[][] block) {
        double[][] coefficients = new double[BLOCK][BLOCK];
        for (int v = 0; v < BLOCK; v++) {
            double left = without(block, v, coefficients);
            if (left > VANISHED * length) {
                coefficients[v][v] = left;
            } else {
                do {
                    Arrays.setAll(block[v], row -> 2.0 * random.nextDouble() - 1.0);
                    left = without(block, v, new double[BLOCK][BLOCK]);
                } while (left == 0.0);
            }
            Rows.scale(1.0 / left, block[v]);
        }
        return coefficients;
    }

    /** Takes from a vector what those before it have, again as long as rounding may be much of what is left, and tells the length of that. */
    private double without(double[][] block, int v, double[][] coefficients) {
        double before;
        double left = Rows.length(block[v]);
        boolean again = false;
        do {
            before = left;
            if (again) {
                withoutBasis(block[v]);
            }
            for (int u = 0; u < v; u++) {
                double product = Rows.product(block[u], block[v]);
                coefficients[u][v] += product;
                Rows.add(-product, block[u], block[v]);
            }
            left = Rows.length(block[v]);
            again = !again || left < MUCH_LOST * before;
        } while (again && left > VANISHED * length);
        return left;
    }

    private double[] whole() {
        double[] whole = new double[size * size];
        for (int column = 0; column < size; column++) {
            for (int row = 0; row <= column; row++) {
                whole[row * size + column] = projected[column][row];
                whole[column * size + row] = projected[column][row];
            }
        }
        return whole;
    }

    private boolean isNear(Eigenpairs seen, double[][] coefficients) {
        double left = 0.0;
        for (double[] vector : seen.vectors()) {
            double[] last = Arrays.copyOfRange(vector, size - BLOCK, size);
            double square = 0.0;
            for (double[] row : coefficients) {
                double product = Rows.product(row, last);
                square += product * product;
            }
            left = Math.max(left, Math.sqrt(square));
        }
        return left <= NEAR_ENOUGH * seen.values()[0];
    }

    /** Of one eigenvalue a block leads to no more vectors than it has; but below 0 there is none that could be missed. */
    private boolean mayHideMore(double[] values) {
        return IntStream.range(0, Math.max(0, wanted - BLOCK))
                .anyMatch(i ->
                        values[i] > NEAR_ENOUGH * values[0] && values[i] - values[i + BLOCK - 1] <= EQUAL * values[i]);
    }

    private Eigenpairs found(Eigenpairs seen) {
        double[][] vectors = new double[wanted][rows];
        IntStream.range(0, wanted).parallel().forEach(pair -> {
            for (int i = 0; i < size; i++) {
                Rows.add(seen.vectors()[pair][i], basis[i], vectors[pair]);
            }
        });
        return new Eigenpairs(seen.values(), vectors);
    }
}
