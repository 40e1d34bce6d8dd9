package atlasprox.read.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.Content;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.h5ad.Fixtures;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ZarrTreeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("atlasprox.read.zarr.ZarrFixtures#whole")
    void everyValueIsTheOneThatAnndataReads(String name) throws IOException {
        JsonNode expected = Fixtures.expected(ZarrFixtures.FOLDER.resolve("cells.json"));
        List<String> keys = Fixtures.names(expected.get("obsm"));
        try (AnnDataFile file = ZarrFixtures.open(ZarrFixtures.unpacked(name, folder))) {
            assertThat(file.indexName()).isEqualTo(expected.get("index").textValue());
            assertThat(file.columnNames()).isEqualTo(Fixtures.names(expected.get("columns")));
            assertThat(file.defaultBatch()).isEqualTo(Fixtures.texts(expected.get("batch")));
            assertThat(file.rows()).isEqualTo(expected.get("cells").size());
            assertThat(file.unreadableEmbeddings()).containsOnlyKeys("X_sparse");
            assertThat(file.embeddingKeys()).hasSize(keys.size() + 1).containsAll(keys);

            List<Column> columns = file.table(keys);
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
        int cut = values.length * 2 / 3;
        assertThat(column.read(cut, values.length - cut))
                .as(column.name() + " from row " + cut)
                .isEqualTo(Arrays.copyOfRange(values, cut, values.length));
        assertThat(column.read(cut, 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("atlasprox.read.zarr.ZarrFixtures#whole")
    void columnsHaveTheTypesOfTheSameInHdf5(String name) throws IOException {
        try (AnnDataFile file = ZarrFixtures.open(ZarrFixtures.unpacked(name, folder));
                AnnDataFile same = Fixtures.open(ZarrFixtures.FOLDER.resolve("cells.h5ad"))) {
            List<String> keys = same.embeddingKeys();
            assertThat(types(file.table(keys))).isEqualTo(types(same.table(keys)));
        }
    }

    private static Map<String, ValueType> types(List<Column> columns) {
        return columns.stream().collect(Collectors.toMap(Column::name, Column::type));
    }

    /** Chunks that a version of zarr-python left out, as they hold nothing but zeros, are no loss. */
    @ParameterizedTest
    @MethodSource("atlasprox.read.zarr.ZarrFixtures#whole")
    void nothingIsMissingOfWhatAnndataWrites(String name) throws IOException {
        try (AnnDataFile file = ZarrFixtures.open(ZarrFixtures.unpacked(name, folder))) {
            assertThat(file.table(List.of("X_pca", "X_table")).stream().flatMap(column -> column.notStored().stream()))
                    .isEmpty();
        }
    }

    @Test
    void tablesAndModalitiesAreAddressedByTheirPaths() throws IOException {
        Path spatial = ZarrFixtures.unpacked("spatialdata_v3", folder);
        Path mudata = ZarrFixtures.unpacked("mudata_v2", folder);
        for (Path inner : List.of(spatial.resolve("tables/table"), mudata.resolve("mod/prot"))) {
            try (AnnDataFile file = ZarrFixtures.open(inner)) {
                assertThat(file.rows()).isEqualTo(60);
                assertThat(file.embeddingKeys()).containsExactly("X_pca");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spatialdata_v3, '',     'but holds some in tables/nuclei, tables/table;', 'as in FOLDER/tables/nuclei'",
        "spatialdata_v3, tables, 'but holds some in nuclei, table;',               'as in FOLDER/tables/nuclei'",
        "mudata_v2,      '',     'but holds some in mod/prot, mod/rna;',           'as in FOLDER/mod/prot'"
    })
    void storesOfSeveralTablesNameThem(String name, String within, String problem, String remedy) throws IOException {
        Path store = ZarrFixtures.unpacked(name, folder);
        assertThatThrownBy(() -> ZarrFixtures.open(store.resolve(within)))
                .isInstanceOf(BadDataException.class)
                .hasMessageContainingAll(problem, remedy.replace("FOLDER", store.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_index             | column 'barcode' lacks 1 of its 1 chunks | make it again
                    no_obs                    | has no 'obs'                             | current anndata
                    no_index                  | obs names the column 'barcode' but does not hold it | current anndata
                    no_column                 | obs names the column 'age' but does not hold it | current anndata
                    no_codes                  | column 'donor' has no 'codes'            | current anndata
                    no_mask                   | column 'n_int' has no 'mask'             | current anndata
                    no_metadata               | holds neither zarr.json nor .zgroup      | name the folder
                    column_leads_out          | obs names the column '../../cells.zarr/obs/age' but does not hold it | current anndata
                    column_is_obs             | column '/obs' has the encoding 'dataframe' | drop the column
                    column_is_root            | column '/' has the encoding 'anndata'   | drop the column
                    the_same_column_twice     | two columns would be called 'age'        | rename
                    column_encoding           | column 'n_int' has the encoding 'nullable-complex' | drop the column
                    index_of_no_name          | obs does not say which of [age, barcode, donor, n_int] is its index | current anndata
                    claims_rows               | 'obs/barcode' has chunks that need 49000000000000 bytes | heap
                    claims_rows_in_chunks     | column 'barcode' lacks 999999999999 of its 1000000000000 chunks | make it again
                    claims_cells              | 'obsm/X_pca' has chunks that need        | heap
                    claims_dimensions         | X_pca                                    | heap
                    claims_codes              | 'obs/donor/codes' has chunks that need 1000000000000 bytes | heap
                    claims_categories         | 'obs/donor/categories' has chunks that need 49000000000 bytes | heap
                    fewer_codes               | 'donor' has 7 rows, but obs has 8        | current anndata
                    cells_in_three_dimensions | 3 dimensions instead of two              | reshape
                    text_as_cells             | obsm 'X_pca' does not hold numbers, but text | astype
                    code_too_large            | column 'donor' has the code 9 in row 3   | correct the column
                    embedding_is_a_group      | column 'donor' of obsm 'X_pca' is named but not held | current anndata
                    """)
    void areRefusedByWhatIsWrong(String name, String problem, String remedy) throws IOException {
        Path path = ZarrFixtures.damaged(name, folder);
        assertThatThrownBy(() -> readAll(path))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContainingAll(problem, remedy == null ? "" : remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "missing_chunk,      obsm 'X_pca' lacks 1 of its 2 chunks",
        "missing_cells,      obsm 'X_pca' lacks 2 of its 2 chunks",
        "missing_codes,      column 'donor' lacks 1 of its 2 chunks",
        "missing_categories, column 'donor' lacks 1 of its 1 chunks"
    })
    void missingChunksAreCounted(String name, String lack) throws IOException {
        try (AnnDataFile file = ZarrFixtures.open(ZarrFixtures.damaged(name, folder))) {
            List<Column> columns = file.table(file.embeddingKeys());
            assertThat(columns.stream().flatMap(column -> column.notStored().stream()))
                    .containsExactly(lack);
            columns.forEach(column -> assertThat(column.read(0, 8)).hasSize(8));
        }
    }

    /** As if all were of the first category. */
    @Test
    void codesThatAreAllGoneAreMissed() throws IOException {
        Path store = ZarrFixtures.damaged("whole", folder);
        try (Stream<Path> files = Files.walk(store.resolve("obs/donor/codes"))) {
            for (Path chunk : files.filter(ZarrTreeTest::isChunk).toList()) {
                Files.delete(chunk);
            }
        }
        try (AnnDataFile file = ZarrFixtures.open(store)) {
            assertThat(file.select(List.of("donor")).get(0).notStored())
                    .containsExactly("column 'donor' lacks 2 of its 2 chunks");
        }
    }

    private static boolean isChunk(Path file) {
        return Files.isRegularFile(file)
                && Character.isDigit(file.getFileName().toString().charAt(0));
    }

    @Test
    void theWholeOfTheDamagedIsRead() throws IOException {
        assertThat(readAll(ZarrFixtures.damaged("whole", folder))).isEqualTo(8 * 6);
    }

    private static long readAll(Path store) {
        try (AnnDataFile file = ZarrFixtures.open(store)) {
            file.embedding("X_pca");
            return Content.readAll(file);
        }
    }
}
