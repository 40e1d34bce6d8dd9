package atlasprox.aligned;

import atlasprox.aligned.effect.BatchEffects;
import atlasprox.aligned.effect.EffectSums;
import atlasprox.aligned.effect.KindSums;
import atlasprox.aligned.effect.Kinds;
import atlasprox.aligned.model.Responsibilities;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Asks the clients on the executors how far batches differ: twice, and each time sums over a sample of their cells come back. */
final class SparkBatchEffects {
    /** Of a client, those with the smallest keys: a batch displaced by a twelfth of the deviation within kinds is found among two. */
    private static final int MOST_CELLS = 1_000;

    private SparkBatchEffects() {}

    /** @param prototypes K unit rows of d coordinates */
    static BatchEffects of(
            JavaRDD<ClientSample> samples, double[][] prototypes, Covariates covariates, AlignedSettings settings) {
        int minCells = settings.minCells();
        int clients = covariates.level()[0].length;
        List<KindSums> first = SparkSamples.ask(
                samples,
                clients,
                "looking at the kinds of cells",
                new Responsibilities(prototypes, settings.sigma()),
                (belonging, sample) -> KindSums.of(sample.first(MOST_CELLS), belonging, minCells));
        List<EffectSums> second = SparkSamples.ask(
                samples,
                clients,
                "looking whether batches differ",
                Kinds.of(first, new Responsibilities(prototypes, settings.sigma()), settings.huberCutoff(), minCells),
                (kinds, sample) -> EffectSums.of(sample.first(MOST_CELLS), kinds, minCells));
        return BatchEffects.of(second, covariates, settings.falseAlarms());
    }
}
