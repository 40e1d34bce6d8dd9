package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.math.KMeans;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for prototypes of an arriving batch's own, for kinds of cells that the reference lacks. Without them such cells fall to the
 * reference's prototypes, which draw them to what is nearest; with them they move with their batch.
 *
 * @param reference what arriving batches are held against
 * @param settings the settings in force; the gap limit is how many deviations of a group of the reference a place lies off to be apart
 */
public record OwnPrototypes(Reference reference, AlignedSettings settings) implements Serializable {

    /**
     * What arriving clients are sent, to look for prototypes of their own.
     *
     * @param search what to look for
     * @param shifts B x d displacements of the clients before the first round
     * @param sizes the clients' cell counts
     */
    record Message(OwnPrototypes search, double[][] shifts, long[] sizes) implements Serializable {

        double[][] answer(ClientSample sample) {
            int client = sample.client();
            return search.of(sample.values(), shifts[client], sizes[client]);
        }
    }

    /**
     * k-means on directions, beside the reference's prototypes; of the further centres those whose cells lie apart from every group of
     * the reference, and that are enough to be told of.
     *
     * @param sample cells of the batch, in the order of their keys, at least one
     * @param shift the batch's displacement before the first round
     * @param size the batch's cell count
     * @return unit rows of d coordinates; none where the reference has all kinds
     */
    double[][] of(List<float[]> sample, double[] shift, long size) {
        List<double[]> cells =
                sample.stream().map(cell -> PrototypeSearch.moved(cell, shift)).toList();
        double[][] known = reference.prototype();
        KMeans.Result found = KMeans.sphericalBeside(cells, known, settings.prototypesFor(size), settings.seed());
        double[][] places = means(cells, found);
        int[] sizes = found.sizes();
        int least = ClientCentroids.least(settings.minCells());
        List<double[]> own = new ArrayList<>();
        for (int k = known.length; k < places.length; k++) {
            if (sizes[k] >= least && isApart(places[k])) {
                own.add(found.centres()[k]);
            }
        }
        return own.toArray(double[][]::new);
    }

    /** Whether a place in corrected coordinates is apart from every group of the reference. */
    boolean isApart(double[] place) {
        return reference.apart(place) > settings.gapLimit();
    }

    /** Where the cells of each centre lie; zeros for one that has none. */
    private static double[][] means(List<double[]> cells, KMeans.Result found) {
        double[][] means = new double[found.centres().length][cells.get(0).length];
        int[] counts = new int[means.length];
        for (int i = 0; i < cells.size(); i++) {
            int k = found.nearest()[i];
            counts[k]++;
            for (int j = 0; j < means[k].length; j++) {
                means[k][j] += (cells.get(i)[j] - means[k][j]) / counts[k];
            }
        }
        return means;
    }
}
