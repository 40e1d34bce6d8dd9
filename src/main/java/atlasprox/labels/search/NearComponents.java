package atlasprox.labels.search;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the components of a mixture that have a say in what a cell is, and the nearest of all, without looking closely at most of the others. A component
 * has a say if its term, {@code log share - square / 2}, is at most a reach below the largest. Components are kept in balls: one is passed over where all
 * that it holds must lie too far away, be it by its centre and radius, or by how far they lie from the component that is the nearest so far; and a component
 * is, where its {@link Outline} does. What is found is the same however components are grouped, to the last bit.
 */
public final class NearComponents {
    /** By how much a bound must be exceeded, so that rounding cannot hide a component. */
    private static final double CLEARLY = 1.0 + 1e-6;

    /** What the length of a cell may be rounded by, as a share of it. */
    private static final double ROUNDED = 1e-12;

    /** In how many balls the first component is sought: with it, nearly all others are passed over. */
    private static final int BEGIN = 2;

    private final int dimension;

    /** Columns of the matrix that brings cells to coordinates along the axes, in which they spread alike in every direction. */
    private final double[][] columns;

    private final Balls balls;
    private final double reach;
    private final double largestShare;

    /** In the order of the balls, as are all of these. */
    private final double[] logShares;

    /** One after another, as are their outlines. */
    private final double[] means;

    private final double[] outlines;

    /**
     * @param whitening d columns of the matrix that brings cells to coordinates in which they spread alike in every direction; not to be changed
     * @param means n rows of d such coordinates, at least one
     * @param logShares the logarithm of the share of cells of each, at most 0
     * @param reach how far below the largest a term may lie to have a say, at least 0
     */
    public NearComponents(double[][] whitening, double[][] means, double[] logShares, double reach) {
        this(whitening, means, logShares, reach, Balls.usual(means.length));
    }

    /** @param wanted how many balls to put components into */
    NearComponents(double[][] whitening, double[][] means, double[] logShares, double reach, int wanted) {
        this.dimension = whitening.length;
        Optional<double[][]> axes = Outline.axes(means);
        this.columns = axes.map(turned -> along(turned, whitening)).orElse(whitening);
        double[][] points = axes.map(turned -> along(turned, means)).orElse(means);
        double[][] ofPoints = new double[points.length][Outline.LENGTH];
        for (int c = 0; c < points.length; c++) {
            Outline.of(points[c], ofPoints[c]);
        }
        this.balls = new Balls(points, ofPoints, wanted);
        this.reach = reach;
        this.logShares = new double[points.length];
        this.means = new double[points.length * dimension];
        this.outlines = new double[points.length * Outline.LENGTH];
        for (int place = 0; place < points.length; place++) {
            int component = balls.order[place];
            this.logShares[place] = logShares[component];
            System.arraycopy(ofPoints[component], 0, outlines, place * Outline.LENGTH, Outline.LENGTH);
            System.arraycopy(points[component], 0, this.means, place * dimension, dimension);
        }
        this.largestShare = Arrays.stream(logShares).max().orElseThrow();
    }

    private static double[][] along(double[][] axes, double[][] rows) {
        double[][] along = new double[rows.length][axes.length];
        for (int c = 0; c < rows.length; c++) {
            for (int axis = 0; axis < axes.length; axis++) {
                for (int j = 0; j < axes.length; j++) {
                    along[c][axis] += axes[axis][j] * rows[c][j];
                }
            }
        }
        return along;
    }

    /** @return room for what is found of one cell after another */
    public Found room() {
        return new Found(dimension, logShares.length, balls.count());
    }

    /**
     * @param cell d coordinates
     * @param found overwritten
     */
    public void find(double[] cell, Found found) {
        found.clear();
        turn(cell, found.cell);
        Outline.of(found.cell, found.outline);
        for (int ball = 0; ball < balls.count(); ball++) {
            found.centreSquares[ball] = Outline.square(found.outline, balls.centres, ball);
        }
        begin(found);
        for (int ball = next(found); ball >= 0; ball = next(found)) {
            visit(ball, found);
        }
        found.settle(reach);
    }

    private void turn(double[] cell, double[] turned) {
        Arrays.fill(turned, 0.0);
        int i = 0;
        for (; i + 3 < columns.length; i += 4) {
            add(cell, i, columns, turned);
        }
        for (; i < columns.length; i++) {
            add(cell[i], columns[i], turned);
        }
    }

    /** Four columns at a time, so that sums are read and written a quarter as often. */
    private static void add(double[] cell, int i, double[][] columns, double[] to) {
        double z0 = cell[i];
        double z1 = cell[i + 1];
        double z2 = cell[i + 2];
        double z3 = cell[i + 3];
        double[] c0 = columns[i];
        double[] c1 = columns[i + 1];
        double[] c2 = columns[i + 2];
        double[] c3 = columns[i + 3];
        for (int j = 0; j < to.length; j++) {
            to[j] += z0 * c0[j] + z1 * c1[j] + z2 * c2[j] + z3 * c3[j];
        }
    }

    private static void add(double times, double[] column, double[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += times * column[j];
        }
    }

    /** Looks at the component of the nearest outline in the nearest balls. */
    private void begin(Found found) {
        int nearest = -1;
        for (int turn = 0; turn < BEGIN && turn < balls.count(); turn++) {
            int ball = nearestBall(found);
            outline(ball, found);
            nearest = nearer(nearest, ball, found);
        }
        look(nearest, found);
    }

    private int nearestBall(Found found) {
        int nearest = -1;
        for (int ball = 0; ball < balls.count(); ball++) {
            if (!found.outlined[ball] && (nearest < 0 || found.centreSquares[ball] < found.centreSquares[nearest])) {
                nearest = ball;
            }
        }
        return nearest;
    }

    private void outline(int ball, Found found) {
        if (!found.outlined[ball]) {
            found.outlined[ball] = true;
            for (int place = balls.first[ball]; place < balls.first[ball + 1]; place++) {
                found.outlineSquares[place] = Outline.square(found.outline, outlines, place);
            }
        }
    }

    /** The place of the nearest outline, of one and those of a ball that were not looked at. */
    private int nearer(int place, int ball, Found found) {
        int nearest = place;
        double square = place < 0 ? Double.POSITIVE_INFINITY : found.outlineSquares[place];
        for (int other = balls.first[ball]; other < balls.first[ball + 1]; other++) {
            if (found.outlineSquares[other] < square) {
                nearest = other;
                square = found.outlineSquares[other];
            }
        }
        return nearest < 0 ? balls.first[ball] : nearest;
    }

    private void look(int place, Found found) {
        found.outlineSquares[place] = Double.NaN; // Nothing is less: it is not looked at again.
        double square = square(place, found.cell, outlineLimit(found));
        if (square < Double.POSITIVE_INFINITY) {
            found.add(place, balls.order[place], square, logShares[place], reach);
        }
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

    /** The ball of the nearest centre, of those to visit that may hold components with a say; -1 if there is none. */
    private int next(Found found) {
        double within = within(found);
        double aroundNearest = (within + Math.sqrt(found.nearestSquare())) * CLEARLY;
        float[] apart = balls.apart == null ? null : balls.apart[found.nearestPlace()];
        double rounded = rounded(found);
        int next = -1;
        double nearest = Double.POSITIVE_INFINITY;
        for (int ball = 0; ball < found.visited.length; ball++) {
            double limit = (within + balls.radii[ball]) * CLEARLY + rounded;
            if (!found.visited[ball]
                    && found.centreSquares[ball] < nearest
                    && (apart == null || apart[ball] <= aroundNearest)
                    && found.centreSquares[ball] <= limit * limit) {
                next = ball;
                nearest = found.centreSquares[ball];
            }
        }
        return next;
    }

    private void visit(int ball, Found found) {
        found.visited[ball] = true;
        outline(ball, found);
        lookIfNear(nearer(-1, ball, found), outlineLimit(found), found);
        double limit = outlineLimit(found);
        for (int place = balls.first[ball]; place < balls.first[ball + 1]; place++) {
            if (lookIfNear(place, limit, found)) {
                limit = outlineLimit(found);
            }
        }
    }

    private boolean lookIfNear(int place, double limit, Found found) {
        boolean near = found.outlineSquares[place] <= limit;
        if (near) {
            look(place, found);
        }
        return near;
    }

    private double outlineLimit(Found found) {
        double limit = within(found) * CLEARLY + rounded(found);
        return limit * limit;
    }

    private static double rounded(Found found) {
        return ROUNDED * found.outline[Outline.LENGTH - 1];
    }

    /** No component farther than this has a say, or is the nearest. */
    private double within(Found found) {
        return Math.sqrt(Math.max(found.nearestSquare(), 2.0 * (largestShare - (found.best() - reach))));
    }
}
