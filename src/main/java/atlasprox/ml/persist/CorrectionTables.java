package atlasprox.ml.persist;

import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.math.Centre;
import atlasprox.scbatchprox.FilmTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a fit has learned, as Parquet that a person can read: {@code adapters} for a table (batch, gamma, beta); for a mixture
 * {@code experts} (batch, prototype, gamma, beta, penalty), {@code prototypes} (prototype, direction), {@code starts} (batch, start) and
 * {@code reference} (prototype, count, centre, variance), where values are preserved {@code values} (value, and the same of its cells). A batch that arrived later may have prototypes of its own: it has experts for
 * these, and other batches have none. All coordinates are about the model's centre. Prototypes are numbered so that a batch's, and the reference's, ascend in their order.
 */
public final class CorrectionTables {
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);
    private static final StructType EXPERT = byBatch()
            .add("prototype", DataTypes.IntegerType)
            .add("gamma", NUMBERS)
            .add("beta", NUMBERS)
            .add("penalty", DataTypes.DoubleType);

    private static final StructType REFERENCE = reference(new StructType());
    private static final StructType VALUES = reference(new StructType().add("value", DataTypes.StringType));

    private static StructType reference(StructType first) {
        return first.add("prototype", DataTypes.IntegerType)
                .add("count", DataTypes.DoubleType)
                .add("centre", NUMBERS)
                .add("variance", NUMBERS);
    }

    /** Of thousands of batches' experts so many at a time take another form, several times as large, and travel in one task: 32 MB. */
    private static final int NUMBERS_AT_A_TIME = 4_000_000;

    private final SparkSession session;
    private final Path folder;

    public CorrectionTables(SparkSession session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    public void write(Learned learned) {
        if (learned.correction() instanceof CentredMixture aligned) {
            PrototypePool pool = new PrototypePool();
            if (learned.reference() != null) {
                write("reference", rows(learned.reference(), pool, List.of()), REFERENCE);
            }
            if (!learned.ofValues().isEmpty()) {
                List<Row> rows = new ArrayList<>();
                learned.ofValues().forEach((value, reference) -> rows.addAll(rows(reference, pool, List.of(value))));
                write("values", rows, VALUES);
            }
            write(aligned.mixture(), pool);
            write(pool);
        } else {
            write((FilmTable) learned.correction());
        }
    }

    public FilmTable readTable(int dimension) {
        List<Row> rows = read("adapters", "batch");
        return new FilmTable(texts(rows), dimension, doubles(rows, "gamma"), doubles(rows, "beta"));
    }

    /**
     * @param referenceCells the cells that the reference stands for; 0 where the model was saved without one
     * @param valueCells the cells of each value that is preserved; none where none are
     * @param centre what cells are taken about
     */
    public Learned readMixture(
            double sigma, int innerIterations, long referenceCells, Map<String, Long> valueCells, Centre centre) {
        Map<Integer, double[]> pool = new HashMap<>();
        List<Row> rows = read("prototypes", "prototype");
        double[][] directions = doubles(rows, "direction");
        for (int row = 0; row < directions.length; row++) {
            pool.put(rows.get(row).getAs("prototype"), directions[row]);
        }
        return new Learned(
                new CentredMixture(centre, readExperts(pool, sigma, innerIterations)),
                referenceCells == 0L ? null : reference(read("reference", "prototype"), pool, referenceCells),
                valueCells.isEmpty() ? new TreeMap<>() : readValues(pool, valueCells));
    }

    private SortedMap<String, Reference> readValues(Map<Integer, double[]> pool, Map<String, Long> cells) {
        List<Row> rows = read("values", "prototype");
        SortedMap<String, Reference> values = new TreeMap<>();
        cells.forEach((value, count) -> values.put(
                value,
                reference(
                        rows.stream()
                                .filter(row -> row.<String>getAs("value").equals(value))
                                .toList(),
                        pool,
                        count)));
        return values;
    }

    private FilmMixture readExperts(Map<Integer, double[]> pool, double sigma, int innerIterations) {
        List<Row> rows = read("starts", "batch");
        List<String> batches = texts(rows);
        double[][] starts = doubles(rows, "start");
        double[] unscaled = new double[starts[0].length];
        Arrays.fill(unscaled, 1.0);
        Map<String, ExpertRows> experts = new HashMap<>();
        for (int b = 0; b < starts.length; b++) {
            experts.put(batches.get(b), new ExpertRows(unscaled, starts[b]));
        }
        // A partition at a time: all rows at once would take several times the room of the model.
        table("experts").toLocalIterator().forEachRemaining(row -> experts.get(row.<String>getAs("batch"))
                .add(row));
        List<FilmMixture.Experts> clients =
                batches.stream().map(batch -> experts.get(batch).experts(pool)).toList();
        return FilmMixture.of(batches, clients, sigma, innerIterations);
    }

    private static Reference reference(List<Row> rows, Map<Integer, double[]> pool, long cells) {
        double[] count =
                rows.stream().mapToDouble(row -> row.<Double>getAs("count")).toArray();
        double[][] prototypes = rows.stream()
                .map(row -> pool.get(row.<Integer>getAs("prototype")))
                .toArray(double[][]::new);
        return new Reference(prototypes, count, doubles(rows, "centre"), doubles(rows, "variance"), cells);
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
        int most = Math.max(1, NUMBERS_AT_A_TIME / (2 * mixture.dimension()));
        for (int client = 0; client < mixture.batches().size(); client++) {
            String batch = mixture.batches().get(client);
            FilmMixture.Experts experts = mixture.experts(client);
            starts.add(RowFactory.create(batch, experts.start()));
            for (int k = 0; k < experts.prototypes().length; k++) {
                if (rows.size() == most) {
                    write("experts", rows, EXPERT);
                    rows.clear();
                }
                rows.add(RowFactory.create(
                        batch,
                        pool.number(experts.prototypes()[k]),
                        experts.gamma()[k],
                        experts.beta()[k],
                        experts.penalties()[k]));
            }
        }
        write("experts", rows, EXPERT);
        write("starts", starts, byBatch().add("start", NUMBERS));
    }

    private static List<Row> rows(Reference reference, PrototypePool pool, List<String> first) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < reference.count().length; k++) {
            List<Object> row = new ArrayList<>(first);
            row.add(pool.number(reference.prototype()[k]));
            row.add(reference.count()[k]);
            row.add(reference.centre()[k]);
            row.add(reference.variance()[k]);
            rows.add(RowFactory.create(row.toArray()));
        }
        return rows;
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
        session.createDataFrame(rows, schema)
                .coalesce(1)
                .write()
                .mode(SaveMode.Append)
                .parquet(new Path(folder, name).toString());
    }

    private Dataset<Row> table(String name) {
        return session.read().parquet(new Path(folder, name).toString());
    }

    private List<Row> read(String name, String order) {
        List<Row> ordered = new ArrayList<>(table(name).collectAsList());
        ordered.sort((a, b) -> order.equals("batch")
                ? a.<String>getAs(order).compareTo(b.getAs(order))
                : a.<Integer>getAs(order).compareTo(b.getAs(order)));
        return ordered;
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(row -> row.<String>getAs("batch")).toList();
    }

    private static double[][] doubles(List<Row> rows, String column) {
        return rows.stream().map(row -> doubles(row, column)).toArray(double[][]::new);
    }

    private static double[] doubles(Row row, String column) {
        return row.<Double>getList(row.fieldIndex(column)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** The rows of one batch's experts. Those that move with their batch share their numbers, as they did when they were fitted. */
    private static final class ExpertRows {
        private final double[] unscaled;
        private final double[] start;
        private final SortedMap<Integer, Expert> experts = new TreeMap<>();

        private record Expert(double[] gamma, double[] beta, double penalty) {}

        ExpertRows(double[] unscaled, double[] start) {
            this.unscaled = unscaled;
            this.start = start;
        }

        void add(Row row) {
            experts.put(
                    row.getAs("prototype"),
                    new Expert(
                            shared(doubles(row, "gamma"), unscaled),
                            shared(doubles(row, "beta"), start),
                            penalty(row)));
        }

        private static double[] shared(double[] numbers, double[] common) {
            return Arrays.equals(numbers, common) ? common : numbers;
        }

        /** Models of format version 1 have no penalties. */
        private static double penalty(Row row) {
            boolean there = Arrays.asList(row.schema().fieldNames()).contains("penalty");
            return there ? row.<Double>getAs("penalty") : 0.0;
        }

        FilmMixture.Experts experts(Map<Integer, double[]> pool) {
            return new FilmMixture.Experts(
                    experts.keySet().stream().map(pool::get).toArray(double[][]::new),
                    experts.values().stream().map(Expert::gamma).toArray(double[][]::new),
                    experts.values().stream().map(Expert::beta).toArray(double[][]::new),
                    start,
                    experts.values().stream().mapToDouble(Expert::penalty).toArray());
        }
    }
}
