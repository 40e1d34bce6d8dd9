package atlasprox.read.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneJoin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs with different genes, of which any cell has of any gene what the maker of the files says. */
@ExtendWith(SparkExtension.class)
class GeneJoinSparkTest {
    private static final String FOLDER = "src/test/resources/counts/inputs/genes/";
    private static final int CELLS = 4;

    @TempDir
    private Path folder;

    @Test
    void theSameGenesInAnotherOrderAreJoinedByName(SparkSession spark) {
        CountSource source = source(spark, Optional.empty(), "one.h5ad", "reordered.h5ad");
        assertThat(source.genes()).containsExactly("g1", "g2", "g3");
        assertThat(source.cells().warnings()).isEmpty();
        requireCounts(source, List.of("one", "reordered"));
    }

    @Test
    void oneInputKeepsTheOrderOfItsGenes(SparkSession spark) {
        assertThat(source(spark, Optional.of(GeneJoin.OUTER), "one.h5ad").genes())
                .containsExactly("g3", "g1", "g2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h5ad", "zarr", "parquet"})
    void commonGenesAreTakenAndTheOthersTold(String format, SparkSession spark) {
        CountSource source = source(spark, Optional.of(GeneJoin.INNER), of(format, spark));
        assertThat(source.genes()).containsExactly("g1", "g2");
        assertThat(source.cells().warnings())
                .singleElement()
                .asString()
                .startsWith("Of the 5 genes of the inputs the 2 that are common to them are taken: ")
                .contains("one." + format + " loses 1", "other." + format + " loses 2.");
        requireCounts(source, List.of("one", "other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h5ad", "zarr", "parquet"})
    void allGenesAreTakenAndThoseFilledInTold(String format, SparkSession spark) {
        String[] inputs = of(format, spark);
        CountSource source = source(spark, Optional.of(GeneJoin.OUTER), inputs);
        assertThat(source.genes()).containsExactly("g1", "g2", "g3", "g4", "g5");
        assertThat(source.cells().warnings())
                .singleElement()
                .asString()
                .startsWith("All 5 genes of the inputs are taken, with 0 in the cells of inputs that lack them: ")
                .contains("one." + format + " lacks 2", "other." + format + " lacks 1.");
        requireCounts(source, List.of("one", "other"));
        Collections.reverse(Arrays.asList(inputs));
        assertThat(source(spark, Optional.of(GeneJoin.OUTER), inputs).genes()).isEqualTo(source.genes());
    }

    @Test
    void differentGenesAreRefusedUnlessOneSaysHow(SparkSession spark) {
        assertThatThrownBy(() -> source(spark, Optional.empty(), "one.h5ad", "other.h5ad", "reordered.h5ad"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("of the 5 genes of all inputs 2 are common to them")
                .hasMessageContaining("one.h5ad lacks 2")
                .hasMessageContaining("other.h5ad lacks 1")
                .hasMessageContaining("set --genes-join inner");
        assertThatThrownBy(() -> source(spark, Optional.of(GeneJoin.INNER), "one.h5ad", "apart.h5ad"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("of the 5 genes of all inputs 0 are common to them");
    }

    @Test
    void genesOfOneNameAreRefusedWithTheColumnOfTheirIds(SparkSession spark) {
        assertThatThrownBy(() -> source(spark, Optional.of(GeneJoin.OUTER), "one.h5ad", "twice.h5ad"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("twice.h5ad: 1 of 3 names of genes are there more than once ('g1')")
                .hasMessageContaining("set --gene-id gene_ids");
        CountChoice byId = new CountChoice("X", Optional.of("gene_ids"), Optional.of(GeneJoin.OUTER));
        assertThat(CellSources.counts(spark, List.of(FOLDER + "twice.h5ad"), byId)
                        .genes())
                .containsExactly("ENSG01", "ENSG11", "ENSG22");
    }

    @Test
    void genesWithoutNamesAreNotJoined(SparkSession spark) {
        String[] inputs = of("parquet", spark);
        Path unnamed = folder.resolve("unnamed.parquet");
        spark.sql("select 'c' as cell_id, 'x' as batch, array(1D, 2D) as counts")
                .write()
                .parquet(unnamed.toString());
        assertThatThrownBy(() -> source(spark, Optional.of(GeneJoin.OUTER), inputs[0], unnamed.toString()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("unnamed.parquet: its 2 genes have no names");
    }

    /** The paths of "one" and "other". */
    private String[] of(String format, SparkSession spark) {
        List<String> paths = new ArrayList<>();
        for (String name : List.of("one", "other")) {
            Path path = Path.of(FOLDER + name + "." + format);
            if (format.equals("parquet")) {
                path = folder.resolve(name + ".parquet");
                CountSource source = source(spark, Optional.empty(), name + ".h5ad");
                Dataset<Row> rows = source.cells().rows();
                rows.withColumn(
                                "counts",
                                rows.col("X")
                                        .as(
                                                "counts",
                                                new MetadataBuilder()
                                                        .putStringArray(
                                                                "genes",
                                                                source.genes().toArray(String[]::new))
                                                        .build()))
                        .drop("X")
                        .write()
                        .parquet(path.toString());
            }
            paths.add(path.toString());
        }
        return paths.toArray(String[]::new);
    }

    private static CountSource source(SparkSession spark, Optional<GeneJoin> join, String... names) {
        List<String> paths = Stream.of(names)
                .map(name -> name.contains("/") ? name : FOLDER + name)
                .toList();
        return CellSources.counts(spark, paths, new CountChoice("X", Optional.empty(), join));
    }

    /** Of a gene that an input lacks its cells have 0. */
    private static void requireCounts(CountSource source, List<String> inputs) {
        List<Row> rows = source.cells()
                .rows()
                .select(functions.col("cell_id"), ColumnNames.column(source.column()))
                .collectAsList();
        assertThat(rows).hasSize(CELLS * inputs.size());
        for (Row row : rows) {
            String[] cell = row.getString(0).split("_", -1);
            List<Integer> genes = cell[0].equals("other") ? List.of(1, 2, 4, 5) : List.of(1, 2, 3);
            Vector counts = row.getAs(1);
            double[] expected = source.genes().stream()
                    .mapToInt(name -> Integer.parseInt(name.substring(1)))
                    .mapToDouble(gene -> genes.contains(gene) ? value(Integer.parseInt(cell[1]), gene) : 0)
                    .toArray();
            assertThat(counts.toArray()).as(row.getString(0)).isEqualTo(expected);
        }
    }

    private static double value(int cell, int gene) {
        return (cell + gene) % 3 == 0 ? 0 : 10.0 * gene + cell;
    }
}
