package atlasprox.labels.search;

import atlasprox.math.Columns;
import java.util.Arrays;

/**
 * Finds the components of a mixture that have a say in what a cell is, and the nearest of all, without looking closely at most of the others. A component
 * has a say if its term, {@code log share - square / 2}, is at most a reach below the largest. Components are kept in {@link Balls}: one is passed over where
 * all that it holds must lie too far away. What is found is the same however components are grouped, to the last bit.
 */
public final class NearComponents {
    /** By how much a bound must be exceeded, so that rounding cannot hide a component. */
    private static final double CLEARLY = 1.0 + 1e-6;

    private final int dimension;

    /** Columns of the matrix that brings cells to coordinates in which they spread alike in every direction. */
    private final double[][] columns;

    private final Balls balls;
    private final double reach;
    private final double largestShare;

    /** In the order of the balls, as are the means. */
    private final double[] logShares;

    /** One after another. */
    private final double[] means;

    /**
     * @param whitening d columns of the matrix that brings cells to coordinates in which they spread alike in every direction; not to be changed
     * @param means n rows of d such coordinates, at least one
     * @param logShares the logarithm of the share of cells of each, at most 0
     * @param reach how far below the largest a term may lie to have a say, at least 0
     */
    public NearComponents(double[][] whitening, double[][] means, double[] logShares, double reach) {
        this(whitening, means, logShares, reach, radius(reach));
    }

    /** @param radius of the balls that components are put into */
    NearComponents(double[][] whitening, double[][] means, double[] logShares, double reach, double radius) {
        this.dimension = whitening.length;
        this.columns = whitening;
        this.balls = new Balls(means, radius);
        this.reach = reach;
        this.logShares = new double[means.length];
        this.means = new double[means.length * dimension];
        for (int place = 0; place < means.length; place++) {
            int component = balls.order[place];
            this.logShares[place] = logShares[component];
            System.arraycopy(means[component], 0, this.means, place * dimension, dimension);
        }
        this.largestShare = Arrays.stream(logShares).max().orElseThrow();
    }

    /** Three quarters of how far a component with a say may lie from a cell on its own component's mean: small beside what must be looked at anyway. */
    static double radius(double reach) {
        return 0.75 * Math.sqrt(2.0 * reach);
    }

    /** @return room for what is found of one cell after another */
    public Found room() {
        return new Found(dimension, balls.count());
    }

    /**
     * @param cell d coordinates
     * @param found overwritten
     */
    public void find(double[] cell, Found found) {
        found.clear();
        Arrays.fill(found.cell, 0.0);
        Columns.add(cell, columns, found.cell);
        double rounded = balls.squares(found.cell, found.squares);
        double clearly = CLEARLY + balls.share();
        int nearest = nearest(found.squares);
        visit(nearest, found);
        double within = within(found);
        for (int ball = 0; ball < found.squares.length; ball++) {
            double most = (within + balls.radii[ball]) * clearly + rounded;
            if (found.squares[ball] <= most * most && ball != nearest) {
                visit(ball, found);
                within = within(found);
            }
        }
        found.settle(reach);
    }

    private static int nearest(float[] squares) {
        int nearest = 0;
        for (int ball = 1; ball < squares.length; ball++) {
            if (squares[ball] < squares[nearest]) {
                nearest = ball;
            }
        }
        return nearest;
    }

    private void visit(int ball, Found found) {
        double limit = limit(found);
        for (int place = balls.first[ball]; place < balls.first[ball + 1]; place++) {
            double square = square(place, found.cell, limit);
            if (square < Double.POSITIVE_INFINITY) {
                found.add(balls.order[place], square, logShares[place], reach);
                limit = limit(found);
            }
        }
    }

    private double limit(Found found) {
        double within = within(found) * CLEARLY;
        return within * within;
    }

    /** The squared distance of a component; infinite once it is seen to exceed the limit. */
    private double square(int place, double[] cell, double limit) {
        int start = place * dimension;
        double square = 0.0;
        int j = 0;
        for (; j + 7 < dimension && square <= limit; j += 8) {
            square += squareOfFour(cell, j, start) + squareOfFour(cell, j + 4, start);
        }
        if (square > limit) {
            return Double.POSITIVE_INFINITY;
        }
        for (; j < dimension; j++) {
            square += square(cell[j] - means[start + j]);
        }
        return square;
    }

    private double squareOfFour(double[] cell, int j, int start) {
        return (square(cell[j] - means[start + j]) + square(cell[j + 1] - means[start + j + 1]))
                + (square(cell[j + 2] - means[start + j + 2]) + square(cell[j + 3] - means[start + j + 3]));
    }

    private static double square(double number) {
        return number * number;
    }

    /** No component farther than this has a say, or is the nearest. */
    private double within(Found found) {
        return Math.sqrt(Math.max(found.nearestSquare(), 2.0 * (largestShare - (found.best() - reach))));
    }
}
