package atlasprox.cli.command;

import static atlasprox.cli.command.SitesBench.start;
import static atlasprox.cli.command.SitesBench.with;
import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Labels at two sites with inputs of different kinds, one of which has rows that are no usable cells. */
@ExtendWith(SparkExtension.class)
@Timeout(600)
class SitesInputsIT {
    @TempDir
    private Path folder;

    /**
     * One site reads h5ad, the other has rows that are no usable cells, with labels, and passes them on; batches are of two columns, of which one has the
     * labels.
     */
    @Test
    void ofH5adAndOfRowsThatArePassedOnOverSeveralBatchColumns(SparkSession spark) throws IOException {
        Workbench bench = new Workbench(spark, folder);
        SitesBench outcome = new SitesBench(bench, folder);
        Dataset<Row> sample = spark.read().parquet("data-samples/three_batches.parquet");
        Dataset<Row> west = sample.filter("batch = 'batch_1'")
                .withColumn("batch", functions.lit("w"))
                .withColumn("cell_id", functions.expr("concat('w_', cell_id)"))
                .withColumn(
                        "X_pca",
                        functions.expr("if(pmod(hash(cell_id), 9) = 0, transform(X_pca, x -> float('NaN')), X_pca)"));
        bench.save("west", west);
        bench.save("both", sample.unionByName(west));
        String[] settings = {
            "--embedding",
            "X_pca",
            "--batch",
            "batch,cell_type",
            "--min-cells",
            "10",
            "--rounds",
            "2",
            "--label",
            "cell_type"
        };
        CompletableFuture<CommandLineRun> coordinator = start(() -> CommandLineRun.of(with(
                with(new String[] {"coordinate", "--wait", "5", "--sites", "east,west"}, settings),
                "--exchange",
                bench.path("exchange"),
                "--model",
                bench.path("model"))));
        String[] east =
                outcome.siting("east", "--id", "cell_id", "--label", "cell_type", "--output", bench.path("out-east"));
        east[List.of(east).indexOf("--input") + 1] = "data-samples/three_batches.h5ad";
        CompletableFuture<CommandLineRun> ofH5ad = start(() -> CommandLineRun.of(east));
        outcome.site("west", "out-west", "--label", "cell_type", "--id", "cell_id", "--on-invalid", "pass")
                .succeeds("Corrected");
        ofH5ad.join().succeeds("Corrected 1,500 of 1,500 cells");
        coordinator.join().succeeds("model");
        outcome.pooled("both", with(settings, "--id", "cell_id", "--on-invalid", "pass"));
        outcome.requireSame("model", "out/_atlasprox/model");
        assertThat(outcome.labels("model")).contains("type_0", "type_4");
        assertThat(bench.read("out-west").count()).isEqualTo(west.count());
        assertThat(bench.read("out-west").filter("isnan(X_pca_corrected[0])").count())
                .isEqualTo(west.filter("isnan(X_pca[0])").count())
                .isPositive();
    }
}
