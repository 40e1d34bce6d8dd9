package atlasprox.scfedvi.net;

import java.util.List;
import org.apache.commons.math3.special.Gamma;

/** The loss of a minibatch as it is written down, in double and without any gradient; it draws the numbers that {@link Network} draws. */
final class PlainNetwork {
    private final NetworkShape shape;
    private final List<double[][]> blocks;
    private final List<String> names;
    private final double[][] vectors;
    private final double[][] counts;
    private final int[] batches;
    private final long[] seeds;

    /** Weights in double, in the order of their names; counts cell x gene. */
    PlainNetwork(
            NetworkShape shape,
            List<String> names,
            List<double[][]> blocks,
            double[][] vectors,
            double[][] counts,
            int[] batches,
            long[] seeds) {
        this.shape = shape;
        this.names = names;
        this.blocks = blocks;
        this.vectors = vectors;
        this.counts = counts;
        this.batches = batches;
        this.seeds = seeds;
    }

    private double[][] block(String name) {
        return blocks.get(names.indexOf(name));
    }

    double loss(double weight) {
        double[][] units = new double[counts.length][];
        for (int i = 0; i < units.length; i++) {
            units[i] = new double[counts[i].length];
            for (int j = 0; j < units[i].length; j++) {
                units[i][j] = Math.log1p(counts[i][j]);
            }
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            units = hidden(units, "encoder." + (layer + 1), layer, false);
        }
        double[][] mean = linear(units, "encoder.mean");
        double[][] logit = linear(units, "encoder.variance");
        double sum = 0;
        double[][] latent = new double[units.length][shape.latent()];
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < shape.latent(); j++) {
                double variance = Math.exp(logit[i][j]) + 1e-4;
                latent[i][j] = mean[i][j] + Math.sqrt(variance) * (float) Draws.noise(seeds[i], j);
                sum += weight * 0.5 * (mean[i][j] * mean[i][j] + variance - Math.log(variance) - 1);
            }
        }
        units = latent;
        for (int layer = 0; layer < shape.layers(); layer++) {
            units = hidden(units, "decoder." + (layer + 1), layer, true);
        }
        double[][] scale = linear(units, "decoder.scale");
        boolean inflated = shape.likelihood().inflatesZeros();
        double[][] zeros = inflated ? linear(units, "decoder.zeros") : null;
        for (int i = 0; i < units.length; i++) {
            sum -= logLikelihood(counts[i], scale[i], inflated ? zeros[i] : null);
        }
        return sum / units.length;
    }

    private double logLikelihood(double[] x, double[] scale, double[] zeros) {
        double library = 0;
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            library += x[j];
            sum += Math.exp(scale[j]);
        }
        double value = 0;
        for (int j = 0; j < x.length; j++) {
            double mu = library * Math.exp(scale[j]) / sum;
            double theta = Math.exp(block("decoder.dispersion")[0][j]);
            double nb = theta * Math.log((theta + 1e-8) / (theta + mu + 1e-8))
                    + x[j] * Math.log((mu + 1e-8) / (theta + mu + 1e-8))
                    + Gamma.logGamma(x[j] + theta)
                    - Gamma.logGamma(theta)
                    - Gamma.logGamma(x[j] + 1);
            double none = zeros == null ? 0 : 1 / (1 + Math.exp(-zeros[j]));
            value += x[j] == 0 ? Math.log(none + (1 - none) * Math.exp(nb)) : Math.log(1 - none) + nb;
        }
        return value;
    }

    private double[][] linear(double[][] inputs, String name) {
        double[][] weight = block(name + ".weight");
        double[][] outputs = new double[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            outputs[i] = block(name + ".bias")[0].clone();
            for (int k = 0; k < weight.length; k++) {
                for (int j = 0; j < outputs[i].length; j++) {
                    outputs[i][j] += inputs[i][k] * weight[k][j];
                }
            }
        }
        return outputs;
    }

    private double[][] hidden(double[][] inputs, String name, int layer, boolean decoder) {
        double[][] units = linear(inputs, name);
        for (int i = 0; decoder && vectors.length > 0 && i < units.length; i++) {
            for (int j = 0; j < shape.hidden(); j++) {
                units[i][j] += vectors[batches[i]][layer * shape.hidden() + j];
            }
        }
        if (shape.normalisation() == NetworkShape.Normalisation.LAYER) {
            for (double[] row : units) {
                standardise(row, 1e-5);
            }
        } else {
            for (int j = 0; j < shape.hidden(); j++) {
                double[] column = new double[units.length];
                for (int i = 0; i < column.length; i++) {
                    column[i] = units[i][j];
                }
                standardise(column, 1e-3);
                for (int i = 0; i < column.length; i++) {
                    units[i][j] = block(name + ".norm.scale")[0][j] * column[i] + block(name + ".norm.offset")[0][j];
                }
            }
        }
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < shape.hidden(); j++) {
                boolean dropped = !decoder && Draws.isDropped(seeds[i], layer, j, shape.dropout());
                units[i][j] = dropped ? 0 : Math.max(0, units[i][j]) / (decoder ? 1 : 1 - shape.dropout());
            }
        }
        return units;
    }

    private static void standardise(double[] numbers, double epsilon) {
        double mean = 0;
        double square = 0;
        for (double number : numbers) {
            mean += number / numbers.length;
        }
        for (double number : numbers) {
            square += (number - mean) * (number - mean) / numbers.length;
        }
        for (int j = 0; j < numbers.length; j++) {
            numbers[j] = (numbers[j] - mean) / Math.sqrt(square + epsilon);
        }
    }
}
