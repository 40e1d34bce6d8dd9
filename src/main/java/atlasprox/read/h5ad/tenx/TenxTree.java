package atlasprox.read.h5ad.tenx;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.GeneRows;
import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.ValueType;
import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A matrix that Cell Ranger wrote, as AnnData: features x cells by columns is cells x genes by rows. {@code obs} has the barcodes and the
 * sample, {@code var} what scanpy's {@code read_10x_h5} makes of features. Of version 3 (a group {@code matrix} with {@code features}) or 2
 * (a group by the name of the genome, with {@code genes} and {@code gene_names}).
 */
public final class TenxTree implements StoredTree {
    /** Features that are genes; the others are antibodies, guides and the like. */
    public static final GeneRows GENES = new GeneRows("feature_types", "Gene Expression");

    private static final String SAMPLE = "sample";
    private static final String INDEX = "_index";
    private static final String COLUMNS = "column-order";

    private final StoredTree file;
    private final StoredGroup root;

    private TenxTree(StoredTree file, StoredGroup root) {
        this.file = file;
        this.root = root;
    }

    /**
     * @param file an open file of HDF5, which is closed with the tree
     * @param sample the name of the sample
     * @throws BadDataException if it holds no such matrix, or several; it is closed then
     */
    public static TenxTree of(StoredTree file, String sample) {
        try {
            return file.reading("the matrix", () -> new TenxTree(file, anndata(file, sample)));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static StoredGroup anndata(StoredTree file, String sample) {
        StoredGroup root = file.root();
        Optional<StoredGroup> matrix =
                root.group("matrix").filter(group -> group.child("indptr").isPresent());
        if (matrix.isPresent()) {
            StoredGroup features =
                    matrix.get().group("features").orElseThrow(() -> bad(file, "'/matrix' has no group 'features'"));
            return anndata(file, matrix.get(), sample, version3(file, features));
        }
        List<StoredGroup> genomes = root.names().stream()
                .flatMap(name -> root.group(name).stream())
                .filter(group -> group.child("barcodes").isPresent()
                        && group.child("genes").isPresent())
                .toList();
        if (genomes.size() > 1) {
            List<String> names = genomes.stream().map(StoredGroup::path).toList();
            throw file.bad(
                    "holds a matrix of each of the genomes " + names,
                    "write one of them to a file of its own, as by scanpy's read_10x_h5(file, genome=...) and write_h5ad");
        }
        if (genomes.isEmpty()) {
            throw file.bad(
                    "is no matrix of 10x Genomics: its groups are " + root.names(),
                    root.child("obs").isPresent()
                            ? "it looks like AnnData: rename it to end in .h5ad"
                            : "name a filtered_feature_bc_matrix.h5, or an h5ad file");
        }
        return anndata(file, genomes.get(0), sample, version2(file, genomes.get(0)));
    }

    private static BadDataException bad(StoredTree file, String problem) {
        return file.bad(problem, "check that Cell Ranger wrote it; if so, copy it again");
    }

    private static MadeGroup version3(StoredTree file, StoredGroup features) {
        Map<String, StoredNode> columns = new LinkedHashMap<>();
        columns.put("gene_ids", array(file, features, "id"));
        columns.put(GENES.column(), array(file, features, "feature_type"));
        features.child("genome").ifPresent(genome -> columns.put("genome", genome));
        return table(features.path(), "name", array(file, features, "name"), columns);
    }

    private static MadeGroup version2(StoredTree file, StoredGroup genome) {
        StoredArray ids = array(file, genome, "genes");
        Map<String, StoredNode> columns = new LinkedHashMap<>();
        columns.put("gene_ids", ids);
        columns.put(GENES.column(), new OneText(GENES.value(), Optional.of(ids.shape()[0])));
        return table(genome.path(), "name", array(file, genome, "gene_names"), columns);
    }

    private static MadeGroup table(String path, String index, StoredNode names, Map<String, StoredNode> columns) {
        MadeGroup table = new MadeGroup(path)
                .text(INDEX, index)
                .list(COLUMNS, List.copyOf(columns.keySet()))
                .with(index, names);
        columns.forEach(table::with);
        return table;
    }

    private static StoredGroup anndata(StoredTree file, StoredGroup matrix, String sample, MadeGroup var) {
        StoredArray barcodes = array(file, matrix, "barcodes");
        long[] shape = shape(file, matrix);
        MadeGroup x =
                new MadeGroup(matrix.path()).text("encoding-type", "csr_matrix").numbers("shape", shape[1], shape[0]);
        for (String part : List.of("data", "indices", "indptr")) {
            x.with(part, array(file, matrix, part));
        }
        OneText samples = new OneText(sample, Optional.of(barcodes.shape()[0]));
        return new MadeGroup("/")
                .with("obs", table(matrix.path(), "barcode", barcodes, Map.of(SAMPLE, samples)))
                .with("var", var)
                .with("X", x)
                .with("uns", new MadeGroup("/uns").with("batch_condition", new OneText(SAMPLE, Optional.empty())));
    }

    private static StoredArray array(StoredTree file, StoredGroup group, String name) {
        return group.child(name)
                .filter(StoredArray.class::isInstance)
                .map(StoredArray.class::cast)
                .filter(array -> array.shape().length == 1)
                .orElseThrow(() -> bad(file, "'" + group.path() + "' has no array '" + name + "'"));
    }

    /** Features and cells. */
    private static long[] shape(StoredTree file, StoredGroup matrix) {
        StoredArray shape = array(file, matrix, "shape");
        boolean whole = shape.type()
                .filter(type -> type == ValueType.INT || type == ValueType.LONG)
                .isPresent();
        if (!whole || shape.shape()[0] != 2) {
            throw bad(file, "'" + shape.path() + "' does not say how many features and cells there are");
        }
        Object stored = shape.values("'" + shape.path() + "'").read(0, 2);
        return new long[] {Array.getLong(stored, 0), Array.getLong(stored, 1)};
    }

    @Override
    public String shownAs() {
        return file.shownAs();
    }

    @Override
    public StoredGroup root() {
        return root;
    }

    @Override
    public String reSave() {
        return "check that Cell Ranger wrote it; if so, copy it again";
    }

    @Override
    public <T> T reading(String what, Supplier<T> read) {
        return file.reading(what, read);
    }

    @Override
    public void close() {
        file.close();
    }
}
