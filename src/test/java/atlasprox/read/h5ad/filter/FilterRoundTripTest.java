package atlasprox.read.h5ad.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.h5ad.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What h5py stored with each filter that is read, and with several in a row, beside the same values stored plainly:
 * src/test/python/hdf5_filters.py.
 */
class FilterRoundTripTest {
    private static final String PLAIN = " plain";

    private static Path file(int rows) {
        return Path.of("src", "test", "resources", "h5ad", "filters", "rows_" + rows + ".h5ad");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 61, 137, 1523})
    void whatEveryFilterStoredIsReadToTheLastBit(int rows) {
        try (AnnDataFile file = Fixtures.open(file(rows))) {
            List<String> names = new ArrayList<>(file.columnNames());
            names.addAll(file.embeddingKeys());
            List<String> stored =
                    names.stream().filter(name -> !name.endsWith(PLAIN)).toList();
            assertThat(stored).hasSizeGreaterThan(10).hasSize(names.size() / 2);
            assertThat(file.unreadableEmbeddings()).isEmpty();
            Random random = new Random(rows);
            for (String name : stored) {
                Column plain = column(file, name.substring(0, name.indexOf(' ')) + PLAIN);
                assertSame(column(file, name), plain, random.nextInt(rows + 1));
            }
        }
    }

    private static Column column(AnnDataFile file, String name) {
        return file.select(List.of(name)).get(0);
    }

    /** Whole, and in two parts. */
    private static void assertSame(Column stored, Column plain, int cut) {
        int rows = (int) plain.length();
        Object[] expected = plain.read(0, rows);
        assertThat(stored.type()).as(stored.name()).isEqualTo(plain.type());
        assertThat(stored.read(0, rows)).as(stored.name()).isEqualTo(expected);
        assertThat(stored.read(0, cut)).as(stored.name()).isEqualTo(Arrays.copyOf(expected, cut));
        assertThat(stored.read(cut, rows - cut)).as(stored.name()).isEqualTo(Arrays.copyOfRange(expected, cut, rows));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    obsm_scaleoffset   | obsm 'X_pca'       | scaleoffset (6)
                    obsm_blosc2        | obsm 'X_pca'       | blosc2 (32026)
                    obsm_unknown       | obsm 'X_pca'       | unnamed (31999)
                    column_blosc       | column 'age'       | blosc (32001)
                    codes_bzip2        | column 'donor'     | bzip2 (307)
                    categories_blosc   | column 'donor'     | blosc (32001)
                    mask_nbit          | column 'age'       | nbit (5)
                    table_zfp          | column 'b' of obsm 'X_pca' | zfp (32013)
                    index_blosc        | column 'barcode'   | blosc (32001)
                    """)
    void otherFiltersAreRefusedByNameAndNumberBeforeAnyCellIsRead(String name, String what, String filter) {
        Path path = Fixtures.broken("filter_" + name);
        assertThatThrownBy(() -> Fixtures.open(path).table(List.of("X_pca")))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(path + ": " + what)
                .hasMessageContainingAll(filter, "compression \"gzip\", \"lzf\" or none");
    }
}
