package atlasprox.aligned.settings;

import atlasprox.math.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which level of which batch column each client belongs to, and how strongly levels are corrected. With several columns a client is a
 * combination of levels, and its correction the sum of theirs.
 *
 * @param level column x client: the client's level of that column, from 0
 * @param strength column x level: how strongly it is corrected, from 0 to 1, plain
 * @param ofClients how strongly each client is corrected for all its levels, from 0, which leaves its cells untouched, to 1, plain
 * @param parts which part of which batch each client is
 */
public record Covariates(int[][] level, double[][] strength, double[] ofClients, Parts parts) implements Serializable {

    /** Whole batches that are corrected as strongly as the weakest of their levels is. */
    public Covariates(int[][] level, double[][] strength) {
        this(level, strength, weakest(level, strength), Parts.whole(level[0].length));
    }

    private static double[] weakest(int[][] level, double[][] strength) {
        double[] weakest = new double[level[0].length];
        Arrays.fill(weakest, Double.POSITIVE_INFINITY);
        for (int v = 0; v < level.length; v++) {
            for (int b = 0; b < weakest.length; b++) {
                weakest[b] = Math.min(weakest[b], strength[v][level[v][b]]);
            }
        }
        return weakest;
    }

    /**
     * @param clients the number of clients B, at least 1
     * @return a single column, of which every client is a level of strength 1
     */
    public static Covariates oneColumn(int clients) {
        double[] strength = new double[clients];
        Arrays.fill(strength, 1.0);
        return new Covariates(new int[][] {IntStream.range(0, clients).toArray()}, new double[][] {strength});
    }

    /**
     * @param values client x column: the client's value in each batch column
     * @param strengths how strongly to correct which
     * @return the columns' levels in ascending order of their values, and a last one of strength 0 for the clients that are held
     * @throws IllegalArgumentException if a strength names a level that no client has
     */
    public static Covariates of(List<List<String>> values, Strengths strengths) {
        int columns = values.get(0).size();
        int[][] level = new int[columns][];
        double[][] strength = new double[columns][];
        for (int v = 0; v < columns; v++) {
            int column = v;
            List<String> levels = values.stream()
                    .map(client -> client.get(column))
                    .distinct()
                    .sorted()
                    .toList();
            level[v] = values.stream()
                    .mapToInt(client -> Collections.binarySearch(levels, client.get(column)))
                    .toArray();
            strength[v] = Arrays.copyOf(strengths.of(column, levels), levels.size() + 1);
        }
        return new Covariates(level, strength).withHeldApart();
    }

    /**
     * @param given which part of which batch each client is
     * @return the same levels of these
     */
    public Covariates of(Parts given) {
        return new Covariates(level, strength, ofClients, given);
    }

    /**
     * @param numbers for each client the number of what it is a part of, from 0; parts of one have the same levels and the same value
     * @return the levels of these, whose labels are left aside
     */
    public Covariates joined(int[] numbers) {
        int[] first = new int[Arrays.stream(numbers).max().orElse(-1) + 1];
        for (int client = numbers.length - 1; client >= 0; client--) {
            first[numbers[client]] = client;
        }
        int[][] levels = Arrays.stream(level)
                .map(column ->
                        Arrays.stream(first).map(client -> column[client]).toArray())
                .toArray(int[][]::new);
        Parts joint = new Parts(
                Arrays.stream(first).map(client -> parts.batch()[client]).toArray(),
                new int[first.length],
                Arrays.stream(first).map(client -> parts.value()[client]).toArray(),
                false);
        double[] strengths =
                Arrays.stream(first).mapToDouble(client -> ofClients[client]).toArray();
        return new Covariates(levels, strength, strengths, joint);
    }

    private Covariates withHeldApart() {
        int[][] apart = new int[columns()][];
        double[][] strengths = new double[columns()][];
        for (int v = 0; v < columns(); v++) {
            int last = strength[v].length - 1;
            apart[v] = level[v].clone();
            strengths[v] = new double[last + 1];
            for (int b = 0; b < apart[v].length; b++) {
                apart[v][b] = held(b) ? last : level[v][b];
                // A level all of whose clients are held is left with strength 0.
                strengths[v][apart[v][b]] = held(b) ? 0.0 : strength[v][level[v][b]];
            }
        }
        return new Covariates(apart, strengths, ofClients, parts);
    }

    /**
     * @param groups column x level: the number of the group that it belongs to, from 0, levels of a group being of the same strength
     * @return the same clients, with groups for levels
     */
    public Covariates together(int[][] groups) {
        if (IntStream.range(0, columns())
                .allMatch(v -> Arrays.stream(groups[v]).distinct().count() == groups[v].length)) {
            return this;
        }
        int[][] joint = new int[columns()][];
        double[][] strengths = new double[columns()][];
        for (int v = 0; v < columns(); v++) {
            int[] group = groups[v];
            joint[v] = Arrays.stream(level[v]).map(l -> group[l]).toArray();
            strengths[v] = new double[Arrays.stream(group).max().orElse(-1) + 1];
            for (int l = 0; l < group.length; l++) {
                strengths[v][group[l]] = strength[v][l];
            }
        }
        return new Covariates(joint, strengths, ofClients, parts);
    }

    /**
     * @param shares column x level: what to multiply its strength by, from 0 to 1; that of a client goes by the largest of its levels', so that
     *     a column without an effect does not keep another one's from being corrected
     * @return the same levels with these strengths; clients that are held now share a last level
     */
    public Covariates weakened(double[][] shares) {
        if (Arrays.stream(shares).flatMapToDouble(Arrays::stream).allMatch(share -> share == 1.0)) {
            return this;
        }
        double[][] weaker = new double[columns()][];
        double[] most = new double[ofClients.length];
        for (int v = 0; v < columns(); v++) {
            weaker[v] = Arrays.copyOf(strength[v], strength[v].length + 1);
            for (int l = 0; l < strength[v].length; l++) {
                weaker[v][l] *= shares[v][l];
            }
            for (int b = 0; b < most.length; b++) {
                most[b] = Math.max(most[b], shares[v][level[v][b]]);
            }
        }
        for (int b = 0; b < most.length; b++) {
            most[b] *= ofClients[b];
        }
        return new Covariates(level, weaker, most, parts).withHeldApart();
    }

    /** @return the number of batch columns */
    public int columns() {
        return level.length;
    }

    /** @return how many levels of all columns have a client */
    public long inhabited() {
        return Arrays.stream(level)
                .mapToLong(column -> Arrays.stream(column).distinct().count())
                .sum();
    }

    /**
     * @param column a batch column's number
     * @return for each of its levels the clients that have it, ascending
     */
    public int[][] members(int column) {
        int[] count = new int[strength[column].length];
        Arrays.stream(level[column]).forEach(l -> count[l]++);
        int[][] members = Arrays.stream(count).mapToObj(int[]::new).toArray(int[][]::new);
        for (int b = level[column].length - 1; b >= 0; b--) {
            members[level[column][b]][--count[level[column][b]]] = b;
        }
        return members;
    }

    /**
     * @param column a batch column's number
     * @return for each client the number of its stratum, from 0: clients of one have the same levels in all other columns, the same label and the
     *     same value
     */
    public int[] strata(int column) {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        return IntStream.range(0, level[column].length)
                .map(client -> {
                    List<Integer> others = levels(client);
                    others.set(column, 0);
                    others.add(parts.label()[client]);
                    others.add(parts.value()[client]);
                    return numbers.computeIfAbsent(others, unused -> numbers.size());
                })
                .toArray();
    }

    /**
     * @param client a client's number
     * @return how strongly it is corrected
     */
    public double strength(int client) {
        return ofClients[client];
    }

    /**
     * @param client a client's number
     * @return whether its cells are to stay where they are
     */
    public boolean held(int client) {
        return strength(client) == 0.0;
    }

    /**
     * Start shifts that leave held clients where they are, everyone who was shifted moving along with them, and go the share of the way
     * that a client's strength is.
     *
     * @param found B x d shifts; clients that are alike take that of the largest of them
     * @param cells the clients' cell counts
     * @return B x d shifts, zeros for held clients
     */
    public double[][] anchored(double[][] found, long[] cells) {
        double[][] shifts = shared(found, cells);
        List<Integer> fixed = new ArrayList<>();
        for (int b = 0; b < shifts.length; b++) {
            if (held(b) && moves(shifts[b])) {
                fixed.add(b);
            }
        }
        double all = fixed.stream().mapToLong(b -> cells[b]).sum();
        double[] anchor = new double[shifts[0].length];
        for (int b : fixed) {
            for (int j = 0; j < anchor.length; j++) {
                anchor[j] += cells[b] / all * shifts[b][j];
            }
        }
        double[][] anchored = new double[shifts.length][anchor.length];
        for (int b = 0; b < shifts.length; b++) {
            if (!held(b) && moves(shifts[b])) {
                anchored[b] = Vectors.scaled(Vectors.minus(shifts[b], anchor), strength(b));
            }
        }
        return anchored;
    }

    /** @return for each client those that have the same levels in every column, itself among them, ascending */
    public int[][] alike() {
        Map<List<Integer>, List<Integer>> byLevels = new HashMap<>();
        for (int b = 0; b < level[0].length; b++) {
            byLevels.computeIfAbsent(levels(b), unused -> new ArrayList<>()).add(b);
        }
        int[][] alike = new int[level[0].length][];
        byLevels.values().forEach(clients -> {
            int[] members = clients.stream().mapToInt(Integer::intValue).toArray();
            clients.forEach(b -> alike[b] = members);
        });
        return alike;
    }

    private List<Integer> levels(int client) {
        return IntStream.range(0, columns())
                .mapToObj(v -> level[v][client])
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The shift of the largest of the clients that are alike, for each of them. */
    private double[][] shared(double[][] shifts, long[] cells) {
        double[][] shared = new double[shifts.length][];
        int[][] alike = alike();
        long[] ofBatches = parts.sums(cells);
        for (int b = 0; b < shifts.length; b++) {
            int largest = alike[b][0];
            for (int other : alike[b]) {
                largest = ofBatches[parts.batch()[other]] > ofBatches[parts.batch()[largest]] ? other : largest;
            }
            shared[b] = held(b) ? shifts[b] : shifts[largest];
        }
        return shared;
    }

    private static boolean moves(double[] shift) {
        return Arrays.stream(shift).anyMatch(x -> x != 0.0);
    }
}
