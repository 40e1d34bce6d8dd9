package atlasprox.scfedvi.net;

import java.util.List;

/** From log(1 + counts) to the mean of a cell's latent coordinates and the logits of their variances. It knows no batch. Not thread-safe. */
public final class Encoder {
    private final HiddenLayers hidden;
    private final Linear meanLayer;
    private final Linear varianceLayer;
    private float[][] mean = new float[0][];
    private float[][] varianceLogit = new float[0][];
    private SparseRows units;

    /**
     * @param shape of the network
     * @param weights its weights
     * @param gradient of the same shape, for the gradient
     */
    Encoder(NetworkShape shape, Weights weights, Weights gradient) {
        BatchVectors none = new BatchVectors(List.of(), List.of());
        this.hidden = new HiddenLayers(NetworkBlocks::encoderLayer, shape, shape.dropout(), none, weights, gradient);
        this.meanLayer = new Linear(NetworkBlocks.MEAN, weights, gradient);
        this.varianceLayer = new Linear(NetworkBlocks.VARIANCE, weights, gradient);
    }

    /**
     * @param shape of the network
     * @param weights its weights
     * @return an encoder that is not trained
     */
    public static Encoder trained(NetworkShape shape, Weights weights) {
        return new Encoder(shape, weights, weights);
    }

    /**
     * @param cells the cells
     * @return the mean of each one's latent coordinates, to be read before the next call
     */
    public float[][] encode(Minibatch cells) {
        forward(cells, false);
        return mean;
    }

    void forward(Minibatch cells, boolean training) {
        units = hidden.forward(cells.logs(), cells, training);
        mean = Rows.atLeast(mean, cells.cells(), meanLayer.outputs());
        varianceLogit = Rows.atLeast(varianceLogit, cells.cells(), meanLayer.outputs());
        meanLayer.forward(units, mean);
        varianceLayer.forward(units, varianceLogit);
    }

    float[][] mean() {
        return mean;
    }

    float[][] varianceLogit() {
        return varianceLogit;
    }

    void backward(Minibatch cells, float[][] byMean, float[][] byVarianceLogit) {
        meanLayer.backward(units, byMean);
        varianceLayer.backward(units, byVarianceLogit);
        float[][] byUnits = hidden.clearedGradient(cells.cells());
        meanLayer.addInputGradient(byMean, cells.cells(), byUnits);
        varianceLayer.addInputGradient(byVarianceLogit, cells.cells(), byUnits);
        hidden.backward(cells, true);
    }
}
