package atlasprox.read.table;

import java.util.Optional;

/**
 * Which counts of an input are meant.
 *
 * @param layer {@code X}, {@code raw}, a layer's name, or a column's
 * @param geneId the column that names the genes; their index if empty
 * @param join which genes are taken where inputs have different ones; such inputs are refused if empty
 */
public record CountChoice(String layer, Optional<String> geneId, Optional<GeneJoin> join) {
    /** What is taken where nothing is named. */
    public static final String DEFAULT_LAYER = "X";

    /** Of inputs that have the same genes. */
    public CountChoice(String layer, Optional<String> geneId) {
        this(layer, geneId, Optional.empty());
    }
}
