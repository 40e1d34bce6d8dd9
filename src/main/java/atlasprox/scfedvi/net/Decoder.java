package atlasprox.scfedvi.net;

import atlasprox.scfedvi.loss.CellLoss;
import java.util.Arrays;

/** From a cell's latent coordinates and its batch to what counts are likely. Not thread-safe. */
final class Decoder {
    private static final float[] NONE = {};

    private final HiddenLayers hidden;
    private final BatchVectors vectors;
    private final Linear scaleLayer;
    private final Linear zerosLayer;
    private final float[] logTheta;
    private final float[] thetaGradient;
    private final CellLoss loss;
    private final boolean weightsToo;
    private float[][] scale = new float[0][];
    private float[][] zeros = new float[0][];
    private SparseRows units;

    /**
     * @param shape of the network
     * @param weights its weights
     * @param gradient of the same shape, for the gradient
     * @param vectors the batches'
     * @param weightsToo whether weights get a gradient, and not the batches' vectors alone
     */
    Decoder(NetworkShape shape, Weights weights, Weights gradient, BatchVectors vectors, boolean weightsToo) {
        this.hidden = new HiddenLayers(NetworkBlocks::decoderLayer, shape, 0.0, vectors, weights, gradient);
        this.vectors = vectors;
        this.scaleLayer = new Linear(NetworkBlocks.SCALE, weights, gradient);
        this.zerosLayer =
                shape.likelihood().inflatesZeros() ? new Linear(NetworkBlocks.ZEROS, weights, gradient) : null;
        this.logTheta = weights.row(NetworkBlocks.DISPERSION);
        this.thetaGradient = gradient.row(NetworkBlocks.DISPERSION);
        this.loss = new CellLoss(shape.likelihood(), logTheta.length);
        this.weightsToo = weightsToo;
    }

    /**
     * @param latent the coordinates, a row for each cell
     * @param cells the cells
     * @param training whether in training
     * @return minus the log likelihood of all cells' counts; the gradient of its mean by the logits is kept for the way back
     */
    double forward(SparseRows latent, Minibatch cells, boolean training) {
        units = hidden.forward(latent, cells, training);
        scale = Rows.atLeast(scale, cells.cells(), logTheta.length);
        scaleLayer.forward(units, scale);
        if (zerosLayer != null) {
            zeros = Rows.atLeast(zeros, cells.cells(), logTheta.length);
            zerosLayer.forward(units, zeros);
        }
        loss.begin(logTheta);
        double sum = 0.0;
        for (int cell = 0; cell < cells.cells(); cell++) {
            sum += loss.of(
                    scale[cell],
                    zerosLayer == null ? NONE : zeros[cell],
                    cells.genes(cell),
                    cells.counts(cell),
                    cells.from(cell),
                    cells.to(cell),
                    1.0 / cells.cells());
        }
        return sum;
    }

    /** @param byLatent overwritten by the gradient by the coordinates */
    void backward(Minibatch cells, float[][] byLatent) {
        vectors.clearGradient();
        float[][] byUnits = hidden.clearedGradient(cells.cells());
        scaleLayer.addInputGradient(scale, cells.cells(), byUnits);
        if (zerosLayer != null) {
            zerosLayer.addInputGradient(zeros, cells.cells(), byUnits);
        }
        hidden.backward(cells, weightsToo);
        if (weightsToo) {
            loss.thetaGradient(thetaGradient);
            scaleLayer.backward(units, scale);
            if (zerosLayer != null) {
                zerosLayer.backward(units, zeros);
            }
            for (int cell = 0; cell < cells.cells(); cell++) {
                Arrays.fill(byLatent[cell], 0f);
            }
            hidden.addInputGradient(cells.cells(), byLatent);
        }
    }
}
