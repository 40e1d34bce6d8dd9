package atlasprox.read.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.SparkExtension;
import atlasprox.read.CellSources;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sparse matrices that are not what they claim, each with one thing changed in one that is read. */
@ExtendWith(SparkExtension.class)
class BrokenCountsSparkTest {
    private static final Path FOLDER = Path.of("src/test/resources/counts/broken");

    @Test
    void theWholeOneIsRead(SparkSession spark) {
        assertThat(read(spark, "whole"))
                .extracting(row -> row.get(0))
                .containsExactly(
                        Vectors.sparse(4, new int[] {0, 2}, new double[] {1, 2}),
                        Vectors.sparse(4, new int[] {1}, new double[] {3}),
                        Vectors.sparse(4, new int[] {0, 3}, new double[] {4, 5}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "indptr_falls; has the place 2 in row 2 of indptr, where 3 to 5 are possible",
                "indptr_begins_late; has the place 1 in row 0 of indptr",
                "indptr_beyond; has the place 9 in row 3 of indptr, where 3 to 5 are possible",
                "indptr_ends_early; ends at 4 in indptr, but has 5 values",
                "indptr_negative; has the place -2 in row 1 of indptr",
                "indptr_short; has 3 places in indptr for 3 rows",
                "indptr_floats; has '/X/indptr' of",
                "gene_beyond; has a value of gene 4 in row 1, but 4 genes",
                "gene_negative; has a value of gene -1 in row 1, but 4 genes",
                "indices_short; has 4 indices for 5 values",
                "data_texts; has '/X/data' of",
                "data_missing; has no array 'data'",
                "shape_missing; does not say how many cells and genes it has",
                "shape_huge; claims 1099511627776 genes",
                "shape_negative; does not say how many cells and genes it has",
                "shape_more_genes; has 5 genes, but '_index' of 'var' has 4 rows",
                "by_gene_cell_beyond; has a value of cell 3 in gene 2, but 3 cells",
                "by_gene_indptr_falls; has the place 2 in row 2 of indptr, where 3 to 5 are possible",
                "by_gene_cells_fewer; 'X' has 2 rows, but obs has 3",
                "tenx_barcodes_few; 'X' has 3 rows, but obs has 2",
                "tenx_features_few; 'X' has 4 genes, but 'name' of 'var' has 1 rows",
                "tenx_no_features; '/matrix' has no group 'features'",
                "tenx_shape_floats; does not say how many features and cells there are",
                "tenx_shape_swapped; has 4 places in indptr for 4 rows",
                "tenx_shape_huge; 'X' claims 1152921504606846976 genes",
                "tenx_no_matrix; is no matrix of 10x Genomics: its groups are [matrix]",
                "encoding_unknown; is stored as 'coo', neither dense nor sparse"
            })
    void theOthersAreRefusedByName(String name, String message, SparkSession spark) {
        assertThatThrownBy(() -> read(spark, name)).satisfies(failure -> {
            assertThat(Reason.root(failure)).isInstanceOf(BadDataException.class);
            assertThat(Reason.root(failure)).hasMessageContaining(file(name)).hasMessageContaining(message);
        });
    }

    private static String file(String name) {
        return name + (name.startsWith("tenx") ? ".h5" : ".h5ad");
    }

    private static List<Row> read(SparkSession spark, String name) {
        CountSource source = CellSources.counts(
                spark, List.of(FOLDER.resolve(file(name)).toString()), new CountChoice("X", Optional.empty()));
        return source.cells().rows().select(ColumnNames.column(source.column())).collectAsList();
    }
}
