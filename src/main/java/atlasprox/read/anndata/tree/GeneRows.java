package atlasprox.read.anndata.tree;

/**
 * Which rows of {@code var} are genes, in a format whose matrices hold other things too.
 *
 * @param column a column of {@code var}
 * @param value what stands there of a gene
 */
public record GeneRows(String column, String value) {}
