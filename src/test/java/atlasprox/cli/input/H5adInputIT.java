package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An h5ad file with a dense array, a table, a sparse matrix, one compressed with blosc, and names with slashes. */
@ExtendWith(SparkExtension.class)
class H5adInputIT {
    private static final String FILE =
            Path.of("src", "test", "resources", "h5ad", "mixed.h5ad").toString();

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    /** All three hold the same numbers. */
    @ParameterizedTest
    @CsvSource({"X_pca, donor", "X_table, donor", "pca/v2, LIVE/DEAD"})
    void correctsWhatIsDenseUnderItsName(String embedding, String batch) {
        bench.correct("--input", FILE, "--embedding", embedding, "--batch", batch)
                .succeeds("Corrected 60 of 60 cells", "Warning: obsm 'X_sparse' is left out");
        assertThat(bench.output().columns())
                .contains("LIVE/DEAD", "X_pca", "X_table", "pca/v2", embedding + "_corrected")
                .doesNotContain("X_sparse", "X_other");
        assertThat(bench.output().filter("X_pca = X_table AND X_pca = `pca/v2`").count())
                .isEqualTo(60);
        assertThat(bench.output().schema().apply(embedding + "_corrected").dataType())
                .hasToString("ArrayType(FloatType,true)");
    }

    @Test
    void saysWhichEmbeddingsAreLeftOut() {
        bench.inspect("--input", FILE, "--embedding", "X_pca")
                .succeeds(
                        "Warning: obsm 'X_sparse' is left out",
                        "stored as 'csr_matrix'",
                        "Warning: obsm 'X_other' is left out",
                        "blosc (32001)");
        bench.correct("--input", FILE, "--embedding", "X_pca").succeeds();
        assertThat(bench.summary().get("warnings").toString()).contains("'X_sparse'", "'X_other'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    X_sparse | stored as 'csr_matrix'  | .toarray()
                    X_other  | blosc (32001)           | save the file again with compression
                    pca      | is a group, not an array | pca/v2
                    pca/v3   | obsm has no 'pca/v3'    | pca/v2
                    """)
    void refusesWhatIsNot(String embedding, String problem, String remedy) {
        bench.correct("--input", FILE, "--embedding", embedding).fails(ExitCode.BAD_DATA, problem, remedy);
        bench.requireNoOutput();
    }
}
