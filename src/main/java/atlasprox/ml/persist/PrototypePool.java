package atlasprox.ml.persist;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Numbers prototypes, each array once however many batches have it. */
final class PrototypePool {
    private final IdentityHashMap<double[], Integer> numbers = new IdentityHashMap<>();
    private final List<double[]> directions = new ArrayList<>();

    /** The prototype's number; the next one where it was not seen before. */
    int number(double[] direction) {
        return numbers.computeIfAbsent(direction, unseen -> {
            directions.add(unseen);
            return numbers.size();
        });
    }

    List<double[]> directions() {
        return directions;
    }
}
