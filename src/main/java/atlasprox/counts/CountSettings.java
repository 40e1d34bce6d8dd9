package atlasprox.counts;

import atlasprox.counts.genes.GeneFlavor;
import java.io.Serializable;

/**
 * How counts become an embedding.
 *
 * @param genes how many highly variable genes to take; 0 for all
 * @param flavor how these are told
 * @param dimension the number of components, at least 1
 * @param scale whether each gene is divided by its deviation, and cut at {@value #MOST_DEVIATIONS} of these
 * @param normalized whether the values are log(1 + x) of normalised counts already
 * @param roundCounts whether counts that are no whole numbers are rounded where whole numbers are needed
 */
public record CountSettings(
        int genes, GeneFlavor flavor, int dimension, boolean scale, boolean normalized, boolean roundCounts)
        implements Serializable {
    /** As Seurat and scanpy's tutorials cut. */
    public static final double MOST_DEVIATIONS = 10.0;

    /** @return whether the genes are told by counts as they are */
    boolean needsWholeNumbers() {
        return flavor == GeneFlavor.SEURAT_V3 && genes > 0;
    }

    /** @return what of a cell goes into the sums by which genes are told */
    CellCounts summed(CellCounts cell) {
        if (flavor == GeneFlavor.SEURAT_V3) {
            return whole(cell);
        }
        return normalized ? cell.unlog() : whole(cell).normalised();
    }

    /**
     * @param cell as it was read
     * @param place for each gene its number among those that are taken; below 0 for all others
     * @return what of a cell components are made of
     */
    CellCounts logged(CellCounts cell, int[] place) {
        if (normalized) {
            return cell.of(place);
        }
        CellCounts whole = whole(cell);
        return whole.of(place).log(whole.factor());
    }

    /** @return the largest value that components could be made of, whichever genes are taken */
    double largest(CellCounts cell) {
        if (normalized) {
            return cell.largest();
        }
        CellCounts whole = whole(cell);
        return whole.values().length == 0 ? 0.0 : Math.log1p(whole.largest() * whole.factor());
    }

    private CellCounts whole(CellCounts cell) {
        return roundCounts ? cell.rounded() : cell;
    }
}
