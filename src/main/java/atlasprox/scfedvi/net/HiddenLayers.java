package atlasprox.scfedvi.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Hidden layers, one after another. */
final class HiddenLayers {
    private final List<HiddenLayer> layers = new ArrayList<>();

    /**
     * @param names of the layers by their numbers
     * @param shape of the network
     * @param dropout the share of units that is dropped in training
     * @param vectors what batches add
     * @param weights have the layers' blocks
     * @param gradient has the same blocks
     */
    HiddenLayers(
            IntFunction<String> names,
            NetworkShape shape,
            double dropout,
            BatchVectors vectors,
            Weights weights,
            Weights gradient) {
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = names.apply(layer);
            layers.add(new HiddenLayer(
                    layer,
                    new Linear(name, weights, gradient),
                    vectors,
                    Normaliser.of(name, shape, weights, gradient),
                    dropout));
        }
    }

    /** @return the last layer's units that are not 0 */
    SparseRows forward(SparseRows inputs, Minibatch cells, boolean training) {
        SparseRows units = inputs;
        for (HiddenLayer layer : layers) {
            units = layer.forward(units, cells, training);
        }
        return units;
    }

    /** @return where the gradient by the last layer's outputs is to be added up, all 0 now */
    float[][] clearedGradient(int cells) {
        return last().clearedGradient(cells);
    }

    /** The way back through all layers, from what was added up in {@link #clearedGradient}. */
    void backward(Minibatch cells, boolean training) {
        last().backward(cells, training);
        for (int layer = layers.size() - 2; layer >= 0; layer--) {
            HiddenLayer below = layers.get(layer);
            layers.get(layer + 1).addInputGradient(cells.cells(), below.clearedGradient(cells.cells()));
            below.backward(cells, training);
        }
    }

    /** Adds the gradient by the first layer's inputs, after {@link #backward}. */
    void addInputGradient(int cells, float[][] byInputs) {
        layers.get(0).addInputGradient(cells, byInputs);
    }

    private HiddenLayer last() {
        return layers.get(layers.size() - 1);
    }
}
