package atlasprox.ml;

import atlasprox.align.Reference;
import atlasprox.film.FilmMixture;
import atlasprox.film.FilmTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * {@code reference} (prototype, count, centre, variance). A batch that arrived later may have prototypes of its own: it has experts for
 * these, and other batches have none. Prototypes are numbered so that a batch's, and the reference's, ascend in their order.
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
            PrototypePool pool = new PrototypePool();
            if (learned.reference() != null) {
                write(learned.reference(), pool);
            }
            write(mixture, pool);
            write(pool);
        } else {
            write((FilmTable) learned.correction());
        }
    }

    FilmTable readTable(int dimension) {
        List<Row> rows = read("adapters", "batch");
        return new FilmTable(texts(rows), dimension, doubles(rows, "gamma"), doubles(rows, "beta"));
    }

    /** @param referenceCells the cells that the reference stands for; 0 where the model was saved without one */
    Learned readMixture(double sigma, int innerIterations, long referenceCells) {
        Map<Integer, double[]> pool = new HashMap<>();
        List<Row> rows = read("prototypes", "prototype");
        double[][] directions = doubles(rows, "direction");
        for (int row = 0; row < directions.length; row++) {
            pool.put(rows.get(row).getAs("prototype"), directions[row]);
        }
        return new Learned(
                readExperts(pool, sigma, innerIterations),
                referenceCells == 0L ? null : readReference(pool, referenceCells));
    }

    private FilmMixture readExperts(Map<Integer, double[]> pool, double sigma, int innerIterations) {
        Map<String, List<Row>> experts = new HashMap<>();
        for (Row row : read("experts", "prototype")) {
            experts.computeIfAbsent(row.getAs("batch"), unused -> new ArrayList<>())
                    .add(row);
        }
        List<Row> starts = read("starts", "batch");
        List<String> batches = texts(starts);
        double[][] start = doubles(starts, "start");
        List<FilmMixture.Experts> clients = new ArrayList<>();
        for (int b = 0; b < start.length; b++) {
            List<Row> rows = experts.get(batches.get(b));
            clients.add(new FilmMixture.Experts(
                    prototypes(pool, rows), doubles(rows, "gamma"), doubles(rows, "beta"), start[b], penalties(rows)));
        }
        return FilmMixture.of(batches, clients, sigma, innerIterations);
    }

    private Reference readReference(Map<Integer, double[]> pool, long cells) {
        List<Row> rows = read("reference", "prototype");
        double[] count =
                rows.stream().mapToDouble(row -> row.<Double>getAs("count")).toArray();
        return new Reference(prototypes(pool, rows), count, doubles(rows, "centre"), doubles(rows, "variance"), cells);
    }

    private static double[][] prototypes(Map<Integer, double[]> pool, List<Row> rows) {
        return rows.stream()
                .map(row -> pool.get(row.<Integer>getAs("prototype")))
                .toArray(double[][]::new);
    }

    private void write(FilmTable table) {
        List<Row> rows = new ArrayList<>();
        for (String batch : table.batches()) {
            int client = table.client(batch);
            rows.add(RowFactory.create(batch, table.gamma(client), table.beta(client)));
        }
        write("adapters", rows, byBatch().add("gamma", NUMBERS).add("beta", NUMBERS));
    }

    private void write(FilmMixture mixture, PrototypePool pool) {
        List<Row> rows = new ArrayList<>();
        List<Row> starts = new ArrayList<>();
        for (String batch : mixture.batches()) {
            FilmMixture.Experts experts = mixture.experts(mixture.client(batch));
            starts.add(RowFactory.create(batch, experts.start()));
            for (int k = 0; k < experts.prototypes().length; k++) {
                rows.add(RowFactory.create(
                        batch,
                        pool.number(experts.prototypes()[k]),
                        experts.gamma()[k],
                        experts.beta()[k],
                        experts.penalties()[k]));
            }
        }
        StructType expert = byBatch()
                .add("prototype", DataTypes.IntegerType)
                .add("gamma", NUMBERS)
                .add("beta", NUMBERS)
                .add("penalty", DataTypes.DoubleType);
        write("experts", rows, expert);
        write("starts", starts, byBatch().add("start", NUMBERS));
    }

    private void write(Reference reference, PrototypePool pool) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < reference.count().length; k++) {
            rows.add(RowFactory.create(
                    pool.number(reference.prototype()[k]),
                    reference.count()[k],
                    reference.centre()[k],
                    reference.variance()[k]));
        }
        StructType schema = new StructType()
                .add("prototype", DataTypes.IntegerType)
                .add("count", DataTypes.DoubleType)
                .add("centre", NUMBERS)
                .add("variance", NUMBERS);
        write("reference", rows, schema);
    }

    private void write(PrototypePool pool) {
        List<Row> rows = new ArrayList<>();
        pool.directions().forEach(direction -> rows.add(RowFactory.create(rows.size(), direction)));
        write(
                "prototypes",
                rows,
                new StructType().add("prototype", DataTypes.IntegerType).add("direction", NUMBERS));
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
