package atlasprox.counts;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one cell has of the genes.
 *
 * @param genes the numbers of the genes of which it has some, ascending
 * @param values what it has of each, not 0
 */
public record CellCounts(int[] genes, double[] values) implements Serializable {
    /** Counts of a cell, after normalisation. */
    public static final double TARGET = 1e4;

    /** Most counts are below this, and a cell's logarithms of these are taken once. */
    private static final int SMALL = 16;

    /** @return what is wrong with it; null where nothing is */
    CountDefect defect() {
        boolean finite = true;
        boolean positive = true;
        for (double value : values) {
            finite &= Math.abs(value) <= Double.MAX_VALUE;
            positive &= value > 0.0;
        }
        if (!finite) {
            return CountDefect.NOT_FINITE;
        }
        return positive ? (values.length == 0 ? CountDefect.EMPTY : null) : CountDefect.NEGATIVE;
    }

    /** @return the sum over all genes, at least as many as are kept later */
    double depth() {
        double depth = 0.0;
        for (double value : values) {
            depth += value;
        }
        return depth;
    }

    /** @return the number to multiply each value by, for {@value #TARGET} counts in all */
    double factor() {
        return TARGET / depth();
    }

    /** @return the same cell with {@value #TARGET} counts in all */
    CellCounts normalised() {
        double factor = factor();
        double[] normalised = new double[values.length];
        for (int i = 0; i < normalised.length; i++) {
            normalised[i] = values[i] * factor;
        }
        return new CellCounts(genes, normalised);
    }

    /** @return each value as the nearest whole number; what becomes 0 is left out */
    CellCounts rounded() {
        int[] kept = new int[genes.length];
        double[] whole = new double[genes.length];
        int count = 0;
        for (int i = 0; i < genes.length; i++) {
            double rounded = Math.rint(values[i]);
            kept[count] = genes[i];
            whole[count] = rounded;
            count += rounded != 0.0 ? 1 : 0;
        }
        return count == genes.length
                ? new CellCounts(genes, whole)
                : new CellCounts(Arrays.copyOf(kept, count), Arrays.copyOf(whole, count));
    }

    /**
     * @param factor above 0
     * @return log(1 + x) of each value x times the factor
     */
    CellCounts log(double factor) {
        double[] logs = new double[values.length];
        double[] small = new double[SMALL];
        for (int i = 0; i < logs.length; i++) {
            double value = values[i];
            int whole = (int) value;
            if (whole == value && whole > 0 && whole < SMALL) {
                small[whole] = small[whole] == 0.0 ? Math.log1p(value * factor) : small[whole];
                logs[i] = small[whole];
            } else {
                logs[i] = Math.log1p(value * factor);
            }
        }
        return new CellCounts(genes, logs);
    }

    /** @return e^x - 1 of each value x */
    CellCounts unlog() {
        double[] counts = new double[values.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.expm1(values[i]);
        }
        return new CellCounts(genes, counts);
    }

    /** @return its largest value; 0 where it has none */
    double largest() {
        double largest = 0.0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /**
     * @param most for each gene
     * @return the cell with no value beyond that of its gene
     */
    CellCounts cut(double[] most) {
        double[] cut = new double[values.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Math.min(values[i], most[genes[i]]);
        }
        return new CellCounts(genes, cut);
    }

    /**
     * @param place for each gene its new number; below 0 for those that are left out
     * @return the cell with these genes alone, in the order of their new numbers
     */
    CellCounts of(int[] place) {
        int[] numbers = new int[genes.length];
        double[] kept = new double[genes.length];
        int count = 0;
        boolean ascending = true;
        for (int i = 0; i < genes.length; i++) {
            int number = place[genes[i]];
            if (number >= 0) {
                ascending &= count == 0 || numbers[count - 1] < number;
                numbers[count] = number;
                kept[count] = values[i];
                count++;
            }
        }
        CellCounts found = count == genes.length
                ? new CellCounts(numbers, kept)
                : new CellCounts(Arrays.copyOf(numbers, count), Arrays.copyOf(kept, count));
        return ascending ? found : found.ascending();
    }

    /** @return its values as floats */
    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private CellCounts ascending() {
        long[] order = new long[genes.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) genes[i] << Integer.SIZE | i;
        }
        Arrays.sort(order);
        int[] numbers = new int[order.length];
        double[] ordered = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            numbers[i] = (int) (order[i] >>> Integer.SIZE);
            ordered[i] = values[(int) order[i]];
        }
        return new CellCounts(numbers, ordered);
    }
}
