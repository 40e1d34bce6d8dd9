package atlasprox.scfedvi.adam;

import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.Weights;

/**
 * Adam (Kingma and Ba 2015) as scvi-tools sets it: decays 0.9 and 0.999, epsilon 0.01, and 1e-6 of the weights themselves added to the
 * gradient; with FedProx's pull toward the weights that a round began with (Li et al. 2020).
 */
public final class Adam {
    private static final float FIRST_DECAY = 0.9f;
    private static final float SECOND_DECAY = 0.999f;
    private static final float EPSILON = 0.01f;
    private static final float WEIGHT_DECAY = 1e-6f;

    private final float learningRate;
    private final float pull;

    /**
     * @param learningRate the step size
     * @param pull FedProx's mu, at least 0
     */
    public Adam(double learningRate, double pull) {
        this.learningRate = (float) learningRate;
        this.pull = (float) pull;
    }

    /**
     * One step, in place.
     *
     * @param learned what is moved
     * @param gradient of the loss, of the same shape; overwritten
     * @param anchor where the pull is to
     */
    public void step(Learned learned, Weights gradient, Weights anchor) {
        float[] masses = learned.masses();
        masses[0] = FIRST_DECAY * masses[0] + (1f - FIRST_DECAY);
        masses[1] = SECOND_DECAY * masses[1] + (1f - SECOND_DECAY);
        float rate = learningRate / masses[0];
        float scale = (float) (1.0 / Math.sqrt(masses[1]));
        for (int b = 0; b < gradient.blocks().size(); b++) {
            Block block = gradient.blocks().get(b);
            if (!block.learned()) {
                continue;
            }
            for (int row = 0; row < block.rows().length; row++) {
                float[] values = learned.values().blocks().get(b).rows()[row];
                if (pull > 0f) {
                    pull(block.rows()[row], values, anchor.blocks().get(b).rows()[row]);
                }
                step(
                        values,
                        block.rows()[row],
                        learned.first().blocks().get(b).rows()[row],
                        learned.second().blocks().get(b).rows()[row],
                        rate,
                        scale);
            }
        }
    }

    private void pull(float[] gradient, float[] values, float[] anchor) {
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] += pull * (values[j] - anchor[j]);
        }
    }

    private static void step(float[] values, float[] gradient, float[] first, float[] second, float rate, float scale) {
        for (int j = 0; j < values.length; j++) {
            float g = gradient[j] + WEIGHT_DECAY * values[j];
            float m = FIRST_DECAY * first[j] + (1f - FIRST_DECAY) * g;
            float v = SECOND_DECAY * second[j] + (1f - SECOND_DECAY) * (g * g);
            first[j] = m;
            second[j] = v;
            values[j] -= rate * m / ((float) Math.sqrt(v) * scale + EPSILON);
        }
    }
}
