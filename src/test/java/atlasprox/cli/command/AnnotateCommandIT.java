package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Labels that a model tells of other cells. */
@ExtendWith(SparkExtension.class)
class AnnotateCommandIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        // The two types lie apart in one dimension.
        bench.save(bench.cellsWith("X_pca", "transform(X_pca, (x, j) -> if(j = 3 and type = 'T', x + 20f, x))")
                .withColumn("all", functions.lit("cell")));
    }

    @Test
    void writesWhatTheModelTellsOfEachLabelColumn() {
        bench.fit("--label", "type,all").succeeds();
        bench.annotate("--candidates", "2").succeeds("Labels of 'type': 300 of 300 cells told one", "macro F1 1.000");
        assertThat(bench.output().columns())
                .contains("type", "X_pca", "X_pca_corrected", "type_predicted", "type_candidates", "all_predicted");
        assertThat(bench.output().filter("type_predicted = type").count()).isEqualTo(300);
        assertThat(bench.output()
                        .filter("all_predicted = 'cell' and all_confidence = 1")
                        .count())
                .isEqualTo(300);
        assertThat(bench.summary().path("command").asText()).isEqualTo("annotate");
        assertThat(bench.summary().path("settings").path("candidates").asInt()).isEqualTo(2);
        assertThat(bench.summary().path("annotated").path(1).path("label").asText())
                .isEqualTo("type");
        assertThat(bench.summary()
                        .path("annotated")
                        .path(1)
                        .path("agreement")
                        .path("accuracy")
                        .asDouble())
                .isEqualTo(1.0);
        assertThat(bench.text("out/_atlasprox/report.html")).contains("Labels of 'type': 300 of 300 cells told one");
        CommandLineRun.of("model", "show", "--model", bench.path("model"))
                .succeeds("of column", "150        3", "300        3");
    }

    @Test
    void correctAndRerunKeepTheLabels() {
        bench.correct("--label", "type", "--score", "false").succeeds();
        CommandLineRun.of("model", "show", "--model", bench.path("out/_atlasprox/model"))
                .succeeds("of column");
        assertThat(bench.summary().path("repeat").path("labelHeads").path(0).asText())
                .isEqualTo("type");
        bench.rerun(bench.path("out")).succeeds();
    }

    @Test
    void rerunTellsTheSame() {
        // The published method leaves these batches apart: to cells of one, those of another are novel, and so none is
        // called it.
        bench.fit("--label", "type", "--method", "aligned").succeeds();
        bench.annotate("--new-above", "0.5", "--max-novelty", "0.2").succeeds("unassigned");
        bench.rerun(bench.path("out")).succeeds("labels told      same", "The result is the same.");
    }

    @Test
    void aModelWithoutLabelsSaysWhatToDo() {
        bench.fit("--label", "type", "--label-head", "false").succeeds();
        bench.annotate().fails(ExitCode.BAD_DATA, "tells no labels", "--label");
        assertThat(bench.names()).doesNotContain("out");
    }

    @Test
    void refusesWhatIsNoShare() {
        bench.fit("--label", "type").succeeds();
        bench.annotate("--min-confidence", "2").fails(ExitCode.USAGE, "--min-confidence 2", "at least 0 and at most 1");
        bench.annotate("--max-novelty", "-1").fails(ExitCode.USAGE, "--max-novelty -1");
        bench.annotate("--candidates", "-1").fails(ExitCode.USAGE, "--candidates -1");
    }

    @Test
    void identifiersForLabelsDoNotLoseTheCorrection() {
        bench.save("many", bench.cells(0, 20_100).withColumn("name", functions.expr("concat('cell ', cell)")));
        String[] refusal = {"learned no labels of name", "more than 20000 labels", "--label-head false"};
        bench.correct("--input", bench.path("many"), "--label", "name", "--score", "false")
                .succeeds(refusal);
        assertThat(bench.output().count()).isEqualTo(20_100);
        assertThat(bench.summary().path("warnings").toString()).contains(refusal);
        bench.fit("--input", bench.path("many"), "--label", "name").succeeds(refusal);
        bench.annotate("--overwrite").fails(ExitCode.BAD_DATA, "tells no labels");
    }

    @Test
    void columnsOfAWrongTypeAreRefused() {
        bench.fit("--label", "type,X_pca").fails(ExitCode.BAD_DATA, "'X_pca'", "--label");
        assertThat(bench.names()).doesNotContain("model");
    }
}
