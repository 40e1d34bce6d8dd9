package atlasprox.sample;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Draws cells for the report's pictures: by turns one of all, one of the next batch, one of the next label, so that small ones are seen
 * too; of more groups than cells to draw, those first by name. Cells that are alike in everything are drawn once. What is drawn depends on
 * the cells alone: drawings of parts, merged, are the drawing of the whole.
 */
public final class PictureCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    private final long seed;
    private final transient TreeSet<DrawnCell> all = cells();
    private final transient TreeMap<String, TreeSet<DrawnCell>> batches = new TreeMap<>();
    private final transient TreeMap<String, TreeSet<DrawnCell>> labels = new TreeMap<>();

    /**
     * @param most how many cells to draw, at least 1
     * @param seed what they are drawn by
     */
    public PictureCells(int most, long seed) {
        this.most = most;
        this.seed = seed;
    }

    /**
     * A cell that may be drawn.
     *
     * @param print its hash by its first embedding ({@link CellKeys#print})
     * @param batch its batch
     * @param label its label, or null
     * @param embeddings its coordinates in one embedding or several
     */
    public void offer(long print, String batch, String label, float[][] embeddings) {
        long key = CellKeys.key(seed, print);
        if (wants(key, batch, label)) {
            add(new DrawnCell(key, batch, label, embeddings));
        }
    }

    private boolean wants(long key, String batch, String label) {
        return wants(key, all, most) || wants(key, batches, batch) || (label != null && wants(key, labels, label));
    }

    private void add(DrawnCell cell) {
        add(cell, all, most);
        add(cell, batches, cell.batch());
        if (cell.label() != null) {
            add(cell, labels, cell.label());
        }
    }

    /** Draws of both's cells. */
    public PictureCells merge(PictureCells other) {
        other.kept().forEach(this::add);
        return this;
    }

    /** The cells in an order of which every beginning is as mixed as the whole. */
    public List<DrawnCell> drawn() {
        List<Iterator<DrawnCell>> orders = List.of(
                ordered(all, most).iterator(),
                inTurn(batches).iterator(),
                inTurn(labels).iterator());
        Set<DrawnCell> drawn = cells();
        List<DrawnCell> list = new ArrayList<>();
        while (list.size() < most && orders.stream().anyMatch(Iterator::hasNext)) {
            orders.forEach(order -> addNext(order, drawn, list));
        }
        return list.subList(0, Math.min(most, list.size()));
    }

    private static void addNext(Iterator<DrawnCell> order, Set<DrawnCell> drawn, List<DrawnCell> list) {
        while (order.hasNext()) {
            DrawnCell cell = order.next();
            if (drawn.add(cell)) {
                list.add(cell);
                return;
            }
        }
    }

    /** The first cell of every group, then the second of every group that has one, and so on. */
    private List<DrawnCell> inTurn(Map<String, TreeSet<DrawnCell>> groups) {
        int share = share(groups);
        List<List<DrawnCell>> turns = new ArrayList<>();
        for (TreeSet<DrawnCell> group : groups.values()) {
            List<DrawnCell> cells = ordered(group, share);
            for (int turn = 0; turn < cells.size(); turn++) {
                if (turns.size() == turn) {
                    turns.add(new ArrayList<>());
                }
                turns.get(turn).add(cells.get(turn));
            }
        }
        return turns.stream()
                .flatMap(turn -> turn.stream().sorted(DrawnCell.ORDER))
                .toList();
    }

    /** A third of the picture in equal parts. */
    private int share(Map<String, TreeSet<DrawnCell>> groups) {
        return 1 + (most - 1) / (3 * Math.max(1, groups.size()));
    }

    private Collection<DrawnCell> kept() {
        Set<DrawnCell> kept = cells();
        kept.addAll(all);
        Stream.of(batches, labels)
                .forEach(groups -> groups.values().forEach(group -> kept.addAll(ordered(group, share(groups)))));
        return kept;
    }

    private boolean wants(long key, TreeMap<String, TreeSet<DrawnCell>> groups, String name) {
        TreeSet<DrawnCell> group = groups.get(name);
        return group == null
                ? groups.size() < most || name.compareTo(groups.lastKey()) < 0
                : wants(key, group, share(groups));
    }

    private static boolean wants(long key, TreeSet<DrawnCell> group, int share) {
        return group.size() < share || key <= group.last().key();
    }

    private void add(DrawnCell cell, TreeMap<String, TreeSet<DrawnCell>> groups, String name) {
        TreeSet<DrawnCell> group = groups.computeIfAbsent(name, none -> cells());
        if (groups.size() > most) {
            groups.pollLastEntry();
        }
        add(cell, group, share(groups));
    }

    private static void add(DrawnCell cell, TreeSet<DrawnCell> group, int share) {
        group.add(cell);
        while (group.size() > share) {
            group.pollLast();
        }
    }

    private static List<DrawnCell> ordered(TreeSet<DrawnCell> group, int share) {
        return group.stream().limit(share).toList();
    }

    private static TreeSet<DrawnCell> cells() {
        return new TreeSet<>(DrawnCell.ORDER);
    }

    /** A {@link Packed} travels instead. */
    private Object writeReplace() {
        return Packed.of(most, seed, new ArrayList<>(kept()));
    }

    /** How cells travel: as a few arrays, not as five objects a cell. */
    private record Packed(
            int most,
            long seed,
            long[] keys,
            String[] names,
            int[] batches,
            int[] labels,
            int embeddings,
            int[] lengths,
            float[] coordinates)
            implements Serializable {

        static Packed of(int most, long seed, List<DrawnCell> cells) {
            Map<String, Integer> names = new LinkedHashMap<>();
            int[] batches =
                    cells.stream().mapToInt(cell -> code(names, cell.batch())).toArray();
            int[] labels =
                    cells.stream().mapToInt(cell -> code(names, cell.label())).toArray();
            float[][] arrays = cells.stream()
                    .flatMap(cell -> Arrays.stream(cell.embeddings()))
                    .toArray(float[][]::new);
            return new Packed(
                    most,
                    seed,
                    cells.stream().mapToLong(DrawnCell::key).toArray(),
                    names.keySet().toArray(String[]::new),
                    batches,
                    labels,
                    cells.isEmpty() ? 0 : cells.get(0).embeddings().length,
                    Arrays.stream(arrays).mapToInt(array -> array.length).toArray(),
                    joined(arrays));
        }

        /** A missing label is a name like the others. */
        private static int code(Map<String, Integer> names, String name) {
            names.putIfAbsent(name, names.size());
            return names.get(name);
        }

        private static float[] joined(float[][] arrays) {
            float[] joined = new float
                    [Arrays.stream(arrays).mapToInt(array -> array.length).sum()];
            int from = 0;
            for (float[] array : arrays) {
                System.arraycopy(array, 0, joined, from, array.length);
                from += array.length;
            }
            return joined;
        }

        private Object readResolve() {
            PictureCells cells = new PictureCells(most, seed);
            int from = 0;
            for (int i = 0; i < keys.length; i++) {
                float[][] arrays = new float[embeddings][];
                for (int e = 0; e < embeddings; e++) {
                    int length = lengths[i * embeddings + e];
                    arrays[e] = Arrays.copyOfRange(coordinates, from, from + length);
                    from += length;
                }
                cells.add(new DrawnCell(keys[i], names[batches[i]], names[labels[i]], arrays));
            }
            return cells;
        }
    }
}
