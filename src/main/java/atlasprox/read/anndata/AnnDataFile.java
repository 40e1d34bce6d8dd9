package atlasprox.read.anndata;

import atlasprox.BadDataException;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.column.ColumnReader;
import atlasprox.read.anndata.column.Embedding;
import atlasprox.read.anndata.column.EmbeddingReader;
import atlasprox.read.anndata.matrix.ColumnMatrix;
import atlasprox.read.anndata.matrix.Entries;
import atlasprox.read.anndata.matrix.MatrixReader;
import atlasprox.read.anndata.tree.Container;
import atlasprox.read.anndata.tree.GeneRows;
import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.genes.InputGenes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * One open AnnData file, folder or part of one: the {@code obs} table, the dense arrays and tables of {@code obsm}, the default batch
 * columns, and the matrix of counts that is asked for; the rest is never touched. Every error is a {@link BadDataException} naming the file. Not thread-safe.
 */
public final class AnnDataFile implements AutoCloseable {
    /** The name of an index that has none. */
    public static final String DEFAULT_INDEX_NAME = "cell_id";

    private static final int MAX_BATCH_COLUMNS = 100;
    private static final Set<String> NO_NAME = Set.of("", "_index", "index");

    private final StoredTree tree;
    private final StoredGroup obs;
    private final ColumnReader reader;
    private final EmbeddingReader embeddings;
    private final MatrixReader matrices;
    private final String storedIndex;
    private final List<String> columnNames;
    private final Column index;

    private AnnDataFile(StoredTree tree) {
        this.tree = tree;
        this.obs = obs(tree);
        this.reader = new ColumnReader(tree);
        this.embeddings = new EmbeddingReader(tree);
        this.matrices = new MatrixReader(tree);
        this.storedIndex = storedIndex();
        this.columnNames = obs.texts("column-order");
        this.index = reader.column(obs, storedIndex, indexName());
    }

    private String storedIndex() {
        String name = obs.text("_index");
        if (name.isEmpty()) {
            throw tree.bad(
                    "obs does not say which of " + obs.names() + " is its index",
                    "check that it is an AnnData file; if so, " + tree.reSave());
        }
        return name;
    }

    private static StoredGroup obs(StoredTree tree) {
        String isIt = "check that it is an AnnData file; if so, " + tree.reSave();
        List<String> inner = InnerTables.of(tree.root());
        if (!inner.isEmpty()) {
            throw tree.bad(
                    "is no table of cells, but holds some in " + String.join(", ", inner),
                    "name the one that is meant, as in " + tree.shownAs() + "/" + inner.get(0));
        }
        StoredNode obs = tree.root().child("obs").orElseThrow(() -> tree.bad("has no 'obs'", isIt));
        if (obs instanceof StoredGroup group) {
            return group;
        }
        throw tree.bad("'" + obs.path() + "' is a table of an anndata older than 0.7", tree.reSave());
    }

    /**
     * Opens the table of cells at a path.
     *
     * @throws BadDataException if there is none
     */
    static AnnDataFile open(Container container, String path, Configuration hadoop) {
        return of(container.open(path, hadoop));
    }

    /**
     * Finds the table of cells of a store, which is closed with it.
     *
     * @throws BadDataException if it has no readable {@code obs} index; it is closed then
     */
    public static AnnDataFile of(StoredTree tree) {
        try {
            return tree.reading("obs", () -> new AnnDataFile(tree));
        } catch (RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    /** The number of cells. */
    public long rows() {
        return index.length();
    }

    /** The name of the {@code obs} index, {@value #DEFAULT_INDEX_NAME} where it has none and no column is called so. */
    public String indexName() {
        boolean free = !columnNames.contains(DEFAULT_INDEX_NAME);
        return NO_NAME.contains(storedIndex) && free ? DEFAULT_INDEX_NAME : storedIndex;
    }

    /** The names of the {@code obs} columns in the file's order, the index left out. */
    public List<String> columnNames() {
        return columnNames;
    }

    /**
     * The keys of {@code obsm}, readable or not, in the file's order. What is within a group that is no value itself goes by its
     * path, as in {@code pca/v2}.
     */
    public List<String> embeddingKeys() {
        return tree.reading("obsm", embeddings::keys);
    }

    /** The keys of {@code obsm} that {@link #embedding} does not read, in the file's order, each with the message that says why. */
    public Map<String, String> unreadableEmbeddings() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String key : embeddingKeys()) {
            try {
                withAllRows(embedding(key));
            } catch (BadDataException e) {
                reasons.put(key, e.getMessage());
            }
        }
        return reasons;
    }

    /** The batch columns that the file itself names in {@code uns/batch_condition}; empty where it names none. */
    public List<String> defaultBatch() {
        return tree.reading("uns/batch_condition", () -> tree.root()
                .child("uns")
                .filter(StoredGroup.class::isInstance)
                .flatMap(uns -> ((StoredGroup) uns).child("batch_condition"))
                .map(this::batchCondition)
                .orElse(List.of()));
    }

    private List<String> batchCondition(StoredNode node) {
        if (node instanceof StoredArray scalar && scalar.isSingle()) {
            return List.of(scalar.single());
        }
        Column names = reader.column(node, "uns/batch_condition");
        if (names.length() > MAX_BATCH_COLUMNS) {
            throw tree.bad(
                    "uns/batch_condition names " + names.length() + " batch columns, at most " + MAX_BATCH_COLUMNS
                            + " are allowed",
                    tree.reSave());
        }
        return Arrays.stream(names.read(0, Math.toIntExact(names.length())))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
    }

    /**
     * The same without counts.
     *
     * @param keys the {@code obsm} keys; the only one of the file if empty
     * @throws BadDataException if a key is missing or not given though there are several, or a column cannot be read
     */
    public List<Column> table(List<String> keys) {
        return table(keys, Optional.empty());
    }

    /**
     * The columns of the table that the file makes: the index, every {@code obs} column, the named embeddings, then the counts.
     *
     * @param keys the {@code obsm} keys; the only one of the file if empty, and none where there are counts
     * @param counts the path of the matrix of counts, if that is asked for
     * @throws BadDataException if a key is missing or not given though there are several, or a column cannot be read
     */
    public List<Column> table(List<String> keys, Optional<String> counts) {
        List<String> names = new ArrayList<>(keys.isEmpty() && counts.isEmpty() ? List.of(onlyEmbedding()) : keys);
        counts.ifPresent(names::add);
        return columns(names);
    }

    /**
     * The index, every {@code obs} column, and what is named besides.
     *
     * @param others {@code obsm} keys, and the path of a matrix of counts
     * @throws BadDataException if one is missing, or a column cannot be read
     */
    List<Column> columns(List<String> others) {
        List<String> names = new ArrayList<>();
        names.add(indexName());
        names.addAll(columnNames);
        names.addAll(others);
        checkUnique(names);
        index.requireStored();
        return select(names);
    }

    private String onlyEmbedding() {
        List<String> keys = embeddingKeys();
        if (keys.size() != 1) {
            throw tree.bad(
                    "obsm has " + keys.size() + " arrays " + keys,
                    keys.isEmpty() ? "compute an embedding first" : "name one of them as the embedding");
        }
        return keys.get(0);
    }

    private void checkUnique(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw tree.bad("two columns would be called '" + name + "'", "rename one of them, in obs or in obsm");
            }
        }
    }

    /**
     * Columns by their names in {@link #table}; only these are looked at.
     *
     * @throws BadDataException if one of them is missing, cannot be read, or does not have {@link #rows} values
     */
    public List<Column> select(List<String> names) {
        return names.stream()
                .map(name -> tree.reading("'" + name + "'", () -> withAllRows(find(name))))
                .toList();
    }

    private Column find(String name) {
        if (name.equals(indexName())) {
            return index;
        }
        if (columnNames.contains(name)) {
            return reader.column(obs, name, name);
        }
        return matrices.has(name) && !embeddingKeys().contains(name) ? matrices.matrix(name) : embedding(name);
    }

    private Column withAllRows(Column column) {
        requireRows(column.name(), column.length());
        return column;
    }

    private void requireRows(String name, long length) {
        if (length != rows()) {
            throw tree.bad("'" + name + "' has " + length + " rows, but obs has " + rows(), tree.reSave());
        }
    }

    /**
     * A dense array or a table of {@code obsm}.
     *
     * @param key its key; one with slashes is a path
     * @throws BadDataException if there is none of that name (the message lists those there are), or it is sparse, not
     *     two-dimensional, or not of numbers
     */
    public Embedding embedding(String key) {
        return tree.reading("obsm '" + key + "'", () -> embeddings.embedding(key));
    }

    /**
     * @param counts the path of a matrix of counts
     * @param column the column of {@code var} that names the genes; its index if empty
     * @param rows which rows of {@code var} are genes; all if empty
     * @return the genes, in the order of the matrix
     * @throws BadDataException if there is no such matrix, its genes have no names, two have one name, or there are more or fewer names
     *     than genes
     */
    InputGenes genes(String counts, Optional<String> column, Optional<GeneRows> rows) {
        return tree.reading("the genes of '" + counts + "'", () -> matrices.genes(counts, column, rows));
    }

    /** Says which rows of {@code var} are no genes; empty where all are. */
    Optional<String> otherThanGenes(String counts, Optional<GeneRows> rows) {
        return rows.flatMap(
                only -> tree.reading("the genes of '" + counts + "'", () -> matrices.otherThanGenes(counts, only)));
    }

    /**
     * @param counts the path of a matrix of counts
     * @return the matrix, if it is stored gene by gene
     * @throws BadDataException if there is no such matrix, or it has more or fewer cells than there are
     */
    Optional<ColumnMatrix> byGene(String counts) {
        return tree.reading("'" + counts + "'", () -> matrices.byGene(counts).map(this::withAllRows));
    }

    private ColumnMatrix withAllRows(ColumnMatrix matrix) {
        requireRows(matrix.name(), matrix.cells());
        return matrix;
    }

    /** Entries of a matrix that is stored gene by gene, as {@link ColumnMatrix#read} reads them. */
    Entries entries(String counts, long from, int count) {
        return tree.reading(
                "'" + counts + "'", () -> byGene(counts).orElseThrow().read(from, count));
    }

    /** What is not stored of a matrix, as {@link Column#notStored} has it. */
    List<String> notStored(String counts) {
        return tree.reading("'" + counts + "'", () -> matrices.notStored(counts));
    }

    @Override
    public void close() {
        tree.close();
    }
}
