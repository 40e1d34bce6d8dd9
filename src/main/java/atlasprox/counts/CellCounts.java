package atlasprox.counts;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What one cell has of the genes.
 *
 * @param genes the numbers of the genes of which it has some, ascending
 * @param values what it has of each, not 0
 */
public record CellCounts(int[] genes, double[] values) {
    /** Counts of a cell, after normalisation. */
    public static final double TARGET = 1e4;

    /** @return what is wrong with it; null where nothing is */
    CountDefect defect() {
        boolean finite = Arrays.stream(values).allMatch(Double::isFinite);
        boolean positive = Arrays.stream(values).allMatch(value -> value > 0.0);
        if (!finite) {
            return CountDefect.NOT_FINITE;
        }
        return positive ? (values.length == 0 ? CountDefect.EMPTY : null) : CountDefect.NEGATIVE;
    }

    /** @return the sum over all genes, at least as many as are kept later */
    double depth() {
        return Arrays.stream(values).sum();
    }

    /** @return the same cell with {@value #TARGET} counts in all */
    CellCounts normalised() {
        double factor = TARGET / depth();
        return new CellCounts(
                genes, Arrays.stream(values).map(value -> value * factor).toArray());
    }

    /** @return each value as the nearest whole number; what becomes 0 is left out */
    CellCounts rounded() {
        double[] whole = Arrays.stream(values).map(Math::rint).toArray();
        int[] kept =
                IntStream.range(0, whole.length).filter(i -> whole[i] != 0.0).toArray();
        return new CellCounts(
                IntStream.of(kept).map(i -> genes[i]).toArray(),
                IntStream.of(kept).mapToDouble(i -> whole[i]).toArray());
    }

    /** @return log(1 + x) of each value x */
    CellCounts log() {
        return new CellCounts(genes, Arrays.stream(values).map(Math::log1p).toArray());
    }

    /** @return e^x - 1 of each value x */
    CellCounts unlog() {
        return new CellCounts(genes, Arrays.stream(values).map(Math::expm1).toArray());
    }

    /** @return its largest value */
    double largest() {
        return Arrays.stream(values).max().orElse(0.0);
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
     * @param place for each gene its new number, ascending with the old ones; below 0 for those that are left out
     * @return the cell with these genes alone
     */
    CellCounts of(int[] place) {
        int[] kept = IntStream.range(0, genes.length)
                .filter(i -> place[genes[i]] >= 0)
                .toArray();
        return new CellCounts(
                IntStream.of(kept).map(i -> place[genes[i]]).toArray(),
                IntStream.of(kept).mapToDouble(i -> values[i]).toArray());
    }

    /**
     * @param place for each gene its new number; below 0 for those that are left out
     * @return the cell with these genes alone, in the order of their new numbers
     */
    CellCounts inOrder(int[] place) {
        int[] kept = IntStream.range(0, genes.length)
                .filter(i -> place[genes[i]] >= 0)
                .boxed()
                .sorted(Comparator.comparingInt(i -> place[genes[i]]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new CellCounts(
                IntStream.of(kept).map(i -> place[genes[i]]).toArray(),
                IntStream.of(kept).mapToDouble(i -> values[i]).toArray());
    }
}
