package atlasprox.labels;

import atlasprox.labels.search.Found;
import atlasprox.labels.search.NearComponents;
import java.util.Arrays;

/** The labels that a cell may have: those of the components that have a say in it. Written over for each cell; not to be shared by threads. */
public final class NearLabels {
    private final NearComponents search;
    private final int[] labelOf;
    private final Found found;

    /** The labels that have a say, the most probable first; the sum over a label's components, then its probability. */
    private final int[] labels;

    private final double[] probabilities;
    private int count;

    NearLabels(Discriminant discriminant, NearComponents search) {
        this.search = search;
        this.labelOf = discriminant.labelsOfComponents();
        this.found = search.room();
        this.labels = new int[discriminant.labels().length];
        this.probabilities = new double[labels.length];
    }

    void find(double[] cell, double temperature) {
        search.find(cell, found);
        count = 0;
        for (int from = 0; from < found.count(); from = end(from)) {
            insert(labelOf[found.component(from)], joint(from, end(from)));
        }
        double largest = probabilities[0];
        double sum = 0.0;
        for (int i = 0; i < count; i++) {
            probabilities[i] = Math.exp((probabilities[i] - largest) / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < count; i++) {
            probabilities[i] /= sum;
        }
    }

    /** Where the components of another label than this one's begin. */
    private int end(int from) {
        int end = from + 1;
        while (end < found.count() && labelOf[found.component(end)] == labelOf[found.component(from)]) {
            end++;
        }
        return end;
    }

    /** log p(z, l), but for a constant. */
    private double joint(int from, int to) {
        double largest = found.term(from);
        for (int i = from + 1; i < to; i++) {
            largest = Math.max(largest, found.term(i));
        }
        double sum = 0.0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(found.term(i) - largest);
        }
        return largest + Math.log(sum);
    }

    /** Keeps labels in the order of their probability; of equals the first comes first. */
    private void insert(int label, double joint) {
        int place = count++;
        for (; place > 0 && joint > probabilities[place - 1]; place--) {
            labels[place] = labels[place - 1];
            probabilities[place] = probabilities[place - 1];
        }
        labels[place] = label;
        probabilities[place] = joint;
    }

    /**
     * @param most how many to name at most, at least 1
     * @return the numbers of the most probable labels that have a say, the best first; of others there is nothing to tell them apart by
     */
    int[] best(int most) {
        return Arrays.copyOf(labels, Math.min(count, most));
    }

    /**
     * @param most how many to name at most, at least 1
     * @return the probabilities of {@link #best} labels
     */
    double[] probabilities(int most) {
        return Arrays.copyOf(probabilities, Math.min(count, most));
    }

    /** @return the number of the label that has the nearest component */
    public int nearest() {
        return labelOf[found.nearest()];
    }

    /** @return the squared Mahalanobis distance to the nearest component */
    public double square() {
        return found.nearestSquare();
    }
}
