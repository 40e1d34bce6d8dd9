package atlasprox.read.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.ValueType;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class H5adFileTest {
    @ParameterizedTest
    @MethodSource("atlasprox.read.h5ad.Fixtures#readable")
    void everyValueIsTheOneThatAnndataReads(String name) throws IOException {
        JsonNode expected = Fixtures.expected(name);
        try (AnnDataFile file = Fixtures.open(Fixtures.file(name))) {
            assertThat(file.indexName()).isEqualTo(expected.get("index").textValue());
            assertThat(file.columnNames()).isEqualTo(Fixtures.names(expected.get("columns")));
            assertThat(file.embeddingKeys()).containsExactlyInAnyOrderElementsOf(Fixtures.names(expected.get("obsm")));
            assertThat(file.defaultBatch()).isEqualTo(Fixtures.texts(expected.get("batch")));
            assertThat(file.rows()).isEqualTo(expected.get("cells").size());

            List<Column> columns = file.table(Fixtures.names(expected.get("obsm")));
            assertSame(columns.get(0), expected.get("cells"));
            for (Column column : columns.subList(1, columns.size())) {
                JsonNode values = expected.get("columns").get(column.name());
                assertSame(column, values == null ? expected.get("obsm").get(column.name()) : values);
            }
        }
    }

    private static void assertSame(Column column, JsonNode expected) {
        Object[] values = Fixtures.items(expected)
                .map(value -> Fixtures.value(value, column.type()))
                .toArray();
        assertThat(column.read(0, Math.toIntExact(column.length())))
                .as(column.name())
                .isEqualTo(values);
    }

    @ParameterizedTest
    @MethodSource("atlasprox.read.h5ad.Fixtures#readable")
    void slabsPutTogetherAreTheWhole(String name) {
        try (AnnDataFile file = Fixtures.open(Fixtures.file(name))) {
            for (Column column : file.table(file.embeddingKeys())) {
                int rows = (int) Math.min(500, file.rows());
                int cut = rows * 2 / 3;
                Object[] whole = column.read(0, rows);
                assertThat(column.read(0, cut)).isEqualTo(Arrays.copyOf(whole, cut));
                assertThat(column.read(cut, rows - cut)).isEqualTo(Arrays.copyOfRange(whole, cut, rows));
                assertThat(column.read(cut, 0)).isEmpty();
            }
        }
    }

    @Test
    void columnsHaveTheNarrowestTypeThatHoldsTheirValues() {
        try (AnnDataFile file = Fixtures.open(Fixtures.file("encodings"))) {
            assertThat(file.select(file.columnNames()).stream().collect(Collectors.toMap(Column::name, Column::type)))
                    .containsEntry("donor", ValueType.STRING)
                    .containsEntry("plate", ValueType.LONG)
                    .containsEntry("dose", ValueType.DOUBLE)
                    .containsEntry("treated", ValueType.BOOLEAN)
                    .containsEntry("n_int", ValueType.LONG)
                    .containsEntry("n_small", ValueType.INT)
                    .containsEntry("n_bool", ValueType.BOOLEAN)
                    .containsEntry("n_text", ValueType.STRING)
                    .containsEntry("flag", ValueType.BOOLEAN)
                    .containsEntry("int8", ValueType.INT)
                    .containsEntry("int32", ValueType.INT)
                    .containsEntry("uint16", ValueType.INT)
                    .containsEntry("uint32", ValueType.LONG)
                    .containsEntry("uint64", ValueType.UNSIGNED_LONG)
                    .containsEntry("single", ValueType.FLOAT);
        }
    }

    @Test
    void embeddingsKeepTheirPrecision() {
        try (AnnDataFile file = Fixtures.open(Fixtures.file("several_keys"))) {
            assertThat(file.embedding("X_pca").type()).isEqualTo(ValueType.FLOATS);
            assertThat(file.embedding("X_half").type()).isEqualTo(ValueType.FLOATS);
            assertThat(file.embedding("X_double").type()).isEqualTo(ValueType.DOUBLES);
            assertThat(file.embedding("X_pca").width()).isEqualTo(3);
        }
    }

    /** Integers of 64 bits become the nearest doubles, as NumPy has it. */
    @Test
    void tablesAndIntegersHaveTheTypeThatNumpyGivesThem() {
        try (AnnDataFile file = Fixtures.open(Fixtures.file("tables_and_integers"))) {
            Map<Boolean, List<String>> single = file.embeddingKeys().stream()
                    .collect(Collectors.groupingBy(key -> file.embedding(key).type() == ValueType.FLOATS));
            assertThat(single.get(true)).containsExactlyInAnyOrder("X_pca", "X_small");
            assertThat(single.get(false)).hasSize(11).contains("X_large", "X_doubles", "X_i8", "X_u64");
            assertThat(file.embedding("X_pca").width()).isEqualTo(3);
        }
    }

    @Test
    void namesWithSlashesAreFoundWhereHdf5HasThem() {
        try (AnnDataFile file = Fixtures.open(Fixtures.file("slashes"))) {
            assertThat(file.columnNames()).contains("LIVE/DEAD", "one//two", "up/../down", "/obs/from the root");
            assertThat(file.embeddingKeys()).containsExactlyInAnyOrder("X_pca", "pca/v2", "pca/of/all");
            assertThat(file.embedding("/obsm/pca/./v2").read(0, 6))
                    .isEqualTo(file.embedding("pca/v2").read(0, 6));
        }
    }

    @Test
    void whatCannotBeReadBesideAnEmbeddingIsNamed() {
        try (AnnDataFile file = Fixtures.open(Fixtures.broken("obsm_sparse"))) {
            assertThat(file.unreadableEmbeddings()).containsOnlyKeys("X_pca");
            assertThat(file.unreadableEmbeddings().get("X_pca")).contains("obsm 'X_pca' is stored as 'csr_matrix'");
        }
    }

    @Test
    void theOnlyEmbeddingNeedsNoName() {
        try (AnnDataFile file = Fixtures.open(Fixtures.file("part_a"))) {
            assertThat(file.table(List.of()).stream().map(Column::name))
                    .containsExactly("barcode", "donor", "age", "X_pca");
        }
    }

    @Test
    void oneOfSeveralEmbeddingsMustBeNamed() {
        try (AnnDataFile file = Fixtures.open(Fixtures.file("several_keys"))) {
            assertThatThrownBy(() -> file.table(List.of()))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContainingAll("several_keys.h5ad", "5 arrays", "X_double", "X_pca", "name one");
            assertThatThrownBy(() -> file.table(List.of("X_scvi")))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContainingAll("no 'X_scvi'", "X_double", "X_half");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    truncated           | truncated,          | download the file again
                    damaged             | cannot read         | may be damaged: copy it again
                    layout_latest       | layout message version | newer version of HDF5, as h5py writes it with libver="latest"
                    layout_v112         | datatype version '4' | newer version of HDF5, as h5py writes it with libver="latest"
                    chunk_against_checksum | 'X_pca' (a chunk does not match its checksum | is damaged
                    chunk_not_gzip      | 'X_pca' (incorrect data check) | is damaged
                    chunk_not_zstd      | 'X_pca' (           | is damaged
                    chunks_missing      | column 'age' has 2 of its 4 chunks | make it again
                    not_hdf5            | not a readable HDF5 | copied completely
                    missing             | no such file        | check the path
                    no_obs              | has no 'obs'        | AnnData
                    no_obsm             | obsm has no 'X_pca' | the keys it has are []
                    no_index            | column 'barcode'    | current anndata
                    no_column           | column 'age'        | current anndata
                    no_codes            | 'donor' has no 'codes' | current anndata
                    obsm_rows           | 'X_pca' has 7 rows, but obs has 8 | current anndata
                    obsm_rank           | 1 dimensions instead of two | reshape
                    obsm_width          | no dimensions       | compute
                    obsm_booleans       | does not hold numbers, but booleans | astype
                    obsm_complex        | does not hold numbers, but compound values | astype
                    obsm_text           | does not hold numbers, but text | astype
                    obsm_long_doubles   | does not hold numbers, but floating-point numbers of 128 bits in a form that is not IEEE | astype
                    obsm_google_half    | does not hold numbers, but floating-point numbers of 16 bits in a form that is not IEEE | astype
                    obsm_folder         | obsm 'X_pca' is a group, not an array | the keys that obsm has are [X_pca/v2]
                    obsm_sparse         | csr_matrix          | NumPy array
                    table_text          | column 'b' of obsm 'X_pca' does not hold plain numbers, but 'string-array' | drop
                    table_categorical   | column 'b' of obsm 'X_pca' does not hold plain numbers, but 'categorical' | drop
                    table_booleans      | column 'b' of obsm 'X_pca' does not hold plain numbers, but booleans | drop
                    table_nullable      | column 'b' of obsm 'X_pca' does not hold plain numbers, but 'nullable-integer' | drop
                    table_of_nothing    | obsm 'X_pca' has no dimensions at all | compute
                    table_rows          | column 'b' of obsm 'X_pca' has 7 rows, but another has 8 | current anndata
                    text_of_one_length  | column 'age' holds a text in row 6 that is not UTF-8 | decode
                    text_of_any_length  | column 'age' holds a text in row 1 that is not UTF-8 | decode
                    column_12_bits      | column 'age' holds integers of 12 bits | drop
                    slash_over_link     | '/obs/LIVE' is a link to '/elsewhere', which is not followed | current anndata
                    slash_of_nothing    | obs names the column 'age/of/death' | current anndata
                    column_rows         | 'age' has 5 rows, but obs has 8 | current anndata
                    column_rank         | column 'age' has 2 dimensions | drop
                    column_compound     | column 'age' holds compound values | drop
                    column_encoding     | 'nullable-imaginary' | drop
                    codes_real          | column 'donor' has codes that are not integers | current anndata
                    code_too_large      | column 'donor' has the code 7 in row 3 | correct
                    code_negative       | column 'donor' has the code -2 in row 2 | correct
                    old_categories_lost | column 'age'        | current anndata
                    old_table           | older than 0.7      | current anndata
                    same_name           | two columns would be called 'X_pca' | rename
                    external_obs        | '/obs' is a link to '../part_a.h5ad:/obs' | current anndata
                    external_obsm       | '/obsm/X_pca' is a link | current anndata
                    external_column     | '/obs/donor' is a link | current anndata
                    soft_over_external  | '/obs' is a link to '/elsewhere/obs' | current anndata
                    """)
    void brokenFilesAreNamedWithTheProblemAndTheRemedy(String name, String problem, String remedy) {
        Path path = Fixtures.broken(name);
        assertThatThrownBy(() -> readAll(path))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContainingAll(problem, remedy);
    }

    private static void readAll(Path path) {
        try (AnnDataFile file = Fixtures.open(path)) {
            file.table(List.of("X_pca")).forEach(column -> column.read(0, (int) column.length()));
        }
    }
}
