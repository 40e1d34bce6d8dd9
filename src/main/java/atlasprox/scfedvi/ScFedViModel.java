package atlasprox.scfedvi;

import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.Encoder;
import atlasprox.scfedvi.net.Minibatch;
import atlasprox.scfedvi.net.NetworkBlocks;
import atlasprox.scfedvi.net.Weights;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a fit has learned: an encoder from a cell's counts to its latent coordinates, the same for every batch, known or not; and a decoder, with a vector
 * for each batch that it knows, that tells how well it describes counts.
 */
public final class ScFedViModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> genes;
    private final ScFedViSettings settings;
    private final Weights weights;
    private final TreeMap<String, float[]> vectors;

    /**
     * @param genes the names of the genes, G of them
     * @param settings of the fit
     * @param weights all that clients share, see {@link #weights}
     * @param vectors of batches by their names; none where the decoder has none
     * @throws IllegalArgumentException if the weights or vectors are not those of a network of that shape, or one is not finite
     */
    public ScFedViModel(List<String> genes, ScFedViSettings settings, Weights weights, Map<String, float[]> vectors) {
        this.genes = List.copyOf(genes);
        this.settings = settings;
        this.weights = weights;
        this.vectors = new TreeMap<>(vectors);
        requireShape();
    }

    /** @return the names of the genes, in the order of their numbers */
    public List<String> genes() {
        return genes;
    }

    /** @return the settings of the fit */
    public ScFedViSettings settings() {
        return settings;
    }

    /** @return all that clients share, as named blocks of rows; not to be written to */
    public Weights weights() {
        return weights;
    }

    /** @return each batch's vector by the batch's name; not to be written to */
    public SortedMap<String, float[]> vectors() {
        return Collections.unmodifiableSortedMap(vectors);
    }

    /** @return the number of latent coordinates */
    public int latent() {
        return settings.shape().latent();
    }

    /**
     * @param numbers of the genes of which a cell has counts, ascending
     * @param counts how many of each, above 0
     * @return the mean of the cell's latent coordinates
     */
    public float[] encode(int[] numbers, float[] counts) {
        Minibatch cell = new Minibatch();
        cell.add(numbers, counts);
        return encoder().encode(cell)[0];
    }

    /** @return an encoder of minibatches, for one thread */
    public Encoder encoder() {
        return Encoder.trained(settings.shape(), weights);
    }

    /**
     * @param others vectors of other batches by their names
     * @return a model that knows these as well, and encodes every cell as this one does
     * @throws IllegalArgumentException if one is known already
     */
    public ScFedViModel with(Map<String, float[]> others) {
        TreeMap<String, float[]> all = new TreeMap<>(vectors);
        others.forEach((batch, vector) -> {
            if (all.put(batch, vector) != null) {
                throw new IllegalArgumentException("the model knows batch '" + batch + "' already");
            }
        });
        return new ScFedViModel(genes, settings, weights, all);
    }

    private void requireShape() {
        Weights expected = NetworkBlocks.begin(settings.shape(), genes.size(), 0L);
        if (weights.blocks().size() != expected.blocks().size()) {
            throw new IllegalArgumentException(weights.blocks().size() + " blocks of weights, and not "
                    + expected.blocks().size());
        }
        expected.blocks().forEach(this::requireLike);
        if (!weights.areFinite()) {
            throw new IllegalArgumentException("a weight is not finite");
        }
        vectors.forEach(this::requireVector);
    }

    private void requireLike(Block expected) {
        float[][] rows = weights.rows(expected.name());
        float[] wanted = expected.rows()[0];
        if (rows.length != expected.rows().length) {
            throw new IllegalArgumentException(
                    expected.name() + " has " + rows.length + " rows, and not " + expected.rows().length);
        }
        for (float[] row : rows) {
            if (row.length != wanted.length) {
                throw new IllegalArgumentException(
                        expected.name() + " has a row of " + row.length + ", and not " + wanted.length);
            }
        }
    }

    private void requireVector(String batch, float[] vector) {
        if (!settings.batchVectors() || vector.length != settings.shape().vectorLength()) {
            throw new IllegalArgumentException("batch '" + batch + "' has a vector of " + vector.length + ", and not "
                    + (settings.batchVectors() ? settings.shape().vectorLength() : "none"));
        }
        if (!NetworkBlocks.vector(vector).areFinite()) {
            throw new IllegalArgumentException("the vector of batch '" + batch + "' is not finite");
        }
    }
}
