package atlasprox.scfedvi.net;

/** To mean 0 and variance 1 over a cell's units, as PyTorch's LayerNorm without weights, which scvi-tools takes. */
final class LayerNormaliser implements Normaliser {
    private static final double EPSILON = 1e-5;

    private float[][] normalised = new float[0][];
    private double[] perDeviation = new double[0];

    @Override
    public void forward(float[][] units, int cells, boolean training) {
        if (normalised.length < cells) {
            normalised = new float[cells][units[0].length];
            perDeviation = new double[cells];
        }
        for (int cell = 0; cell < cells; cell++) {
            perDeviation[cell] = normalise(units[cell]);
            System.arraycopy(units[cell], 0, normalised[cell], 0, units[cell].length);
        }
    }

    private static double normalise(float[] units) {
        double mean = 0.0;
        for (float unit : units) {
            mean += unit;
        }
        mean /= units.length;
        double variance = 0.0;
        for (float unit : units) {
            variance += (unit - mean) * (unit - mean);
        }
        double scale = 1.0 / Math.sqrt(variance / units.length + EPSILON);
        for (int j = 0; j < units.length; j++) {
            units[j] = (float) ((units[j] - mean) * scale);
        }
        return scale;
    }

    @Override
    public void backward(float[][] gradient, int cells, boolean training) {
        for (int cell = 0; cell < cells; cell++) {
            backward(gradient[cell], normalised[cell], perDeviation[cell]);
        }
    }

    private static void backward(float[] gradient, float[] normalised, double scale) {
        double mean = 0.0;
        double along = 0.0;
        for (int j = 0; j < gradient.length; j++) {
            mean += gradient[j];
            along += gradient[j] * (double) normalised[j];
        }
        mean /= gradient.length;
        along /= gradient.length;
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = (float) (scale * (gradient[j] - mean - normalised[j] * along));
        }
    }
}
