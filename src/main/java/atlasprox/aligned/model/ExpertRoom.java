package atlasprox.aligned.model;

/**
 * How much room a number for each batch, prototype and dimension takes, at most: where every batch has cells of every prototype. Sums travel
 * in turns, so that what is on its way is little beside what there is.
 */
public final class ExpertRoom {
    /** Arrays' headers, and what points to them. */
    private static final double GROUP = 64.0;

    /** Of what clients are sent in a turn, and of what comes back: in memory several times over, as objects and as what travels. */
    private static final double TURN = 128e6;

    private ExpertRoom() {}

    /**
     * @param prototypes the number of prototypes K
     * @param dimension the number of dimensions d
     * @return the bytes of a batch's experts, and of its sums
     */
    public static double ofBatch(double prototypes, int dimension) {
        return prototypes * (16.0 * dimension + GROUP);
    }

    /**
     * @param bytes of all clients' experts, or sums
     * @param clients their number
     * @return how many turns they take, at least 1, and no more than there are clients
     */
    public static int turns(double bytes, int clients) {
        return (int) Math.max(1.0, Math.min(clients, Math.ceil(bytes / TURN)));
    }

    /**
     * @param bytes of all clients' experts, or sums
     * @return those of a turn, at most
     */
    public static double ofTurn(double bytes) {
        return Math.min(bytes, TURN);
    }
}
