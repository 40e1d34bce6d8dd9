package atlasprox.read.anndata.matrix;

import atlasprox.BadDataException;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.column.ColumnReader;
import atlasprox.read.anndata.tree.GeneRows;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.genes.InputGenes;
import atlasprox.read.table.GeneNames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table {@code var}, or {@code raw/var}, of what the columns of a matrix are. */
final class GeneTable {
    /** Where scanpy puts the ids that 10x Genomics gives to genes. */
    private static final String IDS = "gene_ids";

    private final StoredTree tree;
    private final String table;
    private final StoredGroup genes;
    private final String index;
    private final String matrix;
    private final int width;

    /**
     * @param table the path of the table
     * @param matrix the path of the matrix
     * @param width the number of its columns
     * @throws BadDataException if there is no such table
     */
    GeneTable(StoredTree tree, String table, String matrix, int width) {
        this.tree = tree;
        this.table = table;
        this.matrix = matrix;
        this.width = width;
        this.genes = tree.root()
                .child(table)
                .filter(StoredGroup.class::isInstance)
                .map(StoredGroup.class::cast)
                .orElseThrow(() -> tree.bad("has no table '" + table + "' of genes", tree.reSave()));
        this.index = genes.text("_index");
    }

    /**
     * @param named a column of the table; its index if empty
     * @param rows which rows of the table are genes; all if empty
     * @throws BadDataException if there are no such columns, more or fewer rows than columns of the matrix, or two genes of one name
     */
    InputGenes genes(Optional<String> named, Optional<GeneRows> rows) {
        String column = named.orElse(index);
        String[] names = values(column, "name one by --gene-id, or leave it out");
        int[] columns =
                rows.map(this::rows).orElseGet(() -> IntStream.range(0, width).toArray());
        List<String> taken =
                IntStream.of(columns).mapToObj(i -> String.valueOf(names[i])).toList();
        GeneNames.requireDistinct(tree.shownAs(), taken, remedy(column));
        return new InputGenes(tree.shownAs(), taken, columns, width);
    }

    private String remedy(String column) {
        List<String> others =
                columns().stream().filter(other -> !other.equals(column)).toList();
        String ids = others.isEmpty()
                ? ""
                : others.contains(IDS)
                        ? "set --gene-id " + IDS + ", or "
                        : "name the column of their ids by --gene-id (there are " + others + "), or ";
        return ids + "call var_names_make_unique() and save as h5ad";
    }

    private List<String> columns() {
        return genes.texts("column-order");
    }

    private String[] values(String column, String remedy) {
        if (!columns().contains(column) && !column.equals(index)) {
            throw tree.bad(
                    "'" + table + "' has no column '" + column + "'", "its columns are " + columns() + ": " + remedy);
        }
        Column values = new ColumnReader(tree).column(genes, column, "'" + column + "' of '" + table + "'");
        if (values.length() != width) {
            throw tree.bad(
                    "'" + matrix + "' has " + width + " genes, but " + values.name() + " has " + values.length()
                            + " rows",
                    tree.reSave());
        }
        return Arrays.stream(values.read(0, width)).map(String::valueOf).toArray(String[]::new);
    }

    private int[] rows(GeneRows only) {
        String[] kinds = values(only.column(), tree.reSave());
        int[] rows = IntStream.range(0, width)
                .filter(i -> kinds[i].equals(only.value()))
                .toArray();
        if (rows.length == 0) {
            throw tree.bad(
                    "none of its " + width + " rows of '" + only.column() + "' is '" + only.value() + "'",
                    "check that it holds counts of genes");
        }
        return rows;
    }

    /** Says which rows are no genes, in one plain sentence; empty where all are. */
    Optional<String> others(GeneRows only) {
        Map<String, Long> kinds = Arrays.stream(values(only.column(), tree.reSave()))
                .filter(kind -> !kind.equals(only.value()))
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        String words = kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " of " + GeneNames.shown(List.of(kind.getKey())))
                .collect(Collectors.joining(", "));
        return kinds.isEmpty()
                ? Optional.empty()
                : Optional.of(tree.shownAs() + ": rows that are no genes are left out: " + words + ".");
    }
}
