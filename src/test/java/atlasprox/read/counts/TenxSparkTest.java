package atlasprox.read.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneJoin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Matrices as Cell Ranger writes them, with the counts that the maker of the files says. */
@ExtendWith(SparkExtension.class)
class TenxSparkTest {
    private static final String FOLDER = "src/test/resources/counts/inputs/tenx/";
    private static final String FILTERED = "S1/outs/filtered_feature_bc_matrix.h5";
    private static final String ALONE = "S2_filtered_feature_bc_matrix.h5";
    private static final CountChoice NAMES = new CountChoice("X", Optional.empty());

    @Test
    void genesOfVersion3AreTakenAndOtherFeaturesTold(SparkSession spark) {
        CountSource source = source(spark, NAMES, FILTERED);
        assertThat(source.genes()).containsExactly("g1", "g3");
        assertThat(source.cells().warnings())
                .singleElement()
                .asString()
                .endsWith(FILTERED + ": rows that are no genes are left out: 1 of 'Antibody Capture'.");
        assertThat(source.cells().defaultBatch()).containsExactly("sample");
        assertThat(source.cells().indexName()).contains("barcode");
        List<Row> rows = source.cells().rows().collectAsList();
        assertThat(rows).hasSize(4);
        for (int cell = 0; cell < 4; cell++) {
            assertThat(rows.get(cell).getString(0)).isEqualTo("AAAC" + cell + "-1");
            assertThat(rows.get(cell).<String>getAs("sample")).isEqualTo("S1");
            assertThat(rows.get(cell).<Vector>getAs("X").toArray()).containsExactly(value(cell, 1), value(cell, 3));
        }
    }

    @Test
    void aFolderIsOneTableAndWhatIsRawIsNotReadBesideWhatIsFiltered(SparkSession spark) {
        CountSource source = source(spark, NAMES, "S1/outs");
        assertThat(source.cells().rows().count()).isEqualTo(4);
        assertThat(source(spark, NAMES, "S1/outs/raw_feature_bc_matrix.h5")
                        .cells()
                        .rows()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void samplesAreJoinedAsOtherInputsAre(SparkSession spark) {
        CountChoice outer = new CountChoice("X", Optional.empty(), Optional.of(GeneJoin.OUTER));
        CountSource source = source(spark, outer, FILTERED, ALONE);
        assertThat(source.genes()).containsExactly("g1", "g2", "g3");
        assertThat(source.cells().rows().groupBy("sample").count().collectAsList())
                .extracting(row -> row.getString(0), row -> row.getLong(1))
                .containsExactlyInAnyOrder(tuple("S1", 4L), tuple("S2", 4L));
    }

    @Test
    void genesOfVersion2AreTakenByTheirIdsWhereNamesAreNotUnique(SparkSession spark) {
        String old = "old/S3/filtered_gene_bc_matrices_h5.h5";
        refused(spark, old, "1 of 3 names of genes are there more than once ('g1'); set --gene-id gene_ids");
        CountSource source = source(spark, new CountChoice("X", Optional.of("gene_ids")), old);
        assertThat(source.genes()).containsExactly("ENSG1", "ENSG2", "ENSG3");
        assertThat(source.cells().warnings()).isEmpty();
        Row last = source.cells().rows().collectAsList().get(3);
        assertThat(last.<String>getAs("sample")).isEqualTo("S3");
        assertThat(last.<Vector>getAs("X").toArray()).containsExactly(value(3, 1), value(3, 2), value(3, 3));
    }

    @Test
    void whatIsNoSuchMatrixIsRefusedByName(SparkSession spark) {
        refused(spark, "old/two_genomes.h5", "holds a matrix of each of the genomes [/GRCh38");
        refused(spark, "no_genes.h5", "none of its 3 rows of 'feature_types' is 'Gene Expression'");
        assertThatThrownBy(() -> CellSources.open(spark, List.of(FOLDER + ALONE), Optional.empty()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("compute an embedding first");
    }

    private static void refused(SparkSession spark, String name, String message) {
        assertThatThrownBy(() -> source(spark, NAMES, name))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(message);
    }

    private static CountSource source(SparkSession spark, CountChoice choice, String... names) {
        return CellSources.counts(
                spark, Stream.of(names).map(name -> FOLDER + name).toList(), choice);
    }

    private static double value(int cell, int gene) {
        return (cell + gene) % 3 == 0 ? 0 : 10.0 * gene + cell;
    }
}
