package atlasprox.read.anndata.matrix;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.GeneRows;
import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.genes.InputGenes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the matrices of cells x genes, by their paths: {@code X}, {@code raw/X}, {@code layers/NAME}; and their genes. */
public final class MatrixReader {
    private static final String MAIN = "X";
    private static final String RAW = "raw/X";
    private static final String LAYERS = "layers/";
    private static final String ROWS = "csr";
    private static final String COLUMNS = "csc";

    private final StoredTree tree;

    public MatrixReader(StoredTree tree) {
        this.tree = tree;
    }

    /**
     * @param layer {@code X}, {@code raw}, or the name of a layer
     * @return the matrix's path
     */
    public static String path(String layer) {
        return layer.equals(MAIN) ? MAIN : layer.equals("raw") ? RAW : LAYERS + layer;
    }

    /** Whether a path is that of a matrix which is there. */
    public boolean has(String path) {
        boolean possible = path.equals(MAIN) || path.equals(RAW) || path.startsWith(LAYERS);
        return possible && tree.root().child(path).isPresent();
    }

    /** The layers that are there, as {@link #path} takes them. */
    public List<String> layers() {
        List<String> layers = new ArrayList<>();
        if (has(MAIN)) {
            layers.add(MAIN);
        }
        if (has(RAW)) {
            layers.add("raw");
        }
        tree.root().group("layers").ifPresent(group -> layers.addAll(group.names()));
        return layers;
    }

    /**
     * @param path a matrix's path
     * @throws BadDataException if there is none, or it is stored in a way that is not read, or gene by gene
     */
    public CountMatrix matrix(String path) {
        StoredNode node = node(path);
        if (node instanceof StoredArray array) {
            return new DenseMatrix(tree, path, array);
        }
        StoredGroup group = group(path, node);
        String encoding = encoding(group);
        return switch (encoding) {
            case ROWS -> new RowMatrix(tree, path, group, shape(group, path));
            case COLUMNS ->
                throw tree.bad(
                        "'" + path + "' is stored gene by gene (CSC), so that no cell can be read without all others",
                        "store it cell by cell, as by adata.X = adata.X.tocsr(), and save the file again");
            default ->
                throw tree.bad(
                        "'" + path + "' is stored as '" + encoding + "', neither dense nor sparse",
                        "the layers are " + layers() + ": name another one by --layer");
        };
    }

    /**
     * @param path a matrix's path
     * @return the matrix, if it is stored gene by gene
     * @throws BadDataException if there is none
     */
    public Optional<ColumnMatrix> byGene(String path) {
        return node(path) instanceof StoredGroup group && encoding(group).equals(COLUMNS)
                ? Optional.of(new ColumnMatrix(tree, path, group, shape(group, path)))
                : Optional.empty();
    }

    private StoredNode node(String path) {
        return tree.root().child(path).orElseThrow(() -> missing(path));
    }

    private StoredGroup group(String path, StoredNode node) {
        if (node instanceof StoredGroup group) {
            return group;
        }
        throw tree.bad("'" + path + "' is neither a dataset nor a group", tree.reSave());
    }

    private BadDataException missing(String path) {
        return tree.bad(
                "has no '" + path + "'",
                layers().isEmpty()
                        ? "it holds no counts at all"
                        : "the layers that it has are " + layers() + ": name one by --layer");
    }

    /** Before anndata 0.7 by an attribute of another name. */
    private static String encoding(StoredGroup group) {
        String encoding = group.text("encoding-type");
        return encoding.isEmpty() ? group.text("h5sparse_format") : encoding.replace("_matrix", "");
    }

    private long[] shape(StoredGroup group, String path) {
        long[] shape = group.longs(group.hasAttribute("shape") ? "shape" : "h5sparse_shape");
        if (shape.length != 2 || shape[0] < 0 || shape[1] < 0) {
            throw tree.bad("'" + path + "' does not say how many cells and genes it has", tree.reSave());
        }
        if (shape[1] > Integer.MAX_VALUE) {
            throw tree.bad("'" + path + "' claims " + shape[1] + " genes", tree.reSave());
        }
        return shape;
    }

    /**
     * @param path a matrix's path
     * @param named a column of {@code var}; its index if empty
     * @param rows which rows of {@code var} are genes; all if empty
     * @return the matrix's genes
     * @throws BadDataException if they have no names, or two have one name
     */
    public InputGenes genes(String path, Optional<String> named, Optional<GeneRows> rows) {
        return table(path).genes(named, rows);
    }

    /** Says which rows of {@code var} are no genes; empty where all are. */
    public Optional<String> otherThanGenes(String path, GeneRows rows) {
        return table(path).others(rows);
    }

    private GeneTable table(String path) {
        int genes = byGene(path).map(ColumnMatrix::genes).orElseGet(() -> matrix(path)
                .genes());
        return new GeneTable(tree, path.equals(RAW) ? "raw/var" : "var", path, genes);
    }

    /** What is not stored of a matrix, as {@link CountMatrix#notStored} has it. */
    public List<String> notStored(String path) {
        return byGene(path).map(ColumnMatrix::notStored).orElseGet(() -> matrix(path)
                .notStored());
    }
}
