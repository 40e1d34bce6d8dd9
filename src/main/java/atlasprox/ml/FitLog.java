package atlasprox.ml;

import atlasprox.Json;
import atlasprox.Reason;
import atlasprox.ml.params.RefinerParams;
import atlasprox.results.FitSummary;
import atlasprox.rounds.RoundTrace;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a fit leaves in the log: which stage, its settings in force, what it read, what came of it; each line with the stage's uid. The
 * same as Spark's own estimators leave by {@code Instrumentation}, which is private to Spark, may change with every version, and
 * prints the stack trace of bad data beside the one message that tells what to do.
 */
final class FitLog {
    private static final Logger LOG = LoggerFactory.getLogger(FitLog.class);

    private final RefinerParams stage;

    private FitLog(RefinerParams stage) {
        this.stage = stage;
    }

    /**
     * @param stage what fits
     * @param cells the table that it reads
     * @param fit does so
     * @return what the fit gives
     */
    static BatchRefinerModel around(RefinerParams stage, Dataset<?> cells, Supplier<BatchRefinerModel> fit) {
        FitLog log = new FitLog(stage);
        log.begin(cells);
        try {
            BatchRefinerModel model = fit.get();
            log.end(model.summary());
            return model;
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            LOG.warn("[{}] the fit failed: {}", stage.uid(), Reason.of(e));
            throw e;
        }
    }

    private void begin(Dataset<?> cells) {
        LOG.info("[{}] stage: {}", stage.uid(), stage.getClass().getName());
        LOG.info("[{}] settings: {}", stage.uid(), Json.line(stage.inForce()));
        LOG.info(
                "[{}] table: {} columns, stored as {}",
                stage.uid(),
                cells.columns().length,
                cells.storageLevel().description());
    }

    private void end(FitSummary summary) {
        LOG.info(
                "[{}] cells: {} rows of {} dimensions in {} batches, {} of them not usable; fitted on {}; fingerprint {}",
                stage.uid(),
                summary.rows(),
                summary.dimension(),
                summary.batches().size(),
                summary.invalid(),
                summary.fitted(),
                summary.fingerprint());
        rounds(summary.trace());
        summary.warnings().forEach(warning -> LOG.info("[{}] warning: {}", stage.uid(), warning));
        LOG.info("[{}] the fit succeeded after {} s", stage.uid(), summary.seconds());
    }

    private void rounds(List<RoundTrace> trace) {
        for (RoundTrace round : trace) {
            LOG.info(
                    "[{}] round {}: objective {}, largest change {}, {} s",
                    stage.uid(),
                    round.round(),
                    round.objective(),
                    round.largestChange(),
                    round.seconds());
        }
    }
}
