package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What batches that arrive are held against.
 *
 * @param all the groups of all cells
 * @param ofValues where values are preserved, the groups of the cells of each, in the order of the values' numbers, by the same prototypes; else
 *     none
 */
public record References(Reference all, List<Reference> ofValues) {

    /** What stands while a batch arrives, by the values' numbers. */
    List<Reference> standing() {
        return ofValues.isEmpty() ? List.of(all) : ofValues;
    }

    ClientCentroids centroids() {
        List<Reference> standing = standing();
        return IntStream.range(0, standing.size())
                .filter(value -> standing.get(value).cells() > 0)
                .mapToObj(value -> standing.get(value).centroids().of(value))
                .reduce(ClientCentroids::with)
                .orElseThrow();
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
