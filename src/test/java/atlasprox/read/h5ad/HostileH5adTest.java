package atlasprox.read.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of src/test/python/make_hostile_h5ad.py: they claim more than they hold, lead in circles or out of the file. */
class HostileH5adTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "h5ad", "hostile");

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    column_is_root             | column 'donor' has the encoding ''          | drop the column
                    column_is_obs              | column 'donor' has the encoding 'dataframe' | drop the column
                    column_holds_itself        | column 'donor' holds groups within groups without end | current anndata
                    categories_hold_themselves | column 'donor' holds groups within groups without end | current anndata
                    obsm_holds_itself          | obsm 'X_pca' is a group, not an array       | NumPy array
                    obs_is_root                | obs does not say which of [obs, obsm | current anndata
                    soft_link_to_parent        | '/obs/donor' is a link to '/obs', which is not followed | current anndata
                    soft_link_to_itself        | '/obs/donor' is a link to '/obs/donor', which is not followed | current anndata
                    external_storage           | External Data Files                         | re-save
                    virtual                    | Virtual storage is not supported            | re-save
                    claims_categories          | column 'donor' claims 8000000000 bytes, but the file holds 0 for it | make it again
                    claims_texts               | column 'donor' claims 16000000000 bytes     | make it again
                    claims_packed_categories   | column 'donor' claims 1000000000 bytes      | make it again
                    claims_codes               | column 'donor' claims 1000000000000 bytes   | make it again
                    claims_rows                | column 'barcode' claims 16000000000000 bytes | make it again
                    claims_dimensions          | obsm 'X_pca' claims 68719476896 bytes       | make it again
                    claims_cells               | obsm 'X_pca' claims 1844674407370955 | make it again
                    claims_a_chunk             | obsm 'X_pca' claims 960000000 bytes         | make it again
                    many_batch_columns         | 'uns/batch_condition' claims 8000000000 bytes, but the file holds 42 for it | make it again
                    text_in_two_dimensions     | column 'age' has 2 dimensions instead of one | drop the column
                    codes_in_two_dimensions    | column 'donor' has 2 dimensions instead of one | drop the column
                    text_alone                 | column 'age' has 0 dimensions instead of one | drop the column
                    nothing_at_all             | column 'age' has 0 dimensions instead of one | drop the column
                    cells_in_three_dimensions  | 3 dimensions instead of two                 | reshape
                    fewer_codes                | 'donor' has 7 rows, but obs has 8           | current anndata
                    the_same_column_twice      | two columns would be called 'donor'         | rename
                    """)
    void areRefusedByWhatIsWrong(String name, String problem, String remedy) {
        Path path = FOLDER.resolve(name + ".h5ad");
        assertThatThrownBy(() -> H5adContent.readAll(path))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContainingAll(problem, remedy);
    }

    @Test
    void commasInNamesAreLetters() {
        assertThat(H5adContent.readAll(FOLDER.resolve("comma_in_a_key.h5ad"))).isEqualTo(4 * 8);
    }

    /** A file of some thousand bytes may not take down the JVM, however little memory that has. */
    @Test
    void exhaustNoSmallHeap() throws Exception {
        List<String> outcomes = inASmallHeap();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(outcomes).hasSize((int) files.count());
        }
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).containsAnyOf(": refused ", ": read "))
                .noneMatch(outcome -> outcome.contains("OutOfMemoryError") || outcome.contains("StackOverflowError"))
                .anyMatch(outcome -> outcome.startsWith("many_categories.h5ad: refused ")
                        && outcome.contains("the 4000000 categories of column 'donor' need 256000000 bytes of memory"))
                .anyMatch(outcome -> outcome.startsWith("swollen_chunk.h5ad: refused ")
                        && outcome.contains("a chunk inflates to more than"));
    }

    private List<String> inASmallHeap() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                H5adContent.class.getName(),
                FOLDER.toString()));
        Path output = scratch.resolve("outcomes.txt");
        Process java = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        assertThat(java.waitFor(60, TimeUnit.SECONDS))
                .as("read within a minute")
                .isTrue();
        assertThat(java.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output).stream()
                .filter(line -> line.contains(".h5ad: re"))
                .toList();
    }
}
