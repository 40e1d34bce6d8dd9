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
    /** A UMAP compares all pairs of cells; more work than this would make a reader wait. */
    private static final double MOST_WORK = 3e9;

    private Layouts() {}

    /**
     * @param dimension an embedding's number of dimensions
     * @return how many cells of it can be laid out within a few seconds
     */
    public static int mostCells(int dimension) {
        return Math.min(1_500, (int) Math.sqrt(MOST_WORK / dimension));
    }

    /**
     * UMAPs start each from their own embedding's leading dimensions; the others are then laid over the first ({@link Procrustes}).
     *
     * @param embeddings n x d numbers of the same cells by each embedding's name, d may differ; in the order to show
     * @param seed what UMAP is drawn by
     * @param mishaps is told, in a sentence, of a UMAP that failed
     * @return one layout an embedding; with UMAP only if every embedding has one
     */
    public static List<Layout> of(Map<String, float[][]> embeddings, long seed, Consumer<String> mishaps) {
        List<Optional<float[][]>> umaps = embeddings.entrySet().stream()
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
