package atlasprox.write.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atlasprox.BadDataException;
import io.jhdf.HdfFile;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class H5adWriterTest {
    private static final StructType SCHEMA =
            StructType.fromDDL("cell_id STRING, batch STRING, X_pca ARRAY<FLOAT>, wide ARRAY<DOUBLE>");
    private static final List<Row> ROWS = List.of(
            row("c0", "zürich", array(1f, 2f), array(0.1)),
            row("c1", null, array(3f, 4f), array(0.2)),
            row("c2", "basel", array(5f, 6f), array(0.3)));

    private final H5adWriter writer = new H5adWriter("cell_id");

    @TempDir
    private Path folder;

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    private static Object array(Object... values) {
        return CollectionConverters.asScala(Arrays.asList(values)).toSeq();
    }

    @Test
    void writesIndexCategoricalsAndArrays() throws IOException {
        writer.write(SCHEMA, ROWS, file(), true);
        try (HdfFile read = new HdfFile(file())) {
            assertThat(read.getDatasetByPath("obs/cell_id").getData()).isEqualTo(new String[] {"c0", "c1", "c2"});
            assertThat(read.getDatasetByPath("obs/batch/categories").getData())
                    .isEqualTo(new String[] {"basel", "zürich"});
            assertThat(read.getDatasetByPath("obs/batch/codes").getData()).isEqualTo(new int[] {1, -1, 0});
            assertThat(read.getDatasetByPath("obsm/X_pca").getData()).isEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}});
            assertThat(read.getDatasetByPath("obsm/wide").getData()).isEqualTo(new double[][] {{0.1}, {0.2}, {0.3}});
        }
    }

    @Test
    void writesVectorsAsAMatrixThatNamesItsGenes() throws IOException {
        Vector sparse = Vectors.sparse(3, new int[] {2}, new double[] {7});
        List<Row> rows = List.of(
                row("c0", "basel", Vectors.dense(1, 0, 2)),
                row("c1", "bern", Vectors.zeros(3)),
                row("c2", "basel", sparse));
        writer.write(counted("a", "b", "c"), rows, file(), true);
        try (HdfFile read = new HdfFile(file())) {
            assertThat(read.getDatasetByPath("X/data").getData()).isEqualTo(new float[] {1, 2, 7});
            assertThat(read.getDatasetByPath("X/indices").getData()).isEqualTo(new int[] {0, 2, 2});
            assertThat(read.getDatasetByPath("X/indptr").getData()).isEqualTo(new int[] {0, 2, 2, 3});
            assertThat(read.getChild("X").getAttribute("shape").getData()).isEqualTo(new long[] {3, 3});
            assertThat(encoding(read.getChild("X"))).isEqualTo("csr_matrix 0.1.0");
            assertThat(encoding(read.getChild("var"))).isEqualTo("dataframe 0.2.0");
            assertThat(read.getDatasetByPath("var/gene").getData()).isEqualTo(new String[] {"a", "b", "c"});
        }
    }

    @Test
    void refusesCountsThatItCannotName() {
        List<Row> rows = List.of(row("c0", "basel", Vectors.dense(1, 0, 2)));
        assertBad(counted("a", "b"), rows, "Column counts has 3 counts in a row and names 2 genes");
        assertBad(counted("a"), List.of(row("c0", "basel", null)), "Column counts has 0 counts in a row");
        StructType unnamed = new StructType()
                .add("cell_id", "string")
                .add("batch", "string")
                .add("counts", SQLDataTypes.VectorType());
        assertBad(unnamed, rows, "Column counts does not say what its genes are called");
    }

    private static StructType counted(String... genes) {
        return new StructType()
                .add("cell_id", "string")
                .add("batch", "string")
                .add(
                        "counts",
                        SQLDataTypes.VectorType(),
                        true,
                        new MetadataBuilder().putStringArray("genes", genes).build());
    }

    @Test
    void saysHowEachPartIsEncoded() throws IOException {
        writer.write(SCHEMA, ROWS, file(), true);
        try (HdfFile read = new HdfFile(file())) {
            assertThat(encoding(read)).isEqualTo("anndata 0.1.0");
            assertThat(encoding(read.getChild("obs"))).isEqualTo("dataframe 0.2.0");
            assertThat(encoding(read.getByPath("obs/cell_id"))).isEqualTo("string-array 0.2.0");
            assertThat(encoding(read.getByPath("obs/batch"))).isEqualTo("categorical 0.2.0");
            assertThat(encoding(read.getByPath("obs/batch/codes"))).isEqualTo("array 0.2.0");
            assertThat(encoding(read.getByPath("obs/batch/categories"))).isEqualTo("string-array 0.2.0");
            assertThat(encoding(read.getChild("obsm"))).isEqualTo("dict 0.1.0");
            assertThat(encoding(read.getByPath("obsm/X_pca"))).isEqualTo("array 0.2.0");
            assertThat(read.getChild("obs").getAttribute("_index").getData()).isEqualTo("cell_id");
        }
    }

    private static String encoding(Node node) {
        return node.getAttribute("encoding-type").getData() + " "
                + node.getAttribute("encoding-version").getData();
    }

    @Test
    void makesTheFolderAndReplacesTheFile() throws IOException {
        Path file = folder.resolve("new/folder/cells.h5ad");
        writer.write(SCHEMA, ROWS, file, true);
        writer.write(SCHEMA, ROWS.subList(0, 1), file, true);
        try (HdfFile read = new HdfFile(file)) {
            assertThat(read.getDatasetByPath("obs/cell_id").getData()).isEqualTo(new String[] {"c0"});
        }
    }

    @Test
    void chunksHoldWholeRows() throws IOException {
        Object[] values = new Object[100_000];
        Arrays.fill(values, 1f);
        Row wide = row("c", "basel", array(values), array(0.5));
        writer.write(SCHEMA, List.of(wide, wide), file(), true);
        try (HdfFile read = new HdfFile(file())) {
            assertThat(chunk(read, "obsm/X_pca")).containsExactly(1, 100_000);
            assertThat(chunk(read, "obsm/wide")).containsExactly(2, 1);
        }
    }

    private static int[] chunk(HdfFile file, String path) {
        return ((ChunkedDataset) file.getDatasetByPath(path)).getChunkDimensions();
    }

    @Test
    void leavesNothingBehindWhenDataAreBad() throws IOException {
        Row shorter = row("c3", "basel", array(1f), array(0.4));
        assertBad(SCHEMA, List.of(ROWS.get(0), shorter), "Column X_pca has 1 numbers in a row and 2 in the first");
        Row gap = row("c3", "basel", array(1f, null), array(0.4));
        assertBad(SCHEMA, List.of(ROWS.get(0), gap), "Column X_pca has an array with a missing number");
        Row noArray = row("c3", "basel", null, array(0.4));
        assertBad(SCHEMA, List.of(ROWS.get(0), noArray), "Column X_pca is missing in 1 of 2 rows");
        Row noId = row(null, "basel", array(1f, 2f), array(0.4));
        assertBad(SCHEMA, List.of(noId), "Column cell_id is missing in 1 of 1 rows");
        assertBad(SCHEMA, List.of(ROWS.get(1)), "Column batch is missing in all 1 rows");
        assertBad(SCHEMA, List.of(), "There are no cells to write");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void refusesColumnsItCannotWrite() {
        assertBad(SCHEMA.add("n_genes", "int"), ROWS, "Column n_genes is of type int; h5ad output takes strings");
        assertBad(SCHEMA.add("ids", "array<int>"), ROWS, "Column ids is of type array<int>");
        assertBad(StructType.fromDDL("id STRING, batch STRING"), ROWS, "An h5ad file needs a string column cell_id");
        assertBad(
                StructType.fromDDL("cell_id STRING"), ROWS, "An h5ad file needs a string column cell_id and one other");
    }

    private void assertBad(StructType schema, List<Row> rows, String message) {
        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> writer.write(schema, rows, file(), true))
                .withMessageStartingWith(message);
    }

    @Test
    void refusesLargeTables() {
        H5adWriter.checkSize(1_250_000, 40);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> H5adWriter.checkSize(1_250_001, 40))
                .withMessage(
                        "h5ad output is for small tables: 1250001 cells of 40 coordinates and counts are more than 50000000"
                                + " values; write Parquet instead");
    }

    private Path file() {
        return folder.resolve("cells.h5ad");
    }
}
