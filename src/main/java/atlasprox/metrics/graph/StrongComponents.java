package atlasprox.metrics.graph;

import java.util.Arrays;

/** The strongly connected components of a directed graph, after Kosaraju and Sharir (1981), without recursion. */
final class StrongComponents {
    private static final int NONE = -1;

    private final int[][] forward;

    /** @param forward for every node, the nodes that it points to */
    StrongComponents(int[][] forward) {
        this.forward = forward;
    }

    /** The component of every node, from 0, numbered in no particular order. */
    int[] of() {
        int[] finished = finished();
        int[][] backward = reversed();
        int[] component = new int[forward.length];
        Arrays.fill(component, NONE);
        int[] stack = new int[forward.length];
        int found = 0;
        for (int last = finished.length - 1; last >= 0; last--) {
            if (component[finished[last]] == NONE) {
                spread(finished[last], found++, backward, component, stack);
            }
        }
        return component;
    }

    /** The nodes in the order in which a search in depth leaves them. */
    private int[] finished() {
        int nodes = forward.length;
        int[] order = new int[nodes];
        int[] next = new int[nodes];
        int[] stack = new int[nodes];
        boolean[] seen = new boolean[nodes];
        int left = 0;
        for (int root = 0; root < nodes; root++) {
            int depth = 0;
            if (!seen[root]) {
                seen[root] = true;
                stack[depth++] = root;
            }
            while (depth > 0) {
                int node = stack[depth - 1];
                if (next[node] == forward[node].length) {
                    order[left++] = node;
                    depth--;
                } else {
                    int other = forward[node][next[node]++];
                    if (!seen[other]) {
                        seen[other] = true;
                        stack[depth++] = other;
                    }
                }
            }
        }
        return order;
    }

    private int[][] reversed() {
        int[] sizes = new int[forward.length];
        for (int[] others : forward) {
            for (int other : others) {
                sizes[other]++;
            }
        }
        int[][] backward = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        for (int node = 0; node < forward.length; node++) {
            for (int other : forward[node]) {
                backward[other][--sizes[other]] = node;
            }
        }
        return backward;
    }

    private static void spread(int root, int number, int[][] backward, int[] component, int[] stack) {
        int depth = 0;
        component[root] = number;
        stack[depth++] = root;
        while (depth > 0) {
            for (int other : backward[stack[--depth]]) {
                if (component[other] == NONE) {
                    component[other] = number;
                    stack[depth++] = other;
                }
            }
        }
    }
}
