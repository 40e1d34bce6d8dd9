package atlasprox.aligned;

import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.round.Objective;
import java.util.List;

/**
 * What a round of an extension takes on to the next.
 *
 * @param arrivals the arriving clients, each beside the reference
 * @param mixture their experts together
 * @param huber the Huber weights of cells, which go by the reference
 * @param objective the last round's; null before the first
 */
record ExtensionState(List<Arrival> arrivals, FilmMixture mixture, HuberWeight huber, Objective objective) {}
