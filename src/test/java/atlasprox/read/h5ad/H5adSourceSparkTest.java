package atlasprox.read.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SharedData;
import atlasprox.SparkExtension;
import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.AnnDataSummary;
import atlasprox.read.anndata.column.Column;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class H5adSourceSparkTest {
    private final SparkSession spark;

    H5adSourceSparkTest(SparkSession spark) {
        this.spark = spark;
    }

    private Dataset<Row> load(String embedding, Path... files) {
        String[] paths = Stream.of(files).map(Path::toString).toArray(String[]::new);
        return spark.read()
                .format(H5adSource.class.getName())
                .option("embedding", embedding)
                .load(paths);
    }

    @ParameterizedTest
    @MethodSource("atlasprox.read.h5ad.Fixtures#readable")
    void rowsHoldWhatAnndataReads(String name) throws IOException {
        JsonNode expected = Fixtures.expected(name);
        List<String> keys = Fixtures.names(expected.get("obsm"));
        List<Row> rows = load(String.join(",", keys), Fixtures.file(name)).collectAsList();
        List<List<Object>> columns = new ArrayList<>();
        try (AnnDataFile file = Fixtures.open(Fixtures.file(name))) {
            for (Column column : file.table(keys)) {
                columns.add(expectedValues(column, expected));
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.size(); j++) {
                assertThat(plain(rows.get(i), j))
                        .as("row %s, column %s", i, j)
                        .isEqualTo(columns.get(j).get(i));
            }
        }
        assertThat(rows).hasSameSizeAs(columns.get(0));
    }

    private static List<Object> expectedValues(Column column, JsonNode expected) {
        JsonNode values = Stream.of(expected.get("columns"), expected.get("obsm"))
                .filter(group -> group.has(column.name()))
                .map(group -> group.get(column.name()))
                .findFirst()
                .orElse(expected.get("cells"));
        List<Object> read = new ArrayList<>();
        Fixtures.items(values).forEach(value -> read.add(inSpark(Fixtures.value(value, column.type()))));
        return read;
    }

    private static Object inSpark(Object value) {
        if (value instanceof float[] floats) {
            return IntStream.range(0, floats.length).mapToObj(i -> floats[i]).toList();
        }
        if (value instanceof double[] doubles) {
            return IntStream.range(0, doubles.length).mapToObj(i -> doubles[i]).toList();
        }
        return value instanceof BigInteger integer ? new BigDecimal(integer) : value;
    }

    private static Object plain(Row row, int column) {
        boolean array = row.schema().apply(column).dataType().simpleString().startsWith("array");
        return array ? row.getList(column) : row.get(column);
    }

    @Test
    void theSchemaNamesTheIndexThenTheColumnsThenTheEmbeddings() {
        assertThat(load("X_double, X_half", Fixtures.file("several_keys"))
                        .schema()
                        .simpleString())
                .isEqualTo("struct<barcode:string,X_double:array<double>,X_half:array<float>>");
        assertThat(load("", Fixtures.file("column_chunks")).columns()).containsExactly("cell_id", "donor", "X_pca");
    }

    @Test
    void aLargeFileIsSharedAmongTheCoresInOrder() {
        Dataset<Row> large = load("X_pca", Fixtures.file("large"));
        int parallelism = spark.sparkContext().defaultParallelism();
        assertThat(large.javaRDD().getNumPartitions()).isGreaterThanOrEqualTo(parallelism);
        List<Row> rows = large.collectAsList();
        assertThat(rows).hasSize(20_000);
        for (int i = 0; i < rows.size(); i++) {
            float value = i % 100;
            assertThat(rows.get(i).getString(0)).isEqualTo("c%05d".formatted(i));
            assertThat(rows.get(i).<Float>getList(1)).containsExactly(value, value);
        }
    }

    @Test
    void onlyTheColumnsOfTheQueryAreRead() {
        Path path = Fixtures.broken("code_too_large");
        Dataset<Row> cells = load("X_pca", path);
        assertThat(cells.select("barcode", "X_pca").collectAsList()).hasSize(8);
        assertThat(cells.count()).isEqualTo(8);
        assertThatThrownBy(() -> cells.select("donor").collectAsList())
                .hasRootCauseInstanceOf(BadDataException.class)
                .hasStackTraceContaining("column 'donor' has the code 7 in row 3");
    }

    @Test
    void severalFilesAreOneTable() {
        Dataset<Row> both = load("X_pca", Fixtures.file("part_a"), Fixtures.file("part_b"));
        assertThat(both.groupBy("donor").count().orderBy("donor").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[a,8]", "[b,8]");
        Dataset<Row> option = spark.read()
                .format(H5adSource.class.getName())
                .option("paths", Fixtures.file("part_a") + "," + Fixtures.file("part_b"))
                .load();
        assertThat(option.collectAsList()).isEqualTo(both.collectAsList());
    }

    @Test
    void filesThatDifferAreRefused() {
        Path first = Fixtures.file("part_a");
        assertThatThrownBy(() -> load("X_pca", first, Fixtures.broken("type_differs")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContainingAll("type_differs.h5ad: column 'age' is double, but bigint in", "part_a.h5ad");
        assertThatThrownBy(() -> load("X_pca", first, Fixtures.broken("width_differs")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("column 'X_pca' is array<float> of length 4, but array<float> of length 3");
        assertThatThrownBy(() -> load("X_pca", first, Fixtures.file("old_categories")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'X_pca' is array<float> of length 2");
        assertThatThrownBy(() -> load("X_pca", first, Fixtures.file("lzf_corners")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("column 'donor' is absent, but string in");
    }

    @Test
    void noPathIsRefused() {
        assertThatThrownBy(() -> load("X_pca"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("no h5ad file is named");
    }

    @Test
    void describesAFileWithoutReadingItsCells() {
        String path = Fixtures.file("encodings").toString();
        assertThat(Fixtures.describe(path).defaultBatch()).containsExactly("donor", "stage");
        AnnDataSummary summary = Fixtures.describe(path);
        assertThat(summary.rows()).isEqualTo(6);
        assertThat(summary.indexName()).isEqualTo("barcode");
        assertThat(summary.embeddingKeys()).containsExactly("X_pca");
        assertThat(summary.columnNames()).contains("donor", "β cell, %.mt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file://", "viewfs://cells"})
    void urisAreRead(String prefix, @TempDir Path folder) throws IOException {
        Path copy = Files.copy(Fixtures.file("part_a"), folder.resolve("part a.h5ad"));
        spark.sparkContext()
                .hadoopConfiguration()
                .set("fs.viewfs.mounttable.cells.link." + folder, folder.toUri().toString());
        Dataset<Row> cells = spark.read().format(H5adSource.class.getName()).load(prefix + copy.toAbsolutePath());
        assertThat(cells.collectAsList())
                .isEqualTo(load("X_pca", Fixtures.file("part_a")).collectAsList());
    }

    @Test
    void aRemoteFileThatIsMissingIsNamed() {
        spark.sparkContext()
                .hadoopConfiguration()
                .set(
                        "fs.viewfs.mounttable.none.link./data",
                        Path.of("target").toUri().toString());
        assertThatThrownBy(() -> Fixtures.describe("viewfs://none/data/missing.h5ad"))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("viewfs://none/data/missing.h5ad: cannot be copied");
    }

    @Test
    void realFilesAreReadInFull() throws IOException {
        Path data = SharedData.require("data");
        try (Stream<Path> files = Files.list(data)) {
            files.filter(file -> file.toString().endsWith(".h5ad")).forEach(this::readInFull);
        }
    }

    private void readInFull(Path path) {
        AnnDataSummary summary = Fixtures.describe(path.toString());
        if (summary.embeddingKeys().isEmpty()) {
            assertThatThrownBy(() -> load("", path)).hasMessageContaining("obsm has 0 arrays");
            return;
        }
        Dataset<Row> cells = load(String.join(",", summary.embeddingKeys()), path);
        assertThat(cells.count()).isEqualTo(summary.rows());
        assertThat(cells.na().drop().count()).isEqualTo(summary.rows());
        assertThat(cells.select(functions.countDistinct(summary.indexName()))
                        .head()
                        .getLong(0))
                .isEqualTo(summary.rows());
        for (String key : summary.embeddingKeys()) {
            assertThat(cells.where(functions.expr("exists(" + key + ", x -> isnan(x))"))
                            .count())
                    .as(key)
                    .isZero();
        }
    }
}
