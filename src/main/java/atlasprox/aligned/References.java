package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What batches that arrive are held against.
 *
 * @param all the groups of all cells
 * @param ofValues where values are preserved, the groups of the cells of each, in the order of the values' numbers, by the same prototypes; else
 *     none
 */
public record References(Reference all, List<Reference> ofValues) {
    /** Of several values; as many as are matched at once. */
    private static final int MOST_CENTROIDS = 100;

    /** What stands while a batch arrives, by the values' numbers. */
    List<Reference> standing() {
        return ofValues.isEmpty() ? List.of(all) : ofValues;
    }

    /**
     * @param values the numbers of some values
     * @return where cells of these lie, as many centroids of each; empty where there are no such cells
     */
    Optional<ClientCentroids> centroids(int[] values) {
        List<Reference> standing = standing();
        int[] there = IntStream.of(values)
                .distinct()
                .sorted()
                .filter(value -> DoubleStream.of(standing.get(value).count()).anyMatch(count -> count > 0.0))
                .toArray();
        int each = Math.max(1, MOST_CENTROIDS / Math.max(1, there.length));
        return IntStream.of(there)
                .mapToObj(value ->
                        standing.get(value).centroids().of(value).atMost(there.length == 1 ? Integer.MAX_VALUE : each))
                .reduce(ClientCentroids::with);
    }

    /**
     * @param arrival a batch that has arrived
     * @param values for each of its parts the number of its value
     * @param shared how many prototypes it has in common with others that arrive
     */
    References with(Arrival arrival, int[] values, int shared) {
        Reference together = arrival.together();
        double[][] further = Arrays.copyOfRange(together.prototype(), shared, together.prototype().length);
        List<Reference> grown = new ArrayList<>();
        for (int value = 0; value < ofValues.size(); value++) {
            Reference next = null;
            for (int part = 0; part < values.length; part++) {
                if (values[part] == value) {
                    next = ofValues.get(value).with(arrival.groups().get(part), shared);
                }
            }
            grown.add(next == null ? ofValues.get(value).beside(further) : next);
        }
        return new References(all.with(together, shared), grown);
    }
}
