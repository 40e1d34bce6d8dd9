package atlasprox.scfedvi;

import atlasprox.scfedvi.net.NetworkShape;
import java.io.Serializable;

/**
 * The settings of scFedVI in force for one fit.
 *
 * @param shape of the network: latent and hidden units, layers, dropout, likelihood, normalisation
 * @param batchVectors whether the decoder has a vector of each batch's own, that is never averaged with other batches'
 * @param rounds communication rounds, at least 1
 * @param localEpochs a client's epochs in a round, at least 1
 * @param learningRate Adam's step size, above 0
 * @param minibatch cells in a minibatch, at least 1
 * @param warmUp the share of all epochs in which the weight of the Kullback-Leibler divergence rises from 0 to 1, in [0, 1]
 * @param mu FedProx's pull toward the weights that a round began with, at least 0
 * @param heldOut the share of cells on which nothing is trained, in [0, 1)
 * @param patience after how many rounds without a lower loss of these cells the fit ends, at least 1; 0 for never
 * @param seed the run's seed
 */
public record ScFedViSettings(
        NetworkShape shape,
        boolean batchVectors,
        int rounds,
        int localEpochs,
        double learningRate,
        int minibatch,
        double warmUp,
        double mu,
        double heldOut,
        int patience,
        long seed)
        implements Serializable {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public ScFedViSettings {
        require(shape.latent() >= 1, "latent", shape.latent(), "at least 1");
        require(shape.hidden() >= 1, "hidden", shape.hidden(), "at least 1");
        require(shape.layers() >= 1, "layers", shape.layers(), "at least 1");
        require(shape.dropout() >= 0.0 && shape.dropout() < 1.0, "dropout", shape.dropout(), "in [0, 1)");
        require(rounds >= 1, "rounds", rounds, "at least 1");
        require(localEpochs >= 1, "localEpochs", localEpochs, "at least 1");
        require(
                learningRate > 0.0 && Double.isFinite(learningRate),
                "learningRate",
                learningRate,
                "above 0 and finite");
        require(minibatch >= 1, "minibatch", minibatch, "at least 1");
        require(warmUp >= 0.0 && warmUp <= 1.0, "warmUp", warmUp, "in [0, 1]");
        require(mu >= 0.0 && Double.isFinite(mu), "mu", mu, "at least 0 and finite");
        require(heldOut >= 0.0 && heldOut < 1.0, "heldOut", heldOut, "in [0, 1)");
        require(patience >= 0, "patience", patience, "at least 0");
    }

    private static void require(boolean right, String name, Number value, String range) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + " and has to be " + range);
        }
    }

    /** The weight of the divergence in an epoch, by its number from 0 among all rounds' epochs. */
    double divergenceWeight(int epoch) {
        double rising = warmUp * rounds * localEpochs;
        return epoch < rising ? epoch / rising : 1.0;
    }
}
