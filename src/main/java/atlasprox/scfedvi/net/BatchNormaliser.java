package atlasprox.scfedvi.net;

import java.util.Arrays;

/**
 * To a mean and a deviation of each unit's own over the cells of a minibatch, as scvi-tools sets PyTorch's BatchNorm1d; later by running moments. One cell
 * alone tells no variance, and leaves the running one as it is.
 */
final class BatchNormaliser implements Normaliser {
    static final String SCALE = ".norm.scale";
    static final String OFFSET = ".norm.offset";
    static final String MEAN = ".norm.mean";
    static final String VARIANCE = ".norm.variance";

    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.01;

    private final float[] scale;
    private final float[] offset;
    private final float[] runningMean;
    private final float[] runningVariance;
    private final float[] scaleGradient;
    private final float[] offsetGradient;
    private final double[] mean;
    private final double[] perDeviation;
    private float[][] normalised = new float[0][];

    BatchNormaliser(String layer, Weights weights, Weights gradient) {
        this.scale = weights.row(layer + SCALE);
        this.offset = weights.row(layer + OFFSET);
        this.runningMean = weights.row(layer + MEAN);
        this.runningVariance = weights.row(layer + VARIANCE);
        this.scaleGradient = gradient.row(layer + SCALE);
        this.offsetGradient = gradient.row(layer + OFFSET);
        this.mean = new double[scale.length];
        this.perDeviation = new double[scale.length];
    }

    @Override
    public void forward(float[][] units, int cells, boolean training) {
        if (training) {
            takeMoments(units, cells);
        } else {
            takeRunning();
        }
        if (normalised.length < cells) {
            normalised = new float[cells][scale.length];
        }
        for (int cell = 0; cell < cells; cell++) {
            float[] row = units[cell];
            for (int j = 0; j < scale.length; j++) {
                float unit = (float) ((row[j] - mean[j]) * perDeviation[j]);
                normalised[cell][j] = unit;
                row[j] = scale[j] * unit + offset[j];
            }
        }
    }

    private void takeRunning() {
        for (int j = 0; j < scale.length; j++) {
            mean[j] = runningMean[j];
            perDeviation[j] = 1.0 / Math.sqrt(runningVariance[j] + EPSILON);
        }
    }

    private void takeMoments(float[][] units, int cells) {
        Arrays.fill(mean, 0.0);
        double[] squares = new double[scale.length];
        for (int cell = 0; cell < cells; cell++) {
            for (int j = 0; j < scale.length; j++) {
                mean[j] += units[cell][j] / (double) cells;
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            for (int j = 0; j < scale.length; j++) {
                double off = units[cell][j] - mean[j];
                squares[j] += off * off;
            }
        }
        for (int j = 0; j < scale.length; j++) {
            perDeviation[j] = 1.0 / Math.sqrt(squares[j] / cells + EPSILON);
            runningMean[j] = (float) ((1.0 - MOMENTUM) * runningMean[j] + MOMENTUM * mean[j]);
            if (cells > 1) {
                runningVariance[j] =
                        (float) ((1.0 - MOMENTUM) * runningVariance[j] + MOMENTUM * squares[j] / (cells - 1));
            }
        }
    }

    @Override
    public void backward(float[][] gradient, int cells, boolean training) {
        if (training) {
            backward(gradient, cells);
            return;
        }
        for (int cell = 0; cell < cells; cell++) {
            for (int j = 0; j < scale.length; j++) {
                gradient[cell][j] *= (float) (scale[j] * perDeviation[j]);
            }
        }
    }

    private void backward(float[][] gradient, int cells) {
        double[] sum = new double[scale.length];
        double[] along = new double[scale.length];
        for (int cell = 0; cell < cells; cell++) {
            for (int j = 0; j < scale.length; j++) {
                sum[j] += gradient[cell][j];
                along[j] += gradient[cell][j] * (double) normalised[cell][j];
            }
        }
        for (int j = 0; j < scale.length; j++) {
            offsetGradient[j] = (float) sum[j];
            scaleGradient[j] = (float) along[j];
        }
        for (int cell = 0; cell < cells; cell++) {
            float[] row = gradient[cell];
            for (int j = 0; j < scale.length; j++) {
                double centred = row[j] - (sum[j] + normalised[cell][j] * along[j]) / cells;
                row[j] = (float) (scale[j] * perDeviation[j] * centred);
            }
        }
    }
}
