package atlasprox.scfedvi.net;

import java.util.Arrays;

/** A layer y = x W + b of a minibatch, and its gradients. W is kept as inputs x outputs; inputs that are 0 cost nothing. Not thread-safe. */
final class Linear {
    static final String WEIGHT = ".weight";
    static final String BIAS = ".bias";

    /** Rows of so many outputs at a time stay in a core's second cache: 128 kB of 128 inputs. */
    private static final int TILE = 256;

    /** Rows that are written side by side while one is read. */
    private static final int TURN = 16;

    private final float[][] weight;
    private final float[] bias;
    private final float[][] weightGradient;
    private final float[] biasGradient;
    private final SparseRows byInput = new SparseRows();
    private float[][] turned;

    /**
     * @param name of its blocks, without their ends {@code .weight} and {@code .bias}
     * @param weights has its blocks
     * @param gradient has blocks of the same shape, for the gradient
     */
    Linear(String name, Weights weights, Weights gradient) {
        this.weight = weights.rows(name + WEIGHT);
        this.bias = weights.row(name + BIAS);
        this.weightGradient = gradient.rows(name + WEIGHT);
        this.biasGradient = gradient.row(name + BIAS);
    }

    int outputs() {
        return bias.length;
    }

    /** @param outputs overwritten, a row for each of the inputs' rows */
    void forward(SparseRows inputs, float[][] outputs) {
        for (int row = 0; row < inputs.rows(); row++) {
            System.arraycopy(bias, 0, outputs[row], 0, bias.length);
            Products.add(outputs[row], weight, inputs.which(), inputs.values(), inputs.begin(row), inputs.end(row));
        }
    }

    /** Writes the gradient by weight and bias. */
    void backward(SparseRows inputs, float[][] byOutputs) {
        byInput.turn(inputs, weight.length);
        for (int input = 0; input < weight.length; input++) {
            Arrays.fill(weightGradient[input], 0f);
            Products.add(
                    weightGradient[input],
                    byOutputs,
                    byInput.which(),
                    byInput.values(),
                    byInput.begin(input),
                    byInput.end(input));
        }
        Arrays.fill(biasGradient, 0f);
        for (int row = 0; row < inputs.rows(); row++) {
            Products.addOne(biasGradient, byOutputs[row], 1f);
        }
    }

    /** Adds the gradient by the inputs of so many rows. */
    void addInputGradient(float[][] byOutputs, int rows, float[][] byInputs) {
        turn();
        for (int from = 0; from < bias.length; from += TILE) {
            int to = Math.min(bias.length, from + TILE);
            for (int row = 0; row < rows; row++) {
                Products.addAll(byInputs[row], turned, byOutputs[row], from, to);
            }
        }
    }

    private void turn() {
        if (turned == null) {
            turned = new float[bias.length][weight.length];
        }
        for (int from = 0; from < bias.length; from += TURN) {
            int to = Math.min(bias.length, from + TURN);
            for (int input = 0; input < weight.length; input++) {
                float[] row = weight[input];
                for (int output = from; output < to; output++) {
                    turned[output][input] = row[output];
                }
            }
        }
    }
}
