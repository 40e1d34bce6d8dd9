package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.jdk.javaapi.CollectionConverters;

/** What a fit does with its settings: it goes by them, writes them down, and leaves them as they are. */
@ExtendWith(SparkExtension.class)
class FitSettingsSparkTest {

    @Test
    void aFitLeavesTheEstimatorAsItIs(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        for (BatchRefiner refiner :
                List.of(refiner(), refiner().setTheta(1.0), refiner().setMethod("scbatchprox"))) {
            Map<String, Object> set = values(refiner.paramMap());
            Map<String, Object> defaults = values(refiner.defaultParamMap());
            String explained = refiner.explainParams();
            refiner.fit(cells);
            assertThat(values(refiner.paramMap())).isEqualTo(set);
            assertThat(values(refiner.defaultParamMap())).isEqualTo(defaults).doesNotContainKeys("rounds", "mu");
            assertThat(refiner.explainParams()).isEqualTo(explained);
        }
    }

    @Test
    void fitsByOtherSettingsInBetweenLeaveNoTrace(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel fresh = refiner().fit(cells);
        BatchRefiner refiner = refiner();
        requireModel(refiner.setMethod("scbatchprox").fit(cells), 7, 0.001);
        requireModel(refiner.setMethod("aligned").setTheta(1.0).fit(cells), 13, 0.0);
        BatchRefinerModel again = refiner.setTheta(0.0).fit(cells);
        requireModel(again, 8, 0.0);
        assertThat(corrected(again, cells)).isEqualTo(corrected(fresh, cells));
        assertThat(again.versions()).isEqualTo(fresh.versions());
    }

    /** The published method draws by coordinates, whatever column is named. */
    @Test
    void onlyWhereCellsAreDrawnByAnIdItMakesAnotherVersion(SparkSession spark) {
        Dataset<Row> cells = cells(spark).withColumn("id", functions.monotonically_increasing_id());
        for (String method : List.of("aligned", "scbatchprox")) {
            String plain = version(refiner().setMethod(method).fit(cells));
            String byId = version(refiner().setMethod(method).setIdCol("id").fit(cells));
            assertThat(byId.equals(plain)).isEqualTo(method.equals("scbatchprox"));
        }
    }

    private static String version(BatchRefinerModel model) {
        return model.versions().get(0).id();
    }

    @Test
    void copiesGoByTheirOwnMethod(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefiner refiner = refiner();
        refiner.fit(cells);
        BatchRefiner copy = refiner.copy(new ParamMap().put(refiner.method(), "scbatchprox"));
        requireModel(copy.fit(cells), 7, 0.001);
        assertThat(copy.fit(cells).summary().trace()).hasSize(7);
        ParamMap other = new ParamMap().put(refiner.method(), "scbatchprox");
        requireModel(refiner.fit(cells, other), 7, 0.001);
        requireModel(refiner.fit(cells).copy(ParamMap.empty()), 8, 0.0);
    }

    @Test
    void theLogHasSettingsDataRoundsAndTheEnd(SparkSession spark) {
        BatchRefiner refiner = refiner().setHuberCutoff(1.5);
        String log = logOf(() -> refiner.fit(cells(spark)));
        assertThat(log.lines()).allMatch(line -> line.startsWith("INFO [" + refiner.uid() + "] "));
        assertThat(log)
                .contains("stage: atlasprox.ml.BatchRefiner\n", "\"huberCutoff\":1.5", "\"rounds\":8", "\"mu\":0.0")
                .contains("3 columns", "90 rows of 3 dimensions in 2 batches, 0 of them not usable; fitted on 90")
                .contains("] round 1: objective ", "] the fit succeeded after ");

        Dataset<Row> arriving = cells(spark).withColumn("donor", functions.lit("new"));
        BatchRefinerModel model = refiner.fit(cells(spark));
        assertThat(logOf(() -> model.extend(arriving, false)))
                .contains("stage: atlasprox.ml.BatchRefinerModel\n", "in 1 batches", "] the fit succeeded");
    }

    @Test
    void theLogHasTheEndOfAFitThatFailed(SparkSession spark) {
        BatchRefiner refiner = refiner().setBatchCol("nowhere");
        String log =
                logOf(() -> assertThatThrownBy(() -> refiner.fit(cells(spark))).isInstanceOf(BadDataException.class));
        assertThat(log).contains("WARN [" + refiner.uid() + "] the fit failed: no batch column 'nowhere'");
        assertThat(log).doesNotContain("succeeded", "\tat ");
    }

    private static String logOf(Runnable fit) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        StringWriter printed = new StringWriter();
        PatternLayout layout = PatternLayout.newBuilder().withPattern("%p %m%n").build();
        Appender appender = WriterAppender.createAppender(layout, null, printed, "fit", false, true);
        appender.start();
        org.apache.logging.log4j.core.Logger logger = context.getLogger(FitLog.class.getName());
        Level before = logger.getLevel();
        Configurator.setLevel(logger.getName(), Level.INFO);
        logger.addAppender(appender);
        try {
            fit.run();
        } finally {
            logger.removeAppender(appender);
            Configurator.setLevel(logger.getName(), before);
        }
        return printed.toString();
    }

    private static void requireModel(BatchRefinerModel model, int rounds, double mu) {
        assertThat(model.inForce()).containsEntry("rounds", rounds).containsEntry("mu", mu);
        assertThat(model.getOrDefault(model.rounds())).isEqualTo(rounds);
        assertThat(model.getOrDefault(model.mu())).isEqualTo(mu);
    }

    private static Map<String, Object> values(ParamMap map) {
        return CollectionConverters.asJava(map.toSeq()).stream()
                .collect(Collectors.toMap(pair -> pair.param().name(), pair -> (Object) pair.value()));
    }

    private static BatchRefiner refiner() {
        return new BatchRefiner()
                .setEmbeddingCol("X")
                .setBatchCol("donor")
                .setPrototypes(3)
                .setTolerance(0.0);
    }

    private static Dataset<Row> cells(SparkSession spark) {
        return spark.range(0, 90, 1, 2)
                .selectExpr(
                        "id",
                        "IF(id % 2 = 0, 'a', 'b') AS donor",
                        "transform(sequence(0, 2), j -> float(sin(id * (j + 1.7)) + id % 2)) AS X");
    }

    private static List<Row> corrected(BatchRefinerModel model, Dataset<Row> cells) {
        return model.transform(cells).orderBy("id").select("X_corrected").collectAsList();
    }
}
