package atlasprox.read.genes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The genes of an input.
 *
 * @param input its path
 * @param names their names, no two alike
 * @param columns for each gene the number of its column in the input's matrix, ascending
 * @param width the number of columns of the matrix
 */
public record InputGenes(String input, List<String> names, int[] columns, int width) {

    /**
     * @param input a path
     * @param names of the genes of all columns of its matrix
     */
    public static InputGenes all(String input, List<String> names) {
        return new InputGenes(input, names, IntStream.range(0, names.size()).toArray(), names.size());
    }

    /** Whether another input's matrix has the same columns. */
    public boolean isAlike(InputGenes other) {
        return width == other.width && Arrays.equals(columns, other.columns) && names.equals(other.names);
    }
}
