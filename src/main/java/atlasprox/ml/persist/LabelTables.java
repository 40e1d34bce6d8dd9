package atlasprox.ml.persist;

import atlasprox.labels.Calibration;
import atlasprox.labels.Component;
import atlasprox.labels.DistanceHistogram;
import atlasprox.labels.LabelHead;
import atlasprox.labels.LabelReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What tells labels, as Parquet that a person can read: {@code labels} (column, label, cells, batches), {@code label_components} (column,
 * number, label, cells, mean), {@code label_scatter} (column, degrees, dimension, products), {@code label_distances} (column, label, bin,
 * cells) and {@code label_errors} (column, errors). Coordinates are about the model's centre.
 */
public final class LabelTables {
    private static final String COLUMN = "column";
    private static final String LABEL = "label";
    private static final String CELLS = "cells";
    private static final String NUMBER = "number";
    private static final String DIMENSION = "dimension";
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);
    private static final StructType BEHIND = ofColumn()
            .add(LABEL, DataTypes.StringType)
            .add(CELLS, DataTypes.LongType)
            .add("batches", DataTypes.IntegerType);
    private static final StructType COMPONENT = ofColumn()
            .add(NUMBER, DataTypes.IntegerType)
            .add(LABEL, DataTypes.StringType)
            .add(CELLS, DataTypes.LongType)
            .add("mean", NUMBERS);
    private static final StructType SCATTER = ofColumn()
            .add("degrees", DataTypes.LongType)
            .add(DIMENSION, DataTypes.IntegerType)
            .add("products", NUMBERS);
    private static final StructType DISTANCES = ofColumn()
            .add(LABEL, DataTypes.StringType)
            .add("bin", DataTypes.IntegerType)
            .add(CELLS, DataTypes.LongType);
    private static final StructType ERRORS = ofColumn().add("errors", NUMBERS);

    private final SparkSession session;
    private final Path folder;

    /**
     * @param session reads and writes
     * @param folder the folder of a model's tables
     */
    public LabelTables(SparkSession session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    private static StructType ofColumn() {
        return new StructType().add(COLUMN, DataTypes.StringType);
    }

    /** @param heads by label column, at least one */
    public void write(SortedMap<String, LabelHead> heads) {
        List<Row> behind = new ArrayList<>();
        List<Row> components = new ArrayList<>();
        List<Row> scatter = new ArrayList<>();
        List<Row> distances = new ArrayList<>();
        List<Row> errors = new ArrayList<>();
        heads.forEach((column, head) -> {
            LabelReference reference = head.reference();
            reference.labels().forEach((label, of) -> behind.add(row(column, label, of.cells(), of.batches())));
            for (int c = 0; c < reference.components().size(); c++) {
                Component component = reference.components().get(c);
                components.add(row(column, c, component.label(), component.cells(), component.mean()));
            }
            for (int j = 0; j < reference.dimension(); j++) {
                scatter.add(row(column, reference.degrees(), j, reference.scatter()[j]));
            }
            head.calibration().distances().forEach((label, of) -> of.counts()
                    .forEach((bin, cells) -> distances.add(row(column, label, bin, cells))));
            errors.add(row(column, head.calibration().errors()));
        });
        write("labels", behind, BEHIND);
        write("label_components", components, COMPONENT);
        write("label_scatter", scatter, SCATTER);
        write("label_distances", distances, DISTANCES);
        write("label_errors", errors, ERRORS);
    }

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private void write(String name, List<Row> rows, StructType schema) {
        session.createDataFrame(rows, schema).coalesce(1).write().parquet(new Path(folder, name).toString());
    }

    /** @return the heads by label column */
    public SortedMap<String, LabelHead> read() {
        Map<String, List<Row>> behind = byColumn("labels");
        Map<String, List<Row>> components = byColumn("label_components");
        Map<String, List<Row>> scatter = byColumn("label_scatter");
        Map<String, List<Row>> distances = byColumn("label_distances");
        SortedMap<String, LabelHead> heads = new TreeMap<>();
        byColumn("label_errors")
                .forEach((column, errors) -> heads.put(
                        column,
                        new LabelHead(
                                reference(behind.get(column), components.get(column), scatter.get(column)),
                                Calibration.of(
                                        doubles(errors.get(0), "errors"),
                                        distances(distances.getOrDefault(column, List.of()))))));
        return Collections.unmodifiableSortedMap(heads);
    }

    private static LabelReference reference(List<Row> behind, List<Row> components, List<Row> scatter) {
        SortedMap<String, LabelReference.Behind> labels = new TreeMap<>();
        behind.forEach(row -> labels.put(
                row.getAs(LABEL), new LabelReference.Behind(row.<Long>getAs(CELLS), row.<Integer>getAs("batches"))));
        return new LabelReference(
                labels,
                inOrder(components, NUMBER)
                        .map(row -> new Component(row.getAs(LABEL), row.<Long>getAs(CELLS), doubles(row, "mean")))
                        .toList(),
                inOrder(scatter, DIMENSION).map(row -> doubles(row, "products")).toArray(double[][]::new),
                scatter.get(0).<Long>getAs("degrees"));
    }

    private static SortedMap<String, DistanceHistogram> distances(List<Row> rows) {
        SortedMap<String, SortedMap<Integer, Long>> counts = new TreeMap<>();
        rows.forEach(row -> counts.computeIfAbsent(row.getAs(LABEL), unused -> new TreeMap<>())
                .put(row.getAs("bin"), row.getAs(CELLS)));
        SortedMap<String, DistanceHistogram> distances = new TreeMap<>();
        counts.forEach((label, of) -> distances.put(label, DistanceHistogram.of(of)));
        return distances;
    }

    private static Stream<Row> inOrder(List<Row> rows, String field) {
        return rows.stream().sorted(Comparator.comparing(row -> row.<Integer>getAs(field)));
    }

    private Map<String, List<Row>> byColumn(String table) {
        Map<String, List<Row>> rows = new HashMap<>();
        session.read()
                .parquet(new Path(folder, table).toString())
                .collectAsList()
                .forEach(row -> rows.computeIfAbsent(row.getAs(COLUMN), unused -> new ArrayList<>())
                        .add(row));
        return rows;
    }

    private static double[] doubles(Row row, String field) {
        return row.<Double>getList(row.fieldIndex(field)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
