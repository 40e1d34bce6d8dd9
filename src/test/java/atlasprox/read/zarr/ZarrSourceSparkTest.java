package atlasprox.read.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ZarrSourceSparkTest {
    private final SparkSession spark;

    @TempDir
    private Path folder;

    ZarrSourceSparkTest(SparkSession spark) {
        this.spark = spark;
    }

    private Dataset<Row> load(String embedding, String... paths) {
        return spark.read()
                .format(ZarrSource.class.getName())
                .option("embedding", embedding)
                .load(paths);
    }

    @Test
    void rowsAreThoseOfTheSameCellsInHdf5() throws IOException {
        Dataset<Row> same = spark.read()
                .format("atlasprox.read.h5ad.H5adSource")
                .option("embedding", "X_pca,X_u64,X_table")
                .load(ZarrFixtures.FOLDER.resolve("cells.h5ad").toString());
        List<Row> expected = same.collectAsList();
        for (String name : ZarrFixtures.whole()) {
            Dataset<Row> rows = load(
                    "X_pca,X_u64,X_table", ZarrFixtures.unpacked(name, folder).toString());
            assertThat(rows.schema()).as(name).isEqualTo(same.schema());
            assertThat(rows.collectAsList()).as(name).isEqualTo(expected);
        }
    }

    /** Nothing of a store is copied to this machine. */
    @Test
    void storesOfOtherFileSystemsAreReadInPlace() throws IOException {
        Path store = ZarrFixtures.unpacked("anndata_0.12_v2_cut", folder);
        spark.sparkContext()
                .hadoopConfiguration()
                .set(
                        "fs.viewfs.mounttable.stores.link." + folder,
                        folder.toUri().toString());
        long before = copies();
        Dataset<Row> cells = load("X_pca", "viewfs://stores" + store);
        assertThat(cells.collectAsList())
                .isEqualTo(load("X_pca", store.toString()).collectAsList());
        assertThat(copies()).isEqualTo(before);
    }

    /** Of this JVM: others may read at the same time. */
    private static long copies() throws IOException {
        String own = "atlasprox-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().startsWith(own))
                    .count();
        }
    }

    @Test
    void severalStoresFollowEachOther() throws IOException {
        String first = ZarrFixtures.unpacked("anndata_0.11_v2", folder).toString();
        String second = ZarrFixtures.unpacked("anndata_0.13_v3_cut", folder).toString();
        Dataset<Row> both = load("X_pca", first, second);
        assertThat(both.count()).isEqualTo(120);
        assertThat(both.groupBy("barcode", "X_pca", "n_text")
                        .count()
                        .where(functions.col("count").equalTo(2))
                        .count())
                .isEqualTo(60);
    }

    @Test
    void storesThatDifferAreRefused() throws IOException {
        String first = ZarrFixtures.unpacked("anndata_0.11_v2", folder).toString();
        String second = ZarrFixtures.damaged("whole", folder).toString();
        assertThatThrownBy(() -> load("X_pca", first, second))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("whole.zarr: column 'stage' is absent, but string in")
                .hasMessageContaining("give the files the same columns");
        assertThatThrownBy(() -> load("X_pca"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("no zarr store is named");
    }
}
