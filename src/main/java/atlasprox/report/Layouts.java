package atlasprox.report;

import atlasprox.Reason;
import atlasprox.Shown;
import atlasprox.report.Picture.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Lays the same cells out by several embeddings, so that the pictures can be compared. */
public final class Layouts {
    /** As many as a picture shows unless it is asked for more or fewer: a few seconds for one of 50 dimensions. */
    public static final int CELLS = 1_500;

    /** What may be asked for: with more, a page is slow to open. */
    public static final int MOST_CELLS = 50_000;

    /** A UMAP compares all pairs of cells; more work than this would make a reader wait who has not asked for it. */
    private static final double UNASKED_WORK = 3e9;

    /** Of an embedding's sample, which travels from every partition: as many as the work above allows of the widest that have all cells. */
    private static final double MOST_NUMBERS = 2e6;

    private Layouts() {}

    /**
     * Fewer than were asked for only of wide embeddings: of {@link #CELLS}, where these have more than 1,333 dimensions; of 20,000, where
     * they have more than 100.
     *
     * @param asked how many cells to show, from 1 to {@link #MOST_CELLS}
     * @param dimension an embedding's number of dimensions, at least 1
     * @return how many cells of it to lay out at most
     */
    public static int mostCells(int asked, int dimension) {
        return (int) Math.min(asked, Math.max(Math.sqrt(UNASKED_WORK / dimension), MOST_NUMBERS / dimension));
    }

    /**
     * UMAPs start each from their own embedding's leading dimensions; the others are then laid over the first ({@link Procrustes}).
     *
     * @param embeddings n x d numbers of the same cells by each embedding's name, d may differ; in the order to show
     * @param seed what UMAP is drawn by
     * @param mishaps is told, in a sentence, of a UMAP that failed; by several threads
     * @return one layout an embedding; with UMAP only if every embedding has one
     */
    public static List<Layout> of(Map<String, float[][]> embeddings, long seed, Consumer<String> mishaps) {
        List<Optional<float[][]>> umaps = embeddings.entrySet().parallelStream()
                .map(embedding -> umap(embedding.getKey(), embedding.getValue(), seed, mishaps))
                .toList();
        boolean drawn = umaps.stream().allMatch(Optional::isPresent);
        List<Layout> layouts = new ArrayList<>();
        embeddings.forEach((name, cells) -> {
            float[][] umap = drawn ? umaps.get(layouts.size()).orElseThrow() : null;
            boolean first = layouts.isEmpty();
            layouts.add(new Layout(
                    name,
                    Leading.of(cells),
                    drawn && !first ? Procrustes.onto(umap, layouts.get(0).umap()) : umap));
        });
        return layouts;
    }

    /** Nothing is to be lost for a picture; the leading dimensions are left to show. */
    private static Optional<float[][]> umap(String embedding, float[][] cells, long seed, Consumer<String> mishaps) {
        try {
            return UmapLayout.of(cells, seed);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            mishaps.accept("The report has no UMAP, as that of " + Shown.name(embedding) + " failed (" + Reason.of(e)
                    + "); it shows leading dimensions.");
            return Optional.empty();
        }
    }
}
