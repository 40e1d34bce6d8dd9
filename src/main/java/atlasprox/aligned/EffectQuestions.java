package atlasprox.aligned;

import atlasprox.aligned.effect.BatchEffects;
import atlasprox.aligned.effect.EffectSums;
import atlasprox.aligned.effect.KindSums;
import atlasprox.aligned.effect.Kinds;
import atlasprox.aligned.model.Responsibilities;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.Updates;
import java.util.List;

/** Asks the clients how far batches differ: twice, and each time sums over a sample of their cells come back. */
final class EffectQuestions {
    /** Of a client, those with the smallest keys: a batch displaced by a twelfth of the deviation within kinds is found among two. */
    static final int MOST_CELLS = 1_000;

    private EffectQuestions() {}

    /**
     * @param clients the clients
     * @param prototypes K unit rows of d coordinates
     * @param covariates the clients' levels
     * @param settings the settings in force
     * @return how far the batches differ, asked of the cells of a batch and a value together, whatever their labels
     */
    static BatchEffects of(Exchanges clients, double[][] prototypes, Covariates covariates, AlignedSettings settings) {
        int[] numbers = covariates.parts().withoutLabels();
        Covariates joined = covariates.joined(numbers);
        int asked = joined.level()[0].length;
        Kinds kinds = kinds(clients, prototypes, numbers, asked, settings);
        List<EffectSums> second = Updates.ofAll(
                clients.exchange(
                        AlignedExchanges.EFFECTS,
                        "looking whether batches differ",
                        new AlignedExchanges.EffectQuestion(kinds, numbers)),
                asked);
        return BatchEffects.of(second, joined, settings.falseAlarms());
    }

    /** By itself, so that what is told first takes no room when clients are asked again. */
    private static Kinds kinds(
            Exchanges clients, double[][] prototypes, int[] numbers, int asked, AlignedSettings settings) {
        List<KindSums> told = Updates.ofAll(
                clients.exchange(
                        AlignedExchanges.KINDS,
                        "looking at the kinds of cells",
                        new AlignedExchanges.KindQuestion(prototypes, settings.sigma(), numbers)),
                asked);
        return Kinds.of(
                told, new Responsibilities(prototypes, settings.sigma()), settings.huberCutoff(), settings.minCells());
    }
}
