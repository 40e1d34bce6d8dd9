package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.read.zarr.ZarrFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that anndata and mudata wrote, given to the commands. */
@ExtendWith(SparkExtension.class)
class ZarrInputIT {
    private static final String H5AD = ZarrFixtures.FOLDER.resolve("cells.h5ad").toString();
    private static final Pattern FINGERPRINT = Pattern.compile("Fingerprint ([0-9a-f]{16}) ");

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    private String fingerprint(String input, String embedding) {
        Matcher line =
                FINGERPRINT.matcher(bench.inspect("--input", input, "--embedding", embedding, "--batch", "flag,int8")
                        .succeeds("60 usable of 60 rows")
                        .out());
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    @ParameterizedTest
    @MethodSource("atlasprox.read.zarr.ZarrFixtures#whole")
    void theSameCellsHaveTheSameFingerprint(String name) throws IOException {
        String store = ZarrFixtures.unpacked(name, folder).toString();
        assertThat(fingerprint(store, "X_pca")).isEqualTo(fingerprint(H5AD, "X_pca"));
        assertThat(fingerprint(store, "X_mixed")).isEqualTo(fingerprint(H5AD, "X_mixed"));
    }

    @Test
    void correctsAndWritesParquet() throws IOException {
        String store = ZarrFixtures.unpacked("anndata_0.13_v3", folder).toString();
        bench.correct("--input", store, "--embedding", "X_pca", "--batch", "stage", "--on-invalid", "drop")
                .succeeds("Corrected 50 of 60 cells", "Warning: obsm 'X_sparse' is left out");
        assertThat(bench.output().columns()).contains("barcode", "n_text", "X_half", "X_pca_corrected");
        CommandLineRun.of("inspect", "--input", store, "--embedding", "X_pca", "--on-invalid", "drop")
                .succeeds("Batch       donor, stage");
    }

    @Test
    void takesAFolderOfStoresAPatternAndSeveral() throws IOException {
        Path all = Files.createDirectories(folder.resolve("all"));
        String first = ZarrFixtures.unpacked("anndata_0.11_v2", all).toString();
        String second = ZarrFixtures.unpacked("anndata_0.13_v3_cut", all).toString();
        for (String input : new String[] {all.toString(), all + "/*.zarr", all + "/anndata_0.1[13]_*"}) {
            bench.inspect("--input", input, "--embedding", "X_pca", "--batch", "flag", "--id", "none")
                    .succeeds("of 120 rows");
        }
        bench.inspect("--input", first, "--input", second, "--embedding", "X_pca", "--batch", "flag", "--id", "none")
                .succeeds("of 120 rows");
        bench.inspect("--input", first, "--input", H5AD, "--embedding", "X_pca", "--batch", "flag")
                .fails(ExitCode.BAD_DATA, "of several formats");
        Files.copy(Path.of(H5AD), all.resolve("third.h5ad"));
        for (String input : new String[] {all.toString(), all + "/*"}) {
            bench.inspect("--input", input, "--embedding", "X_pca", "--batch", "flag", "--id", "none")
                    .fails(ExitCode.BAD_DATA, "of several formats, such as file:" + first + " and file:" + all);
        }
    }

    @Test
    void takesTablesAndModalitiesByTheirPaths() throws IOException {
        Path spatial = ZarrFixtures.unpacked("spatialdata_v3", folder);
        bench.inspect("--input", spatial + "/tables/table", "--batch", "donor", "--on-invalid", "drop")
                .succeeds("40 usable of 60 rows");
        bench.inspect("--input", spatial.toString(), "--batch", "donor")
                .fails(ExitCode.BAD_DATA, "tables/nuclei, tables/table", "as in file:" + spatial + "/tables/nuclei");
        String mudata = Files.copy(ZarrFixtures.FOLDER.resolve("cells.h5mu"), folder.resolve("cells.h5mu"))
                .toString();
        for (String input : new String[] {mudata + "/mod/rna", "file:" + mudata + "//mod/rna/"}) {
            bench.inspect("--input", input, "--batch", "stage", "--on-invalid", "drop")
                    .succeeds("50 usable of 60 rows");
        }
        bench.inspect("--input", mudata, "--batch", "stage")
                .fails(ExitCode.BAD_DATA, "mod/prot, mod/rna", "as in file:" + mudata + "/mod/prot");
        bench.inspect("--input", mudata + "/mod/adt", "--batch", "stage").fails(ExitCode.BAD_DATA, "no such group");
        bench.correct("--input", mudata + "/mod/rna", "--output", mudata, "--overwrite")
                .fails(ExitCode.USAGE, "was not written by this program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/obsm", "/obsm/new"})
    void writesNothingIntoAStore(String within) throws IOException {
        Path store = ZarrFixtures.unpacked("anndata_0.12_v2", folder);
        bench.correct("--input", store.toString(), "--embedding", "X_pca", "--output", store + within, "--overwrite")
                .fails(ExitCode.USAGE, "lies in");
    }

    @Test
    void writesNothingIntoWhatHoldsTheTable() throws IOException {
        Path store = ZarrFixtures.unpacked("spatialdata_v3", folder);
        String table = store + "/tables/table";
        bench.correct("--input", table, "--batch", "donor", "--output", store + "/points/new", "--overwrite")
                .fails(ExitCode.USAGE, "lies in");
        bench.evaluate("--input", table, "--batch", "donor", "--csv", store + "/tables/scores.csv")
                .fails(ExitCode.USAGE, "lies in");
    }

    @Test
    void saysHowManyChunksAreMissing() throws IOException {
        Path store = ZarrFixtures.damaged("missing_codes", folder);
        bench.inspect("--input", store.toString(), "--embedding", "X_pca", "--batch", "donor")
                .succeeds("Warning: Chunks that are missing stand for the fill value: file:" + store
                        + ": column 'donor' lacks 1 of its 2 chunks.");
        bench.inspect("--input", ZarrFixtures.damaged("no_metadata", folder).toString(), "--batch", "donor")
                .fails(ExitCode.BAD_DATA, "holds neither zarr.json nor .zgroup");
    }
}
