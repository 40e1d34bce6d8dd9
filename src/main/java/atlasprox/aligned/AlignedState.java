package atlasprox.aligned;

import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.round.BaseShifts;
import atlasprox.aligned.round.Objective;
import java.util.List;

/**
 * What a round of aligned refinement takes on to the next.
 *
 * @param mixture the experts in force
 * @param shifts the batches' base shifts in force
 * @param huber the Huber weights of cells; null before the first round
 * @param counts B x K counts of the last round, which the diversity pressure goes by; null where there was none
 * @param objective the last round's; null before the first
 * @param reference the groups that the experts leave, to hold later batches against; null before the first round
 * @param ofValues the same of the cells of each value to preserve; none where there is one only, and before the first round
 */
public record AlignedState(
        FilmMixture mixture,
        BaseShifts shifts,
        HuberWeight huber,
        double[][] counts,
        Objective objective,
        Reference reference,
        List<Reference> ofValues) {}
