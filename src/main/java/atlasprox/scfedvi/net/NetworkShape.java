package atlasprox.scfedvi.net;

import atlasprox.scfedvi.loss.Likelihood;
import java.io.Serializable;

/**
 * What a network looks like.
 *
 * @param latent the number of latent coordinates, at least 1
 * @param hidden the number of units of a hidden layer, at least 1
 * @param layers the number of hidden layers of encoder and decoder each, at least 1
 * @param dropout the share of the encoder's hidden units that is dropped while training, in [0, 1)
 * @param likelihood what counts are like
 * @param normalisation of hidden units before they are rectified
 */
public record NetworkShape(
        int latent, int hidden, int layers, double dropout, Likelihood likelihood, Normalisation normalisation)
        implements Serializable {

    /** How hidden units are normalised. */
    public enum Normalisation {
        /** Of a cell, over its units (Ba et al. 2016), without weights. */
        LAYER,
        /** Of a unit, over the cells of a minibatch (Ioffe and Szegedy 2015), with weights and running moments. */
        BATCH
    }

    /** @return the length of a batch's vector: what it adds to the units of each hidden layer of the decoder */
    public int vectorLength() {
        return layers * hidden;
    }
}
