package atlasprox.labels.told;

import atlasprox.labels.Component;
import atlasprox.labels.Discriminant;
import atlasprox.labels.LabelScores;
import atlasprox.labels.WardMerging;
import atlasprox.math.PairSums;
import atlasprox.results.AnnotationSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The cells that are called new, as sums by the label that they are least unlike and the prototype that they lie at; where these are too many, by that label
 * alone. A monoid under {@link #merge}; the same bits whatever the order of cells. Takes 16 d bytes for each such group, and some for each batch in it.
 */
final class NewCells implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_GROUPS = 2_000;

    /** The groups that populations are made of; the smallest are left out where there are more. */
    private static final int MOST_MERGED = 500;

    private static final int LARGEST = 5;
    private static final int NEAREST = 3;

    private final int dimension;
    private SortedMap<Key, Group> groups = new TreeMap<>();
    private boolean byLabelAlone;

    NewCells(int dimension) {
        this.dimension = dimension;
    }

    private record Key(int label, int prototype) implements Comparable<Key>, Serializable {
        @Override
        public int compareTo(Key other) {
            return label == other.label
                    ? Integer.compare(prototype, other.prototype)
                    : Integer.compare(label, other.label);
        }
    }

    /** Cells that are taken as one. */
    private static final class Group implements Serializable {
        private static final long serialVersionUID = 1L;
        private final PairSums sum;
        private final Map<String, Long> batches = new HashMap<>();

        Group(int dimension) {
            this.sum = new PairSums(dimension);
        }

        Group merge(Group other) {
            sum.merge(other.sum);
            other.batches.forEach((batch, cells) -> batches.merge(batch, cells, Long::sum));
            return this;
        }

        long cells() {
            return batches.values().stream().mapToLong(Long::longValue).sum();
        }

        double[] mean() {
            long cells = cells();
            return IntStream.range(0, sum.length())
                    .mapToDouble(j -> sum.get(j) / cells)
                    .toArray();
        }
    }

    /**
     * @param label the number of the label that has the nearest component
     * @param prototype the number of the cell's prototype
     * @param batch the cell's batch
     * @param cell d corrected coordinates, about the model's centre
     */
    void add(int label, int prototype, String batch, double[] cell) {
        Group group =
                groups.computeIfAbsent(new Key(label, byLabelAlone ? 0 : prototype), unused -> new Group(dimension));
        group.sum.addProducts(1.0, cell);
        group.batches.merge(batch, 1L, Long::sum);
        coarsenIf(groups.size() > MOST_GROUPS);
    }

    private void coarsenIf(boolean tooMany) {
        if (tooMany && !byLabelAlone) {
            byLabelAlone = true;
            SortedMap<Key, Group> fine = groups;
            groups = new TreeMap<>();
            fine.forEach(this::take);
        }
    }

    private void take(Key key, Group group) {
        groups.computeIfAbsent(new Key(key.label(), byLabelAlone ? 0 : key.prototype()), unused -> new Group(dimension))
                .merge(group);
    }

    NewCells merge(NewCells other) {
        coarsenIf(other.byLabelAlone);
        other.groups.forEach(this::take);
        coarsenIf(groups.size() > MOST_GROUPS);
        return this;
    }

    /**
     * Groups put together, in coordinates in which cells of a label spread alike, as long as two are nearer to each other than such cells are to their mean;
     * then by Ward's rule to a few.
     *
     * @param discriminant how the reference's labels are told apart
     * @return populations, most cells first; small groups that lie apart are merged all the same
     */
    List<AnnotationSummary.Population> populations(Discriminant discriminant) {
        List<Group> largest = groups.values().stream()
                .sorted(Comparator.comparingLong(Group::cells).reversed())
                .limit(MOST_MERGED)
                .toList();
        if (largest.isEmpty()) {
            return List.of();
        }
        List<Component> components = largest.stream()
                .map(group -> new Component("", group.cells(), discriminant.whitened(group.mean())))
                .toList();
        return WardMerging.members(components, dimension).stream()
                .map(members -> population(members.stream().map(largest::get).toList(), discriminant))
                .sorted(Comparator.comparingLong(AnnotationSummary.Population::cells)
                        .reversed())
                .toList();
    }

    private AnnotationSummary.Population population(List<Group> members, Discriminant discriminant) {
        Group all = new Group(dimension);
        members.forEach(all::merge);
        List<String> batches = new TreeMap<>(all.batches)
                .entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(LARGEST)
                        .map(Map.Entry::getKey)
                        .toList();
        return new AnnotationSummary.Population(
                all.cells(), all.batches.size(), batches, nearest(all.mean(), discriminant));
    }

    private static List<String> nearest(double[] mean, Discriminant discriminant) {
        LabelScores scores = discriminant.room();
        discriminant.score(mean, scores);
        List<String> labels = new ArrayList<>();
        IntStream.range(0, discriminant.labels().length)
                .boxed()
                .sorted(Comparator.comparingDouble(scores::square))
                .limit(NEAREST)
                .forEach(label -> labels.add(discriminant.labels()[label]));
        return labels;
    }
}
