package atlasprox.scfedvi.net;

import atlasprox.scfedvi.loss.Posterior;
import java.util.List;

/**
 * The variational autoencoder of scVI (Lopez et al. 2018) over a minibatch: the mean over its cells of
 * {@code -log p(counts | z, batch) + weight * KL(q(z | counts) | p(z))} with one draw of z a cell, and the gradient. Not thread-safe.
 */
public final class Network {
    private final Encoder encoder;
    private final Decoder decoder;
    private final boolean weightsToo;
    private final SparseRows latent = new SparseRows();
    private final float[] drawn;
    private float[][] noise = new float[0][];
    private float[][] byLatent = new float[0][];
    private float[][] byVarianceLogit = new float[0][];

    /**
     * Losses of some cells, added up.
     *
     * @param counts minus the log likelihood
     * @param divergence the Kullback-Leibler divergence
     */
    public record Losses(double counts, double divergence) {}

    /**
     * @param shape of the network
     * @param weights its weights
     * @param gradient of the same shape; written by {@link #train}
     * @param vectors the batches', by the numbers that minibatches have; none where all batches are decoded alike
     * @param vectorGradients of the same shape; written too
     * @param weightsToo whether the weights get a gradient, and not the batches' vectors alone
     */
    public Network(
            NetworkShape shape,
            Weights weights,
            Weights gradient,
            List<Weights> vectors,
            List<Weights> vectorGradients,
            boolean weightsToo) {
        this.encoder = new Encoder(shape, weights, gradient);
        this.decoder = new Decoder(shape, weights, gradient, new BatchVectors(vectors, vectorGradients), weightsToo);
        this.weightsToo = weightsToo;
        this.drawn = new float[shape.latent()];
    }

    /**
     * @param cells the minibatch, at least one cell
     * @param weight of the divergence
     * @return the cells' losses before any step; the gradient of their weighted mean is written
     */
    public Losses train(Minibatch cells, double weight) {
        // Where only the batches' vectors are learned, the encoder is as it will be used.
        Losses losses = forward(cells, weightsToo);
        byLatent = Rows.atLeast(byLatent, cells.cells(), drawn.length);
        decoder.backward(cells, byLatent);
        if (weightsToo) {
            byVarianceLogit = Rows.atLeast(byVarianceLogit, cells.cells(), drawn.length);
            for (int cell = 0; cell < cells.cells(); cell++) {
                addDivergence(cell, weight / cells.cells());
            }
            encoder.backward(cells, byLatent, byVarianceLogit);
        }
        return losses;
    }

    /**
     * @param cells the minibatch
     * @return the cells' losses with nothing dropped, and with running moments
     */
    public Losses evaluate(Minibatch cells) {
        return forward(cells, false);
    }

    private Losses forward(Minibatch cells, boolean training) {
        encoder.forward(cells, training);
        latent.clear();
        noise = Rows.atLeast(noise, cells.cells(), drawn.length);
        double divergence = 0.0;
        for (int cell = 0; cell < cells.cells(); cell++) {
            divergence += draw(cells.seed(cell), encoder.mean()[cell], encoder.varianceLogit()[cell], noise[cell]);
        }
        return new Losses(decoder.forward(latent, cells, training), divergence);
    }

    /** Draws a cell's coordinates, and returns their divergence. */
    private double draw(long seed, float[] mean, float[] varianceLogit, float[] cellNoise) {
        double divergence = 0.0;
        for (int j = 0; j < drawn.length; j++) {
            cellNoise[j] = (float) Draws.noise(seed, j);
            drawn[j] = (float) Posterior.draw(mean[j], varianceLogit[j], cellNoise[j]);
            divergence += Posterior.divergence(mean[j], varianceLogit[j]);
        }
        latent.addRow(drawn);
        return divergence;
    }

    /** From the gradient by the coordinates drawn to those by mean and variance, with the divergence's. */
    private void addDivergence(int cell, double weight) {
        float[] mean = encoder.mean()[cell];
        float[] varianceLogit = encoder.varianceLogit()[cell];
        for (int j = 0; j < drawn.length; j++) {
            byVarianceLogit[cell][j] =
                    (float) Posterior.byLogit(varianceLogit[j], noise[cell][j], byLatent[cell][j], weight);
            byLatent[cell][j] += (float) (weight * mean[j]);
        }
    }
}
