package atlasprox.scfedvi;

import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.Weights;

/** How far weights have moved in a round. */
final class Change {
    private Change() {}

    /** The largest absolute change of any weight, of batches' vectors too. */
    static double largest(ScFedViState before, ScFedViState after) {
        double largest = largest(before.shared().values(), after.shared().values());
        for (int batch = 0; batch < after.vectors().size(); batch++) {
            largest = Math.max(
                    largest,
                    largest(
                            before.vectors().get(batch).values(),
                            after.vectors().get(batch).values()));
        }
        return largest;
    }

    /** The largest absolute change of any weight. */
    static double largest(Weights before, Weights after) {
        double largest = 0.0;
        for (int b = 0; b < after.blocks().size(); b++) {
            Block old = before.blocks().get(b);
            for (int row = 0; row < old.rows().length; row++) {
                largest = Math.max(
                        largest, largest(old.rows()[row], after.blocks().get(b).rows()[row]));
            }
        }
        return largest;
    }

    private static double largest(float[] before, float[] after) {
        double largest = 0.0;
        for (int j = 0; j < before.length; j++) {
            largest = Math.max(largest, Math.abs(after[j] - (double) before[j]));
        }
        return largest;
    }
}
