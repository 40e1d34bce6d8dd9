package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.Workbench;
import atlasprox.read.table.ColumnNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The columns of the output, by the kinds of columns of the input. */
@ExtendWith(SparkExtension.class)
class CorrectedColumnsIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void takesPrefixColumnsInTheOrderOfTheirNumbers() {
        Dataset<Row> table = tenColumns();
        bench.save(table);
        bench.correct("--embedding", "PC_").succeeds("column PC_corrected_");
        assertThat(bench.output().columns())
                .endsWith(IntStream.rangeClosed(1, 10)
                        .mapToObj(j -> "PC_corrected_" + j)
                        .toArray(String[]::new));
        assertThat(bench.output().schema().apply("PC_corrected_1").dataType()).isEqualTo(DataTypes.DoubleType);
        assertThat(bench.output().schema().apply("PC_corrected_2").dataType()).isEqualTo(DataTypes.FloatType);
        assertThat(bench.output().schema().apply("PC_corrected_3").dataType()).isEqualTo(DataTypes.DoubleType);
        requireModelFollowsTheNumbers();
    }

    /** The columns stand in the table from PC_10 to PC_1, whole numbers, floats and doubles in turn. */
    private Dataset<Row> tenColumns() {
        List<Column> columns = new ArrayList<>(List.of(functions.col("cell"), functions.col("donor")));
        String[] types = {"double", "int", "float"};
        for (int j = 10; j >= 1; j--) {
            columns.add(functions.expr(types[j % 3] + "(100 * " + j + " + 10 * sin(cell * " + j + ")) AS PC_" + j));
        }
        return bench.cells().select(columns.toArray(Column[]::new));
    }

    /** Dimension j lies around 100 j, so a model that took the columns in another order would not give what was written. */
    private void requireModelFollowsTheNumbers() {
        Dataset<Row> adapters = bench.read("out/_atlasprox/model/data/adapters").withColumnRenamed("batch", "donor");
        Dataset<Row> joined = bench.output().join(adapters, "donor");
        for (int j = 1; j <= 10; j++) {
            String byHand = "double(PC_" + j + ") * gamma[" + (j - 1) + "] + beta[" + (j - 1) + "]";
            double largest = joined.selectExpr("max(abs(PC_corrected_" + j + " - (" + byHand + ")))")
                    .first()
                    .getDouble(0);
            assertThat(largest).as("PC_" + j).isLessThan(1e-3);
        }
        assertThat(adapters.selectExpr("count(DISTINCT gamma[0], gamma[9])")
                        .first()
                        .getLong(0))
                .isEqualTo(3);
    }

    @Test
    void keepsDoublesDouble() {
        bench.save(bench.cellsWith("X_pca", "transform(X_pca, x -> double(x) + 1e-12D)"));
        bench.correct().succeeds();
        assertThat(bench.output().schema().apply("X_pca_corrected").dataType())
                .isEqualTo(DataTypes.createArrayType(DataTypes.DoubleType));
        assertThat(bench.output()
                        .filter("exists(X_pca_corrected, x -> x != double(float(x)))")
                        .count())
                .isEqualTo(Workbench.CELLS);
    }

    @Test
    void keepsVectorsVectors() {
        Column dense = org.apache.spark.ml.functions.array_to_vector(functions.col("X_pca"));
        bench.save(bench.cells().withColumn("X_pca", dense));
        bench.correct().succeeds();
        assertThat(bench.output().schema().apply("X_pca_corrected").dataType()).isEqualTo(SQLDataTypes.VectorType());
        List<Vector> fromDense = vectors();
        bench.save("sparse", sparse(bench.read("cells")));
        bench.correct("--input", bench.path("sparse"), "--overwrite").succeeds();
        assertThat(bench.output().schema().apply("X_pca_corrected").dataType()).isEqualTo(SQLDataTypes.VectorType());
        assertThat(vectors()).isEqualTo(fromDense);
    }

    private static Dataset<Row> sparse(Dataset<Row> dense) {
        org.apache.spark.sql.api.java.UDF1<Vector, Vector> toSparse = Vector::toSparse;
        return dense.withColumn(
                "X_pca", functions.udf(toSparse, SQLDataTypes.VectorType()).apply(functions.col("X_pca")));
    }

    private List<Vector> vectors() {
        return bench.output("X_pca_corrected").stream()
                .map(row -> row.<Vector>getAs(0))
                .toList();
    }

    @Test
    void leavesEveryOtherColumnAsItIs() {
        Dataset<Row> table = bench.cells()
                .withColumn("a.b", functions.expr("cell * 10000000000"))
                .withColumn("two words", functions.expr("IF(cell % 5 = 0, NULL, concat('Zürich ', cell))"))
                .withColumn("back`tick", functions.expr("date_add(DATE'2020-02-28', int(cell))"))
                .withColumn("Größe_Δ", functions.expr("decimal(cell) / 7"))
                .withColumn("nested", functions.expr("struct(cell AS `x.y`, array(donor, NULL) AS list)"))
                .withColumn("seen", functions.expr("timestamp_seconds(cell)"))
                .withColumn("nothing", functions.expr("string(NULL)"))
                .withColumn("map", functions.expr("map(donor, cell)"))
                .withColumn("bytes", functions.expr("binary(donor)"));
        bench.save(table);
        bench.correct().succeeds();
        Column[] columns =
                Arrays.stream(table.columns()).map(ColumnNames::column).toArray(Column[]::new);
        Dataset<Row> input = bench.read("cells");
        Dataset<Row> kept = bench.output().select(columns);
        assertThat(kept.schema()).isEqualTo(input.schema());
        // Rows do not compare byte arrays by content, JSON does.
        assertThat(kept.orderBy("cell").toJSON().collectAsList())
                .isEqualTo(input.orderBy("cell").toJSON().collectAsList());
    }

    @Test
    void takesColumnNamesAsTheyStand() {
        bench.save(bench.cells()
                .withColumnRenamed("X_pca", "X.pca `1` Δ")
                .withColumnRenamed("donor", "the donor.id`s")
                .withColumnRenamed("type", "cell type.x"));
        bench.correct("--embedding", "X.pca `1` Δ", "--batch", "the donor.id`s", "--label", "cell type.x")
                .succeeds("column X.pca `1` Δ_corrected");
        assertThat(bench.output().columns()).endsWith("X.pca `1` Δ_corrected");
        assertThat(bench.batches()).containsExactly("a", "b", "c");
    }

    @Test
    void namesTheCorrectedColumnAsTold() {
        bench.save(bench.cells());
        bench.correct("--output-col", "Z.new").succeeds("column Z.new");
        assertThat(bench.output().columns()).endsWith("X_pca", "Z.new");
    }
}
