package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that are not there, or are not what they are taken for. */
@ExtendWith(SparkExtension.class)
class BadColumnsIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @ParameterizedTest
    @CsvSource({
        "--embedding, X_umap, no embedding 'X_umap'",
        "--batch, plate, no batch column 'plate'; choose --batch",
        "--batch, 'donor,plate', no batch column 'plate'; choose --batch",
        "--label, cell_type, no column 'cell_type'; choose --label",
        "--id, barcode, no column 'barcode'; choose --id"
    })
    void namesAMissingColumnAndThoseThatAreThere(String option, String column, String message) {
        bench.save(bench.cells());
        bench.correct(option, column)
                .fails(ExitCode.BAD_DATA, message, "donor (string)", "type (string)", "X_pca (array<float>)");
        bench.requireNoOutput();
    }

    @Test
    void asksForABatchColumnWhereNoneIsNamed() {
        String input = bench.save(bench.cells());
        CommandLineRun.of("correct", "--input", input, "--output", bench.path("out"))
                .fails(ExitCode.BAD_DATA, "which column holds the batch?", "--batch", "donor (string)");
        bench.requireNoOutput();
    }

    @Test
    void asksForAnEmbeddingWhereThereAreSeveral() {
        bench.save(bench.cellsWith("X_scVI", "X_pca"));
        bench.correct().fails(ExitCode.BAD_DATA, "which embedding", "X_pca, X_scVI", "--embedding");
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "string(cell); string",
                "array('x', 'y'); array<string>",
                "double(cell); double",
                "array(true, false); array<boolean>",
                "array(array(1f)); array<array<float>>"
            })
    void refusesAnEmbeddingOfAnotherType(String expression, String type) {
        bench.save(bench.cellsWith("X_pca", expression));
        bench.correct("--embedding", "X_pca")
                .fails(ExitCode.BAD_DATA, "column 'X_pca' is of type " + type, "array<float>", "--embedding");
        bench.requireNoOutput();
    }

    @Test
    void refusesAColumnOfTextAmongThoseOfAPrefix() {
        bench.save(bench.cellsWith("PC_1", "cell").withColumn("PC_2", functions.lit("x")));
        bench.correct("--embedding", "PC_")
                .fails(ExitCode.BAD_DATA, "column 'PC_2' is of type string", "cast or rename");
        bench.requireNoOutput();
    }

    @Test
    void refusesABatchOfAnotherType() {
        bench.save(bench.cells());
        bench.correct("--batch", "X_pca")
                .fails(ExitCode.BAD_DATA, "batch column 'X_pca' is of type array<float>", "another --batch");
        bench.requireNoOutput();
    }

    @Test
    void refusesStrengthsOfColumnsAndLevelsThatAreNot() {
        bench.save(bench.cells());
        bench.correct("--method", "aligned", "--strength", "tissue=0.5")
                .fails(ExitCode.BAD_DATA, "names no batch column; the batch columns are donor", "--strength");
        bench.correct("--method", "aligned", "--strength", "donor:z=0")
                .fails(ExitCode.BAD_DATA, "no cell has 'z' in the batch column 'donor'; it has a, b, c", "--strength");
        bench.requireNoOutput();
    }

    @Test
    void warnsOfNamesThatAreSeldomMeant() {
        bench.save(bench.cellsWith("donor", "CASE WHEN cell < 4 THEN 'nan' WHEN cell < 6 THEN 'b ' ELSE donor END"));
        String missing = "names batches by what others write for a missing value: 'nan' (4 cells)";
        String alike = "'b' (98 cells) and 'b ' (2 cells)";
        bench.correct().succeeds(missing, alike);
        assertThat(bench.summary().path("warnings").toString()).contains(missing, alike);
        bench.inspect().succeeds(missing, alike);
    }

    @Test
    void refusesABatchColumnOfIdentifiersUnlessForced() {
        bench.save(bench.cells());
        bench.correct("--batch", "cell")
                .fails(
                        ExitCode.BAD_DATA,
                        "batch column 'cell' has 300 values for 300 cells",
                        "identifiers",
                        "'0'",
                        "another --batch",
                        "--force");
        bench.requireNoOutput();
        bench.correct("--batch", "cell", "--force").succeeds("in 300 batches");
    }

    @Test
    void refusesAColumnOfTheOutputsName() {
        bench.save(bench.cellsWith("X_pca_corrected", "1"));
        bench.correct("--embedding", "X_pca")
                .fails(ExitCode.BAD_DATA, "a column 'X_pca_corrected' already", "--output-col");
        bench.correct("--embedding", "X_pca", "--output-col", "DONOR")
                .fails(ExitCode.BAD_DATA, "a column 'donor' already", "--output-col");
        bench.requireNoOutput();
    }
}
