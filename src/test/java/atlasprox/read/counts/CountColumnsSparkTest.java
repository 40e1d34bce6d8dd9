package atlasprox.read.counts;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts in columns of Parquet, in the ways that programs write them. */
@ExtendWith(SparkExtension.class)
class CountColumnsSparkTest {
    private static final Metadata GENES = new MetadataBuilder()
            .putStringArray("genes", new String[] {"g0", "g1", "g2"})
            .build();

    private static final List<Vector> EXPECTED = List.of(
            Vectors.sparse(3, new int[] {0, 2}, new double[] {4, 1}),
            Vectors.sparse(3, new int[] {1}, new double[] {2}));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "array(4, 0, 1), array(0, 2, 0)",
                "array(4F, 0F, 1F), array(0F, 2F, 0F)",
                "array(cast(4 as short), 0S, 1S), array(0S, 2S, 0S)",
                "named_struct('indices', array(2, 0), 'values', array(1, 4)), named_struct('indices', array(1), 'values', array(2))",
                "named_struct('indices', array(0L, 2L, 0L), 'values', array(3D, 1D, 1D)), named_struct('indices', array(1L, 0L), 'values', array(2D, 0D))"
            })
    void arraysAndPairsOfIndicesAndValuesAreCounts(String columns, SparkSession spark) {
        String[] both = columns.split("(?<=\\)), (?=array|named)", 2);
        save(spark, both, GENES);
        CountSource source = source(spark, "X");
        assertThat(source.column()).isEqualTo("counts");
        assertThat(source.genes()).containsExactly("g0", "g1", "g2");
        assertThat(counts(source)).isEqualTo(EXPECTED);
    }

    @Test
    void vectorsAreCountsAndTheirGenesAreNumberedWhereNoneAreNamed(SparkSession spark) {
        Dataset<Row> arrays =
                spark.sql("select 'a' as cell, array(4D, 0D, 1D) as x union all select 'b', array(0D, 2D, 0D)");
        arrays.select(functions.col("cell"), array_to_vector(functions.col("x")).as("layer"))
                .coalesce(1)
                .write()
                .parquet(folder.resolve("cells").toString());
        CountSource source = source(spark, "layer");
        assertThat(source.genes()).containsExactly("0", "1", "2");
        assertThat(counts(source).stream().map(Vector::toSparse)).isEqualTo(EXPECTED);
    }

    @Test
    void whatHoldsNoCountsIsRefused(SparkSession spark) {
        save(spark, new String[] {"named_struct('indices', array(0), 'values', array(1))", "null"}, Metadata.empty());
        refused(spark, "X", "column 'counts' does not say how many genes there are");
        refused(spark, "cell", "column 'cell' is of type string; counts are vectors, arrays of numbers");
        refused(spark, "none", "no column 'none' of counts; choose --layer among the columns");
    }

    @Test
    void aGeneThatIsNotThereIsRefused(SparkSession spark) {
        save(spark, new String[] {"named_struct('indices', array(3), 'values', array(1))", "null"}, GENES);
        CountSource source = source(spark, "X");
        assertThatThrownBy(() -> counts(source)).rootCause().hasMessage("a cell has a count of gene 3, of 3 genes");
    }

    private void refused(SparkSession spark, String layer, String message) {
        assertThatThrownBy(() -> source(spark, layer))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(message);
    }

    private void save(SparkSession spark, String[] counts, Metadata metadata) {
        Column with = functions.col("counts").as("counts", metadata);
        spark.sql("select 'a' as cell, " + counts[0] + " as counts union all select 'b', " + counts[1])
                .coalesce(1)
                .select(functions.col("cell"), with)
                .write()
                .parquet(folder.resolve("cells").toString());
    }

    private CountSource source(SparkSession spark, String layer) {
        return CellSources.counts(
                spark, List.of(folder.resolve("cells").toString()), new CountChoice(layer, Optional.empty()));
    }

    private static List<Vector> counts(CountSource source) {
        return source
                .cells()
                .rows()
                .orderBy("cell")
                .select(ColumnNames.column(source.column()))
                .collectAsList()
                .stream()
                .map(row -> row.<Vector>getAs(0))
                .toList();
    }
}
