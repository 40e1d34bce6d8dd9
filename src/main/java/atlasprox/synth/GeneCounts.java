package atlasprox.synth;

/**
 * What one cell has of the genes.
 *
 * @param genes the numbers of the genes of which it has some, ascending
 * @param counts how many it has of each, above 0
 */
public record GeneCounts(int[] genes, int[] counts) {
    /** Of a cell whose genes are not counted. */
    static final GeneCounts NONE = new GeneCounts(new int[0], new int[0]);
}
