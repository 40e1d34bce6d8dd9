package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.SparkExtension;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.CellSources;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.read.table.Identifiers;
import atlasprox.results.RunSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Losses planted in the output, and none. */
@ExtendWith(SparkExtension.class)
class WrittenCheckSparkTest {
    @TempDir
    private Path folder;

    private CellSource source;
    private BatchRefinerModel model;
    private Dataset<Row> written;
    private String ids;

    @BeforeEach
    void correct(SparkSession spark) {
        open(spark, "fail");
    }

    private void open(SparkSession spark, String onInvalid) {
        String cells = folder.resolve(onInvalid).toString();
        spark.range(0, 60, 1, 2)
                .selectExpr(
                        "string(id) AS id",
                        "IF(id % 2 = 0, 'a', 'b') AS donor",
                        "IF(id = 5 AND '" + onInvalid + "' = 'drop', NULL,"
                                + " transform(sequence(0, 2), j -> float(sin(id * (j + 1.7)) + id % 2))) AS X")
                .write()
                .parquet(cells);
        source = CellSources.open(spark, List.of(cells), Optional.empty());
        model = new BatchRefiner()
                .setEmbeddingCol("X")
                .setBatchCol("donor")
                .setOnInvalid(onInvalid)
                .setMethod("scbatchprox")
                .setSolver("moments")
                .fit(source.rows());
        written = model.transform(source.rows());
        ids = Identifiers.fingerprint(written, "id");
    }

    @Test
    void theWholeOutputPassesInAnyOrder() {
        RunSummary.Fingerprints found = require(written);
        assertThat(require(
                        written.orderBy(functions.xxhash64(functions.col("id"))).coalesce(1)))
                .isEqualTo(found);
        assertThat(found.input()).isEqualTo(model.summary().fingerprint()).isNotEqualTo(found.corrected());
        assertThat(found.ids()).matches("[0-9a-f]{16}");
    }

    @Test
    void droppedRowsAreNoLoss(SparkSession spark) {
        open(spark, "drop");
        assertThat(written.count()).isEqualTo(59);
        require(written);
        requireFails(written.filter("id != '6'"), "has 58 rows where 59 were expected (read 60, dropped 1)");
    }

    @Test
    void aLostRowFails() {
        requireFails(written.filter("id != '7'"), "the output has 59 rows where 60 were expected (read 60, dropped 0)");
    }

    @Test
    void aRowWrittenTwiceFails() {
        requireFails(written.union(written.filter("id = '7'")), "the output has 61 rows where 60 were expected");
    }

    @Test
    void aRowLostAndAnotherWrittenTwiceFails() {
        Dataset<Row> twice = written.filter("id != '7'").union(written.filter("id = '9'"));
        requireFails(twice, "the output's cells are not those of the input");
    }

    @Test
    void aCellThatChangedItsBatchFails() {
        requireFails(
                written.withColumn("donor", functions.expr("IF(id = '7', 'a', donor)")),
                "the output's cells are not those of the input");
    }

    @Test
    void anIdThatStandsTwiceFails() {
        requireFails(
                written.withColumn("id", functions.expr("IF(id = '7', '9', id)")),
                "the output's ids are not those of the input");
    }

    @Test
    void aCorrectedCoordinateChangesItsFingerprintAlone() {
        RunSummary.Fingerprints found = require(written);
        RunSummary.Fingerprints other = require(written.withColumn(
                "X_corrected",
                functions.expr("IF(id = '7', transform(X_corrected, x -> x * float(1.0000001)), X_corrected)")));
        assertThat(other.corrected()).isNotEqualTo(found.corrected());
        assertThat(other.input()).isEqualTo(found.input());
        assertThat(other.ids()).isEqualTo(found.ids());
    }

    /** No cell can be drawn for a picture of none, as no such picture is ever asked for. */
    @Test
    void aDrawingThatFailsLosesNoCheck() {
        RunSummary.Fingerprints found = require(written);
        OutputScan scan = OutputScan.of(written, columns(written), 0, 0L);
        assertThat(scan.shown().cells()).isEmpty();
        assertThat(scan.shown().fault()).isNotBlank();
        assertThat(WrittenCheck.require(scan, CorrectJob.cells(model, Optional.of(ids))))
                .isEqualTo(found);
    }

    private RunSummary.Fingerprints require(Dataset<Row> output) {
        CheckedCells read = CorrectJob.cells(model, Optional.of(ids));
        return WrittenCheck.require(OutputScan.of(output, columns(output), 10, 0L), read);
    }

    private OutputScan.Columns columns(Dataset<Row> output) {
        return new OutputScan.Columns(
                EmbeddingColumn.resolve(output.schema(), "X"),
                EmbeddingColumn.resolve(output.schema(), "X_corrected"),
                3,
                BatchColumn.resolve(output.schema(), List.of("donor")).name(),
                Optional.empty(),
                Optional.of("id"));
    }

    private void requireFails(Dataset<Row> output, String message) {
        assertThatThrownBy(() -> require(output))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(message, "Nothing was published");
    }
}
