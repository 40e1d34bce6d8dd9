package atlasprox.read.table;

import java.util.List;

/**
 * A table of cells with their counts.
 *
 * @param cells the table, with a column of Spark's vectors among its columns: a number for each gene
 * @param column that column's name
 * @param genes the genes' names, in the order of the vectors
 */
public record CountSource(CellSource cells, String column, List<String> genes) {}
