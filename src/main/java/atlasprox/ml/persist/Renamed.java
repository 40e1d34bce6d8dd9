package atlasprox.ml.persist;

import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.rounds.Correction;
import atlasprox.scbatchprox.FilmTable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Corrections of some batches, by other names. */
public final class Renamed {
    private Renamed() {}

    /**
     * @param correction what was learned
     * @param names to names of its batches other ones
     * @return the same of these batches alone, by the other names
     */
    public static Correction of(Correction correction, Map<String, String> names) {
        SortedMap<String, Integer> clients = new TreeMap<>();
        names.forEach((known, other) -> clients.put(other, correction.client(known)));
        List<String> batches = List.copyOf(clients.keySet());
        if (correction instanceof FilmTable table) {
            return table.of(batches, List.copyOf(clients.values()));
        }
        CentredMixture mixture = (CentredMixture) correction;
        FilmMixture all = mixture.mixture();
        return new CentredMixture(
                mixture.centre(),
                FilmMixture.of(
                        batches,
                        clients.values().stream().map(all::experts).toList(),
                        all.sigma(),
                        all.innerIterations()));
    }
}
