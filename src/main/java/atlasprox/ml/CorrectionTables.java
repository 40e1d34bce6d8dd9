package atlasprox.ml;

import atlasprox.align.Reference;
import atlasprox.film.FilmMixture;
import atlasprox.film.FilmTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a fit has learned, as Parquet that a person can read: {@code adapters} for a table (batch, gamma, beta); for a mixture
 * {@code experts} (batch, prototype, gamma, beta, penalty), {@code prototypes} (prototype, direction), {@code starts} (batch, start) and
 * {@code reference} (prototype, count, centre, variance).
 */
final class CorrectionTables {
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);

    private final SparkSession session;
    private final Path folder;

    CorrectionTables(SparkSession session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    void write(Learned learned) {
        if (learned.correction() instanceof FilmMixture mixture) {
            write(mixture);
        } else {
            write((FilmTable) learned.correction());
        }
        if (learned.reference() != null) {
            write(learned.reference());
        }
    }

    Reference readReference(long cells) {
        List<Row> rows = read("reference", "prototype");
        double[] count =
                rows.stream().mapToDouble(row -> row.<Double>getAs("count")).toArray();
        return new Reference(count, doubles(rows, "centre"), doubles(rows, "variance"), cells);
    }

    FilmTable readTable(int dimension) {
        List<Row> rows = read("adapters", "batch");
        return new FilmTable(texts(rows), dimension, doubles(rows, "gamma"), doubles(rows, "beta"));
    }

    FilmMixture readMixture(double sigma, int innerIterations) {
        List<Row> starts = read("starts", "batch");
        double[][] prototypes = doubles(read("prototypes", "prototype"), "direction");
        Map<String, List<Row>> experts = new TreeMap<>();
        for (Row row : read("experts", "prototype")) {
            experts.computeIfAbsent(row.getAs("batch"), unused -> new ArrayList<>())
                    .add(row);
        }
        return new FilmMixture(
                texts(starts),
                prototypes,
                experts.values().stream().map(rows -> doubles(rows, "gamma")).toArray(double[][][]::new),
                experts.values().stream().map(rows -> doubles(rows, "beta")).toArray(double[][][]::new),
                doubles(starts, "start"),
                experts.values().stream().map(CorrectionTables::penalties).toArray(double[][]::new),
                sigma,
                innerIterations);
    }

    private void write(FilmTable table) {
        List<Row> rows = new ArrayList<>();
        for (String batch : table.batches()) {
            int client = table.client(batch);
            rows.add(RowFactory.create(batch, table.gamma(client), table.beta(client)));
        }
        write("adapters", rows, byBatch().add("gamma", NUMBERS).add("beta", NUMBERS));
    }

    private void write(FilmMixture mixture) {
        List<Row> experts = new ArrayList<>();
        List<Row> starts = new ArrayList<>();
        for (String batch : mixture.batches()) {
            int client = mixture.client(batch);
            starts.add(RowFactory.create(batch, mixture.start(client)));
            for (int k = 0; k < mixture.prototypes().length; k++) {
                experts.add(RowFactory.create(
                        batch, k, mixture.gamma(client)[k], mixture.beta(client)[k], mixture.penalties()[client][k]));
            }
        }
        List<Row> prototypes = new ArrayList<>();
        for (int k = 0; k < mixture.prototypes().length; k++) {
            prototypes.add(RowFactory.create(k, mixture.prototypes()[k]));
        }
        StructType expert = byBatch()
                .add("prototype", DataTypes.IntegerType)
                .add("gamma", NUMBERS)
                .add("beta", NUMBERS)
                .add("penalty", DataTypes.DoubleType);
        write("experts", experts, expert);
        write("starts", starts, byBatch().add("start", NUMBERS));
        write(
                "prototypes",
                prototypes,
                new StructType().add("prototype", DataTypes.IntegerType).add("direction", NUMBERS));
    }

    private void write(Reference reference) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < reference.count().length; k++) {
            rows.add(RowFactory.create(
                    k, reference.count()[k], reference.centre()[k], reference.variance()[k]));
        }
        StructType schema = new StructType()
                .add("prototype", DataTypes.IntegerType)
                .add("count", DataTypes.DoubleType)
                .add("centre", NUMBERS)
                .add("variance", NUMBERS);
        write("reference", rows, schema);
    }

    private static StructType byBatch() {
        return new StructType().add("batch", DataTypes.StringType);
    }

    private void write(String name, List<Row> rows, StructType schema) {
        session.createDataFrame(rows, schema).coalesce(1).write().parquet(new Path(folder, name).toString());
    }

    private List<Row> read(String name, String order) {
        Dataset<Row> rows = session.read().parquet(new Path(folder, name).toString());
        List<Row> ordered = new ArrayList<>(rows.collectAsList());
        ordered.sort((a, b) -> order.equals("batch")
                ? a.<String>getAs(order).compareTo(b.getAs(order))
                : a.<Integer>getAs(order).compareTo(b.getAs(order)));
        return ordered;
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(row -> row.<String>getAs("batch")).toList();
    }

    /** Models of format version 1 have no penalties. */
    private static double[] penalties(List<Row> rows) {
        boolean there = Arrays.asList(rows.get(0).schema().fieldNames()).contains("penalty");
        return rows.stream()
                .mapToDouble(row -> there ? row.<Double>getAs("penalty") : 0.0)
                .toArray();
    }

    private static double[][] doubles(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> row.<Double>getList(row.fieldIndex(column)).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
    }
}
