package atlasprox.aligned.settings;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which part of which batch each client is. As a rule a client is a batch. Where labels guide a fit, or the values of a column are preserved,
 * it is the cells of a batch that have one label and one value, so that all that a client tells is told part by part; parts of a batch
 * have the same levels, and so one expert. A stratum is what has one label and one value, in whatever batch.
 *
 * @param batch for each client the number of its batch, from 0
 * @param label for each client the number of its label, from 0; {@link #UNLABELLED} for cells without one
 * @param value for each client the number of its value to preserve, from 0
 * @param areGuided whether labels guide
 */
public record Parts(int[] batch, int[] label, int[] value, boolean areGuided) implements Serializable {
    /** The label of cells that have none. */
    public static final int UNLABELLED = -1;

    /**
     * @param clients the number of clients B
     * @return clients that are whole batches
     */
    public static Parts whole(int clients) {
        return new Parts(IntStream.range(0, clients).toArray(), new int[clients], new int[clients], false);
    }

    /** @return the number of batches */
    public int batches() {
        return most(batch);
    }

    /** @return the number of labels; 1 where none guide */
    public int labels() {
        return most(label);
    }

    /** @return the number of values; 1 where none are preserved */
    public int values() {
        return most(value);
    }

    /** @return the number of strata S */
    public int strata() {
        return labels() * values();
    }

    private static int most(int[] numbers) {
        return Arrays.stream(numbers).max().orElse(0) + 1;
    }

    /**
     * @param label a label
     * @param value a value
     * @return the number of their stratum, from 0
     */
    public int stratum(int label, int value) {
        return label * values() + value;
    }

    /**
     * @param client a client's number
     * @return the number of its stratum; below 0 where that is not known
     */
    public int stratum(int client) {
        return isLabelled(client) ? stratum(label[client], value[client]) : UNLABELLED;
    }

    /**
     * @param client a client's number
     * @return whether it is known which stratum its cells are of
     */
    public boolean isLabelled(int client) {
        return label[client] != UNLABELLED;
    }

    /** @return whether every client is the batch of its number */
    public boolean areWhole() {
        return IntStream.range(0, batch.length).allMatch(client -> batch[client] == client);
    }

    /**
     * @param of a number for each client, such as that of its stratum; below 0 for clients that are left out
     * @return the batches in groups of those that have a number in common, by whatever way; ascending, as are the groups by their first
     */
    public List<List<Integer>> sharing(IntUnaryOperator of) {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        Map<Integer, Integer> group = new HashMap<>();
        Map<Integer, Integer> first = new HashMap<>();
        for (int client = 0; client < batch.length; client++) {
            if (of.applyAsInt(client) >= 0) {
                int b = batch[client];
                groups.computeIfAbsent(group.computeIfAbsent(b, unused -> b), unused -> new ArrayList<>(List.of(b)));
                int other = first.computeIfAbsent(of.applyAsInt(client), unused -> b);
                join(groups, group, group.get(b), group.get(other));
            }
        }
        return groups.values().stream()
                .map(batches -> batches.stream().sorted().toList())
                .toList();
    }

    private static void join(Map<Integer, List<Integer>> groups, Map<Integer, Integer> group, int one, int other) {
        if (one != other) {
            List<Integer> joining = groups.remove(Math.max(one, other));
            joining.forEach(b -> group.put(b, Math.min(one, other)));
            groups.get(Math.min(one, other)).addAll(joining);
        }
    }

    /** @return for each client the number, from 0, of what it is a part of where labels are left aside: the cells of one batch and one value */
    public int[] withoutLabels() {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        return IntStream.range(0, batch.length)
                .map(client -> numbers.computeIfAbsent(List.of(batch[client], value[client]), unused -> numbers.size()))
                .toArray();
    }

    /** @return for each batch its parts, ascending */
    public int[][] ofBatches() {
        List<List<Integer>> parts = new ArrayList<>();
        IntStream.range(0, batches()).forEach(b -> parts.add(new ArrayList<>()));
        IntStream.range(0, batch.length)
                .forEach(client -> parts.get(batch[client]).add(client));
        return parts.stream()
                .map(clients -> clients.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /**
     * @param numbers a number for each client
     * @return their sums by batches
     */
    public long[] sums(long[] numbers) {
        long[] sums = new long[batches()];
        for (int client = 0; client < numbers.length; client++) {
            sums[batch[client]] += numbers[client];
        }
        return sums;
    }
}
