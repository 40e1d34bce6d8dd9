package atlasprox.scbatchprox;

import java.io.Serializable;

/**
 * The settings of scBatchProx in force for one fit (arXiv 2602.00423; ranges are checked where settings are given, in the
 * Params).
 *
 * @param rounds communication rounds, at least 1
 * @param localEpochs Adam epochs of a client in a round, at least 1
 * @param learningRate Adam's step size, above 0
 * @param minibatchSize cells in a minibatch, at least 1
 * @param trainFraction the share of each batch's cells that trains, in (0, 1]
 * @param standardize whether training happens in units of each dimension's pooled within-batch deviation
 * @param objective mu, lambda and the regulariser
 * @param seed the run's seed
 */
public record ScBatchProxSettings(
        int rounds,
        int localEpochs,
        double learningRate,
        int minibatchSize,
        double trainFraction,
        boolean standardize,
        LocalObjective objective,
        long seed)
        implements Serializable {}
