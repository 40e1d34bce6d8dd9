package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import atlasprox.read.h5ad.column.Column;
import atlasprox.read.h5ad.column.Embedding;
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
final class H5adTable implements SupportsRead {
    private final List<String> paths;
    private final StructType schema;

    private H5adTable(List<String> paths, StructType schema) {
        this.paths = paths;
        this.schema = schema;
    }

    /** Opens every file once to compare their columns with the first one's. */
    static H5adTable of(H5adOptions options) {
        Configuration hadoop = H5adSource.hadoop();
        Shape first = Shape.of(options.paths().get(0), options.embeddings(), hadoop);
        for (String path : options.paths().subList(1, options.paths().size())) {
            first.check(Shape.of(path, options.embeddings(), hadoop));
        }
        return new H5adTable(options.paths(), first.schema);
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
        return new H5adScanBuilder(paths, schema);
    }

    /** The type of a column's values, and an embedding's number of dimensions. */
    static String form(Column column) {
        String type = SparkValues.type(column.type()).simpleString();
        return column instanceof Embedding embedding ? type + " of length " + embedding.width() : type;
    }

    /** What must be the same in every file: the type of each column, and an embedding's number of dimensions. */
    private record Shape(String path, StructType schema, Map<String, String> columns) {
        static Shape of(String path, List<String> embeddings, Configuration hadoop) {
            try (H5adFile file = H5adSource.open(path, hadoop)) {
                List<Column> columns = file.table(embeddings);
                Map<String, String> described =
                        columns.stream().collect(Collectors.toMap(Column::name, H5adTable::form));
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
