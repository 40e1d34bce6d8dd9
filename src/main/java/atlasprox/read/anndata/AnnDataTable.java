package atlasprox.read.anndata;

import atlasprox.BadDataException;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.column.Embedding;
import atlasprox.read.anndata.matrix.CountMatrix;
import atlasprox.read.anndata.tree.Container;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The cells of one or more files that have the same columns. */
final class AnnDataTable implements SupportsRead {
    private final Container container;
    private final List<String> paths;
    private final StructType schema;

    private AnnDataTable(Container container, List<String> paths, StructType schema) {
        this.container = container;
        this.paths = paths;
        this.schema = schema;
    }

    /** Opens every file once to compare their columns with the first one's. */
    static AnnDataTable of(Container container, AnnDataOptions options) {
        Configuration hadoop = AnnDataSource.hadoop();
        Shape first = Shape.of(container, options.paths().get(0), options, hadoop);
        for (String path : options.paths().subList(1, options.paths().size())) {
            first.check(Shape.of(container, path, options, hadoop));
        }
        return new AnnDataTable(container, options.paths(), first.schema);
    }

    @Override
    public String name() {
        return String.join(", ", paths);
    }

    @Override
    @SuppressWarnings("deprecation") // columns() is made from it
    public StructType schema() {
        return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new AnnDataScanBuilder(container, paths, schema);
    }

    /** The type of a column's values, and an embedding's number of dimensions. */
    static String form(Column column) {
        String type = SparkValues.type(column.type()).simpleString();
        if (column instanceof CountMatrix matrix) {
            return "counts of " + matrix.genes() + " genes";
        }
        return column instanceof Embedding embedding ? type + " of length " + embedding.width() : type;
    }

    /** What must be the same in every file: the type of each column, and an embedding's number of dimensions. */
    private record Shape(String path, StructType schema, Map<String, String> columns) {
        static Shape of(Container container, String path, AnnDataOptions options, Configuration hadoop) {
            try (AnnDataFile file = AnnDataFile.open(container, path, hadoop)) {
                List<Column> columns = file.table(options.embeddings(), options.counts());
                Map<String, String> described =
                        columns.stream().collect(Collectors.toMap(Column::name, AnnDataTable::form));
                return new Shape(path, SparkValues.schema(columns), described);
            }
        }

        void check(Shape other) {
            for (String name : schema.fieldNames()) {
                same(name, other);
            }
            for (String name : other.schema.fieldNames()) {
                same(name, other);
            }
        }

        private void same(String name, Shape other) {
            String here = columns.getOrDefault(name, "absent");
            String there = other.columns.getOrDefault(name, "absent");
            if (!here.equals(there)) {
                throw new BadDataException(other.path + ": column '" + name + "' is " + there + ", but " + here + " in "
                        + path + "; give the files the same columns");
            }
        }
    }
}
