package atlasprox.sample;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Samples cells for the report's pictures: by turns one of all, one of the next batch, one of the next label, so that small ones are seen
 * too; of more batches or labels than cells to picture, those first by name. Cells that are alike in everything, their ids too where they have any, are pictured once. Which
 * they are depends on the cells alone: samples of parts, merged, are the sample of the whole.
 */
public final class PictureCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    private final long seed;
    private final transient BottomK<SampledCell> all;
    private final transient StratifiedBottomK<String, SampledCell> batches;
    private final transient StratifiedBottomK<String, SampledCell> labels;

    /**
     * @param most how many cells to picture, at least 1
     * @param seed the seed of their keys
     */
    public PictureCells(int most, long seed) {
        this.most = most;
        this.seed = seed;
        this.all = sample(most);
        this.batches = ofNames();
        this.labels = ofNames();
    }

    private static BottomK<SampledCell> sample(int most) {
        return BottomK.ofDistinct(most, SampledCell::key, SampledCell.CONTENT);
    }

    /** A third of the picture, in equal parts. */
    private StratifiedBottomK<String, SampledCell> ofNames() {
        return new StratifiedBottomK<>(
                most,
                Comparator.<String>naturalOrder(),
                (name, names) -> 1 + (most - 1) / (3 * names),
                PictureCells::sample);
    }

    /**
     * A cell that may be pictured.
     *
     * @param drawnBy a hash of its id, or of its first embedding ({@link CellKeys#fingerprint})
     * @param batch its batch
     * @param label its label, or null
     * @param embeddings its coordinates in one embedding or several
     */
    public void offer(long drawnBy, String batch, String label, float[][] embeddings) {
        long key = CellKeys.key(seed, drawnBy);
        if (all.wants(key) || batches.wants(batch, key) || (label != null && labels.wants(label, key))) {
            add(new SampledCell(key, batch, label, embeddings));
        }
    }

    private void add(SampledCell cell) {
        all.offer(cell);
        batches.offer(cell.batch(), cell);
        if (cell.label() != null) {
            labels.offer(cell.label(), cell);
        }
    }

    /** Samples both's cells. */
    public PictureCells merge(PictureCells other) {
        other.kept().forEach(this::add);
        return this;
    }

    /** The cells, in an order of which every beginning is as mixed as the whole. */
    public List<SampledCell> pictured() {
        List<Iterator<SampledCell>> orders = List.of(
                all.ordered().iterator(),
                inTurn(batches).iterator(),
                inTurn(labels).iterator());
        Set<SampledCell> seen = new TreeSet<>(SampledCell.ORDER);
        List<SampledCell> pictured = new ArrayList<>();
        while (pictured.size() < most && orders.stream().anyMatch(Iterator::hasNext)) {
            orders.forEach(order -> addNext(order, seen, pictured));
        }
        return pictured.subList(0, Math.min(most, pictured.size()));
    }

    private static void addNext(Iterator<SampledCell> order, Set<SampledCell> seen, List<SampledCell> pictured) {
        while (order.hasNext()) {
            SampledCell cell = order.next();
            if (seen.add(cell)) {
                pictured.add(cell);
                return;
            }
        }
    }

    /** The first cell of every batch or label, then the second of every one that has a second, and so on. */
    private static List<SampledCell> inTurn(StratifiedBottomK<String, SampledCell> names) {
        List<List<SampledCell>> turns = new ArrayList<>();
        for (List<SampledCell> cells : names.ordered()) {
            for (int turn = 0; turn < cells.size(); turn++) {
                if (turns.size() == turn) {
                    turns.add(new ArrayList<>());
                }
                turns.get(turn).add(cells.get(turn));
            }
        }
        return turns.stream()
                .flatMap(turn -> turn.stream().sorted(SampledCell.ORDER))
                .toList();
    }

    private Set<SampledCell> kept() {
        Set<SampledCell> kept = new TreeSet<>(SampledCell.ORDER);
        kept.addAll(all.ordered());
        Stream.of(batches, labels).forEach(names -> names.ordered().forEach(kept::addAll));
        return kept;
    }

    /** A {@link Packed} travels instead. */
    private Object writeReplace() {
        return new Packed(most, seed, PackedCells.of(List.copyOf(kept())));
    }

    private record Packed(int most, long seed, PackedCells cells) implements Serializable {
        private Object readResolve() {
            PictureCells picture = new PictureCells(most, seed);
            cells.cells().forEach(picture::add);
            return picture;
        }
    }
}
