package atlasprox.scbatchprox;

import java.io.Serializable;

/**
 * The local objective of one client (scBatchProx, arXiv 2602.00423): with m = E z and s = E z^2 per dimension over its cells,
 *
 * <pre>
 * L = sum_j [ (gamma - 1)^2 s + 2 (gamma - 1) beta m + beta^2 ]
 *     + mu  sum_j [ (gamma - gamma^t)^2 + (beta - beta^t)^2 ]
 *     + lambda sum_j [ (gamma - target)^2 + beta^2 ]
 * </pre>
 *
 * which is mean |gamma z + beta - z|^2 plus the proximal term to the broadcast row (gamma^t, beta^t) plus the regulariser. The
 * published regulariser also runs over the other batches' rows; locally these are constants and are left out of the value here.
 *
 * @param mu weight of the proximal term, at least 0
 * @param lambda weight of the regulariser, at least 0
 * @param regularizer what lambda pulls toward
 */
public record LocalObjective(double mu, double lambda, Regularizer regularizer) implements Serializable {

    /**
     * @param mean m, length d
     * @param meanSquare s, length d
     * @param row the adapter (gamma, beta)
     * @param anchor the adapter as broadcast (gamma^t, beta^t)
     * @return L, at least 0
     */
    public double value(double[] mean, double[] meanSquare, Adapter row, Adapter anchor) {
        double total = 0.0;
        for (int j = 0; j < mean.length; j++) {
            double scale = row.gamma()[j] - 1.0;
            double offset = row.beta()[j];
            double moved = scale * scale * meanSquare[j] + 2.0 * scale * offset * mean[j] + offset * offset;
            double proximal = square(row.gamma()[j] - anchor.gamma()[j]) + square(offset - anchor.beta()[j]);
            double pulled = square(row.gamma()[j] - regularizer.scaleTarget()) + offset * offset;
            total += moved + mu * proximal + lambda * pulled;
        }
        return total;
    }

    /**
     * The gradient of L at a row, on the cells that m and s were taken over (a minibatch, say).
     *
     * @param mean m, length d
     * @param meanSquare s, length d
     * @param row where to take the gradient
     * @param anchor the adapter as broadcast
     * @param gradient overwritten by dL/dgamma and dL/dbeta
     */
    public void gradient(double[] mean, double[] meanSquare, Adapter row, Adapter anchor, Adapter gradient) {
        for (int j = 0; j < mean.length; j++) {
            double gamma = row.gamma()[j];
            double beta = row.beta()[j];
            gradient.gamma()[j] = 2.0
                    * ((gamma - 1.0) * meanSquare[j]
                            + beta * mean[j]
                            + mu * (gamma - anchor.gamma()[j])
                            + lambda * (gamma - regularizer.scaleTarget()));
            gradient.beta()[j] =
                    2.0 * ((gamma - 1.0) * mean[j] + beta + mu * (beta - anchor.beta()[j]) + lambda * beta);
        }
    }

    /**
     * The exact minimiser of L: per dimension the 2 x 2 system
     *
     * <pre>
     * (s + mu + lambda) u + m beta                  = mu (gamma^t - 1) + lambda (target - 1)
     *  m u                + (1 + mu + lambda) beta  = mu beta^t
     * </pre>
     *
     * in u = gamma - 1, so that a right side of zero moves nothing at all. A dimension that does not vary, with mu = lambda = 0,
     * has no single minimiser; there the broadcast values stay.
     *
     * @param mean m, length d
     * @param meanSquare s, length d
     * @param anchor the adapter as broadcast
     * @return the minimising adapter
     */
    public Adapter minimiser(double[] mean, double[] meanSquare, Adapter anchor) {
        Adapter best = anchor.copy();
        for (int j = 0; j < mean.length; j++) {
            double a = meanSquare[j] + mu + lambda;
            double d = 1.0 + mu + lambda;
            double determinant = a * d - mean[j] * mean[j];
            if (determinant <= a * d * 1e-14) {
                continue;
            }
            double right = mu * (anchor.gamma()[j] - 1.0) + lambda * (regularizer.scaleTarget() - 1.0);
            double below = mu * anchor.beta()[j];
            best.gamma()[j] = 1.0 + (right * d - mean[j] * below) / determinant;
            best.beta()[j] = (a * below - mean[j] * right) / determinant;
        }
        return best;
    }

    private static double square(double x) {
        return x * x;
    }
}
