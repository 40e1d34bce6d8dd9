package atlasprox.aligned.model;

/**
 * A cell's responsibilities: the prototypes that it belongs to, and how much to each. Mostly these are few of many, so loops go over
 * {@link #size} members. Room that is used for one cell after another.
 */
public final class Assignment {
    /** Room for a number a prototype. */
    final double[] scores;

    private final int[] members;
    private final double[] weights;
    private int size;

    /** @param prototypes the number of prototypes K that a cell may belong to */
    public Assignment(int prototypes) {
        this.scores = new double[prototypes];
        this.members = new int[prototypes];
        this.weights = new double[prototypes];
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
        return weights[member];
    }

    /** @return the K responsibilities, 0 of prototypes that the cell does not belong to */
    public double[] responsibilities() {
        double[] all = new double[scores.length];
        for (int member = 0; member < size; member++) {
            all[members[member]] = weights[member];
        }
        return all;
    }

    /** The members are the prototypes of at least this score. Without a branch, as nobody can foretell which they are. */
    void chooseFrom(double least) {
        size = 0;
        for (int k = 0; k < scores.length; k++) {
            members[size] = k;
            size += scores[k] >= least ? 1 : 0;
        }
    }

    /** Weighs the members by a softmax of their scores; returns the sum of the exponentials of the scores less the largest. */
    double softmax(double largest) {
        double total = 0.0;
        for (int member = 0; member < size; member++) {
            double weight = Math.exp(scores[members[member]] - largest);
            weights[member] = weight;
            total += weight;
        }
        for (int member = 0; member < size; member++) {
            weights[member] /= total;
        }
        return total;
    }
}
