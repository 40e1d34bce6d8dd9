package atlasprox.scfedvi.fit;

import atlasprox.scfedvi.ScFedViModel;

/**
 * What goes between the server and a client in a round, in bytes. The numbers are those of the weights and of both of Adam's moments, and two that tell
 * how much of these has been filled.
 */
public final class Traffic {
    private final long shared;
    private final long vector;
    private final int batches;

    private Traffic(ScFedViModel model, long shared, int batches) {
        this.shared = shared;
        this.vector = numbers(model.settings().shape().vectorLength());
        this.batches = batches;
    }

    /**
     * @param model that was fitted
     * @return of a fit of all weights
     */
    public static Traffic ofAll(ScFedViModel model) {
        return new Traffic(
                model, numbers(model.weights().size()), model.vectors().size());
    }

    /**
     * @param model that new batches arrived at
     * @param batches how many
     * @return of a fit of their vectors alone, by a model that all know
     */
    public static Traffic ofVectors(ScFedViModel model, int batches) {
        return new Traffic(model, 0L, batches);
    }

    private static long numbers(long weights) {
        return 3L * weights + 2L;
    }

    /** @return what every client is sent: floats, the vectors of all batches among them */
    public long received() {
        return Float.BYTES * (shared + batches * vector);
    }

    /**
     * @param own how many batches the client has
     * @return what it answers with: sums of 64 bits, with the vectors of its own batches, if there are such
     */
    public long sent(int own) {
        return Long.BYTES * (shared + (batches == 0 ? 0L : own * vector));
    }
}
