package atlasprox.labels.learn;

import atlasprox.aligned.model.CellsBehind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many cells are in which group, and how many in none: decides which groups are told of. A monoid under {@link #merge}. What a client is, a
 * batch or a part of one, of that the sum of all cells is known already.
 */
final class LabelCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Less than any cell, and more than none. */
    private static final double SOME = 0.5;

    private final Map<String, Client> clients = new TreeMap<>();
    private final List<Set<String>> labels = new ArrayList<>();
    private boolean overfull;

    LabelCounts(int columns) {
        for (int column = 0; column < columns; column++) {
            labels.add(new HashSet<>());
        }
    }

    private static final class Client implements Serializable {
        private static final long serialVersionUID = 1L;

        private final SortedMap<LabelGroup, Long> groups = new TreeMap<>();
        private long unlabelled;
        private String batch;

        void add(Client other) {
            batch = batch == null ? other.batch : batch;
            unlabelled += other.unlabelled;
            other.groups.forEach((group, cells) -> groups.merge(group, cells, Long::sum));
        }
    }

    /** Counts a cell that has a label. */
    void add(String client, String batch, LabelGroup group) {
        if (overfull) {
            return;
        }
        Client of = client(client);
        of.batch = batch;
        if (of.groups.merge(group, 1L, Long::sum) == 1L) {
            for (int column = 0; column < labels.size(); column++) {
                if (group.labels().get(column) != null) {
                    labels.get(column).add(group.labels().get(column));
                }
            }
            giveUpIf(areTooMany());
        }
    }

    /** Counts a cell that has none, or has no place. */
    void addUnlabelled(String client) {
        if (!overfull) {
            client(client).unlabelled++;
        }
    }

    private Client client(String client) {
        return clients.computeIfAbsent(client, unused -> new Client());
    }

    private boolean areTooMany() {
        return labels.stream().anyMatch(of -> of.size() > LabelParts.MOST_LABELS);
    }

    /** Lets go of all: what identifiers take would grow with the cells. */
    private void giveUpIf(boolean tooMany) {
        if (tooMany) {
            overfull = true;
            clients.clear();
            labels.forEach(Set::clear);
        }
    }

    LabelCounts merge(LabelCounts other) {
        for (int column = 0; column < labels.size() && !overfull; column++) {
            labels.get(column).addAll(other.labels.get(column));
        }
        giveUpIf(overfull || other.overfull || areTooMany());
        if (!overfull) {
            other.clients.forEach((client, added) -> client(client).add(added));
        }
        return this;
    }

    /**
     * @param least the least number of cells behind what is told, at least 1
     * @param inPart whether sums of a random part of each client's cells are known beside, which all of them would tell of the others
     * @return the groups of so many cells; of these not the smallest, as long as what is left of a client is of fewer
     */
    ToldGroups told(int least, boolean inPart) {
        double known = inPart && least > 1 ? SOME : 0.0;
        Map<String, Set<LabelGroup>> told = new HashMap<>();
        clients.forEach((name, client) -> {
            double[] cells = client.groups.values().stream()
                    .mapToDouble(Long::doubleValue)
                    .toArray();
            double[] ones = new double[cells.length];
            Arrays.fill(ones, 1.0);
            boolean[] are = CellsBehind.told(least, cells, ones, Math.max(client.unlabelled, known));
            Set<LabelGroup> of = new HashSet<>();
            int place = 0;
            for (LabelGroup group : client.groups.keySet()) {
                if (are[place++]) {
                    of.add(group);
                }
            }
            told.put(name, of);
        });
        return ToldGroups.of(told);
    }

    /** In which parts of a column's labels there are any that are told of. */
    LabelExchanges.LabelledParts labelled(int column, LabelFolds folds, ToldGroups told) {
        boolean[] there = new boolean[folds.count()];
        clients.forEach((name, client) -> client.groups.keySet().stream()
                .filter(group -> group.labels().get(column) != null && told.has(name, group))
                .forEach(group -> there[folds.isByBatch() ? folds.ofBatch(client.batch) : group.part()] = true));
        return new LabelExchanges.LabelledParts(there, overfull);
    }

    /**
     * @param column the number of a column
     * @param told the groups that are told of
     * @return what is not
     */
    LeftOut leftOut(int column, ToldGroups told) {
        SortedMap<String, Long> left = new TreeMap<>();
        Set<String> known = new HashSet<>();
        clients.forEach((name, client) -> client.groups.forEach((group, cells) -> {
            String label = group.labels().get(column);
            if (label != null && told.has(name, group)) {
                known.add(label);
            } else if (label != null) {
                left.merge(label, cells, Long::sum);
            }
        }));
        long cells = left.values().stream().mapToLong(Long::longValue).sum();
        left.keySet().removeAll(known);
        return new LeftOut(cells, left);
    }
}
