package atlasprox.aligned.settings;

import atlasprox.math.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which level of which batch column each client belongs to, and how strongly levels are corrected. With several columns a client is a
 * combination of levels, and its correction the sum of theirs.
 *
 * @param level column x client: the client's level of that column, from 0
 * @param strength column x level: from 0, which leaves the level's cells untouched, to 1, plain
 */
public record Covariates(int[][] level, double[][] strength) implements Serializable {

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
        return new Covariates(apart, strengths);
    }

    /** @return the number of batch columns */
    public int columns() {
        return level.length;
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
     * @param client a client's number
     * @return the least strength of its levels
     */
    public double strength(int client) {
        double least = Double.POSITIVE_INFINITY;
        for (int v = 0; v < columns(); v++) {
            least = Math.min(least, strength[v][level[v][client]]);
        }
        return least;
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
     * @param shifts B x d shifts
     * @param cells the clients' cell counts
     * @return B x d shifts, zeros for held clients
     */
    public double[][] anchored(double[][] shifts, long[] cells) {
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
                anchored[b] = scaled(Vectors.minus(shifts[b], anchor), strength(b));
            }
        }
        return anchored;
    }

    private static double[] scaled(double[] shift, double share) {
        return Arrays.stream(shift).map(x -> share * x).toArray();
    }

    private static boolean moves(double[] shift) {
        return Arrays.stream(shift).anyMatch(x -> x != 0.0);
    }
}
