package atlasprox.counts;

import atlasprox.BadDataException;
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

    /**
     * @param roundCounts whether counts that are no whole numbers are rounded
     * @return what it takes to normalise cells
     */
    public static CountSettings ofLogs(boolean roundCounts) {
        return new CountSettings(0, GeneFlavor.SEURAT, 1, false, false, roundCounts);
    }

    /**
     * @param genes how many highly variable genes to take; 0 for all
     * @param flavor how these are told
     * @param normalized whether the values are log(1 + x) of normalised counts already
     * @param roundCounts whether counts that are no whole numbers are rounded
     * @return what it takes to find genes
     */
    public static CountSettings ofGenes(int genes, GeneFlavor flavor, boolean normalized, boolean roundCounts) {
        return new CountSettings(genes, flavor, 1, false, normalized, roundCounts);
    }

    /**
     * @param dimension the number of components
     * @param scale whether each gene is divided by its deviation
     * @return what it takes to find components of values that are logarithms already
     */
    public static CountSettings ofComponents(int dimension, boolean scale) {
        return new CountSettings(0, GeneFlavor.SEURAT, dimension, scale, true, false);
    }

    /**
     * @param components which components to find
     * @return these settings with those
     */
    public CountSettings with(CountSettings components) {
        return new CountSettings(genes, flavor, components.dimension, components.scale, normalized, roundCounts);
    }

    /** @throws BadDataException if two settings say two things of the same values */
    public void requireCoherent() {
        if (normalized && flavor == GeneFlavor.SEURAT_V3) {
            throw new BadDataException(
                    "--normalized leaves no counts for --gene-flavor " + flavor + ": choose " + GeneFlavor.SEURAT);
        }
        if (normalized && roundCounts) {
            throw new BadDataException(
                    "--normalized and --round-counts say two things of the same values: give one of them");
        }
    }

    /**
     * @param all how many genes there are
     * @return whether some are chosen among them, or all are taken
     */
    public boolean choosesAmong(int all) {
        return genes > 0 && genes < all;
    }

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

    /**
     * @param cell as it was read
     * @return what of a cell components are made of, of all genes
     */
    CellCounts logged(CellCounts cell) {
        if (normalized) {
            return cell;
        }
        CellCounts whole = whole(cell);
        return whole.log(whole.factor());
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
