package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.neighbours.NeighbourSearch;
import atlasprox.metrics.neighbours.Neighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The local inverse Simpson index as Harmony's authors publish it (Korsunsky et al. 2019, Nature Methods 16), neither scaled nor reduced to a
 * median; the same values as {@code harmonypy.compute_lisi} has by default: perplexity 30, and 90 neighbours beside the cell itself, or all
 * others where they are fewer. Cells without a value in a column are left out of it, as neighbours too.
 */
public final class UnscaledLisi {
    /** Over a column of batches: higher is more mixed, up to the number of batches. */
    public static final String BATCH = "Batch LISI";
    /** Over a column of labels: 1 is best, where neighbours are all of one label. */
    public static final String CELL_TYPE = "Cell-type LISI";

    private static final int PERPLEXITY = 30;
    /** The cell itself besides. */
    private static final int NEIGHBOURS = 3 * PERPLEXITY;

    private final List<Column> columns;
    private final NeighbourSearch search;

    /**
     * @param columns what to take LISI over
     * @param search how to find neighbours
     */
    public UnscaledLisi(List<Column> columns, NeighbourSearch search) {
        this.columns = columns;
        this.search = search;
    }

    /**
     * One column of the cells to score.
     *
     * @param name what LISI over it is called
     * @param column its name
     * @param codes the value of every cell, from 0; -1 where missing
     */
    public record Column(String name, String column, int[] codes) {

        /**
         * @param name what LISI over it is called
         * @param column its name
         * @param codes of every cell; -1 where missing
         * @param values what each code stands for in this column; several may be the same
         * @return the column
         */
        public static Column of(String name, String column, int[] codes, List<String> values) {
            Map<String, Integer> distinct = new HashMap<>();
            values.forEach(value -> distinct.putIfAbsent(value, distinct.size()));
            int[] places = values.stream().mapToInt(distinct::get).toArray();
            return new Column(
                    name,
                    column,
                    Arrays.stream(codes)
                            .map(code -> code < 0 ? code : places[code])
                            .toArray());
        }

        private int[] known() {
            return IntStream.range(0, codes.length)
                    .filter(cell -> codes[cell] >= 0)
                    .toArray();
        }
    }

    /**
     * @param embedding n x d, the cells in the order of the columns' codes
     * @return an entry for each column that at least two cells have a value in
     */
    public List<LisiSpread> of(float[][] embedding) {
        List<LisiSpread> spreads = new ArrayList<>();
        Neighbours ofAll = null;
        for (Column column : columns) {
            int[] known = column.known();
            boolean all = known.length == embedding.length;
            if (known.length < 2) {
                continue;
            }
            if (all && ofAll == null) {
                ofAll = neighbours(embedding);
            }
            Neighbours near = all ? ofAll : neighbours(Groups.at(known, embedding));
            double[] each = Lisi.each(near, Groups.at(known, column.codes()), PERPLEXITY);
            spreads.add(LisiSpread.of(column.name(), column.column(), each));
        }
        return spreads;
    }

    private Neighbours neighbours(float[][] cells) {
        return search.of(cells, Math.min(NEIGHBOURS + 1, cells.length));
    }
}
