package atlasprox.film;

/**
 * A cell's responsibilities: the prototypes that it belongs to, and how much to each. Mostly these are few of many, so loops go over
 * {@link #size} members. Room that is used for one cell after another.
 */
public final class Assignment {
    final double[] weights;
    private final int[] members;
    private int size;

    /** @param prototypes the number of prototypes K that a cell may belong to */
    public Assignment(int prototypes) {
        this.weights = new double[prototypes];
        this.members = new int[prototypes];
    }

    /** @return how many prototypes the cell belongs to, in [1, K] */
    public int size() {
        return size;
    }

    /**
     * @param member in [0, size)
     * @return the number of that prototype; ascending
     */
    public int prototype(int member) {
        return members[member];
    }

    /**
     * @param member in [0, size)
     * @return the responsibility of that prototype, in (0, 1]; they sum to 1
     */
    public double responsibility(int member) {
        return weights[members[member]];
    }

    /** @return the K responsibilities, 0 of prototypes that the cell does not belong to */
    public double[] responsibilities() {
        return weights.clone();
    }

    void clear() {
        size = 0;
    }

    void add(int prototype, double weight) {
        weights[prototype] = weight;
        members[size++] = prototype;
    }

    void divide(double total) {
        for (int member = 0; member < size; member++) {
            weights[members[member]] /= total;
        }
    }
}
