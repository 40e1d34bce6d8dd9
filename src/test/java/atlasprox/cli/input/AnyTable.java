package atlasprox.cli.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A small table as nobody would make it: any type, scale and number of cells, values that are missing or no numbers.
 *
 * @param schema the columns: cell, donor, and the embedding X_pca or PC_1, PC_2, ...
 * @param rows its rows
 * @param embedding the embedding's name
 * @param usable the cells that can be corrected, if the table can be
 */
record AnyTable(StructType schema, List<Row> rows, String embedding, long usable) {
    private static final double[] SCALES = {0, 1e-42, 1e-20, 1e-3, 1, 1, 1, 1e3, 1e6, 1e15};
    private static final String[] DONORS = {"a", "b", "c", "", " ", "a|b", "\n", "'\"`\\", "<b>", "🧬", "NULL", "\0"};

    private enum Form {
        FLOATS,
        DOUBLES,
        VECTORS,
        COLUMNS,
        INTEGERS,
        TEXTS
    }

    static AnyTable draw(Random random) {
        Form form = random.nextInt(12) == 0 ? Form.values()[random.nextInt(6)] : Form.values()[random.nextInt(4)];
        int d = 1 + random.nextInt(5);
        int cells = random.nextInt(8) == 0 ? random.nextInt(4) : random.nextInt(60);
        boolean dirty = random.nextInt(3) == 0;
        StructType schema = schema(form, d, random.nextInt(6));
        List<Row> rows = new ArrayList<>();
        long usable = 0;
        double scale = SCALES[random.nextInt(SCALES.length)];
        double offset = random.nextInt(3) == 0 ? SCALES[random.nextInt(SCALES.length)] : 0;
        int donors = 1 + random.nextInt(5);
        for (int i = 0; i < cells; i++) {
            double[] point = point(d, scale, offset, random);
            Object donor = donor(schema.apply("donor").dataType(), random.nextInt(donors));
            boolean fine = true;
            if (dirty && random.nextInt(8) == 0) {
                point = spoilt(point, form, random);
                fine = false;
            } else if (dirty && random.nextInt(8) == 0) {
                donor = null;
                fine = false;
            }
            usable += fine ? 1 : 0;
            rows.add(row(i, donor, form, point));
        }
        return new AnyTable(schema, rows, form == Form.COLUMNS ? "PC_" : "X_pca", usable);
    }

    Dataset<Row> in(SparkSession spark) {
        return spark.createDataFrame(rows, schema).coalesce(1);
    }

    private static StructType schema(Form form, int d, int donorType) {
        DataType donor =
                donorType == 0 ? DataTypes.IntegerType : donorType == 1 ? DataTypes.DoubleType : DataTypes.StringType;
        StructType schema = new StructType().add("cell", DataTypes.LongType).add("donor", donor);
        if (form == Form.COLUMNS) {
            for (int j = 1; j <= d; j++) {
                schema = schema.add("PC_" + j, DataTypes.DoubleType);
            }
            return schema;
        }
        return schema.add(
                "X_pca",
                switch (form) {
                    case FLOATS -> DataTypes.createArrayType(DataTypes.FloatType);
                    case DOUBLES -> DataTypes.createArrayType(DataTypes.DoubleType);
                    case VECTORS -> SQLDataTypes.VectorType();
                    case INTEGERS -> DataTypes.createArrayType(DataTypes.IntegerType);
                    default -> DataTypes.StringType;
                });
    }

    private static double[] point(int d, double scale, double offset, Random random) {
        return IntStream.range(0, d)
                .mapToDouble(j -> (float) (offset + scale * (j == 0 ? 1 : random.nextGaussian())))
                .toArray();
    }

    /** Null for a missing embedding; vectors hold no missing coordinates, and whole numbers are always finite. */
    private static double[] spoilt(double[] point, Form form, Random random) {
        if (form == Form.INTEGERS || random.nextInt(3) == 0 && form != Form.COLUMNS) {
            return null;
        }
        double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        point[random.nextInt(point.length)] = bad[random.nextInt(bad.length)];
        return point;
    }

    private static Object donor(DataType type, int number) {
        if (type.equals(DataTypes.IntegerType)) {
            return number - 1;
        }
        return type.equals(DataTypes.DoubleType) ? (Object) (number / 3.0) : DONORS[(number * 5) % DONORS.length];
    }

    private static Row row(long cell, Object donor, Form form, double[] point) {
        List<Object> values = new ArrayList<>(Arrays.asList(cell, donor));
        switch (form) {
            case COLUMNS -> Arrays.stream(point).forEach(values::add);
            case VECTORS -> values.add(point == null ? null : Vectors.dense(point));
            case TEXTS -> values.add("text");
            case DOUBLES -> values.add(point == null ? null : boxed(point, x -> x));
            case FLOATS -> values.add(point == null ? null : boxed(point, x -> (float) x));
            default -> values.add(point == null ? null : boxed(point, x -> (int) x));
        }
        return RowFactory.create(values.toArray());
    }

    private static List<Object> boxed(double[] point, java.util.function.DoubleFunction<Object> box) {
        return Arrays.stream(point).mapToObj(box).toList();
    }
}
