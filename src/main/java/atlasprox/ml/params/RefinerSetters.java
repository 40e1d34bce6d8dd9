package atlasprox.ml.params;

import static atlasprox.ml.params.Chain.chain;

/**
 * Setters of all settings of a fit. Each returns the stage that it is called on.
 *
 * @param <T> the stage
 */
public interface RefinerSetters<T> extends CorrectionSetters<T> {

    /** @param value the refinement method */
    default T setMethod(String value) {
        return chain(set(method(), value));
    }

    /** @param value the column of labels that guide the fit, {@code none} for none */
    default T setGuideCol(String value) {
        return chain(set(guideCol(), value));
    }

    /** @param value the column between whose values differences are preserved, {@code none} for none */
    default T setPreserveCol(String value) {
        return chain(set(preserveCol(), value));
    }

    /** @param value the number of prototypes K, 0 to go by the number of cells */
    default T setPrototypes(int value) {
        return chain(set(prototypes(), value));
    }

    /** @param value the width of responsibilities, above 0 */
    default T setSigma(double value) {
        return chain(set(sigma(), value));
    }

    /** @param value the diversity pressure, at least 0 */
    default T setTheta(double value) {
        return chain(set(theta(), value));
    }

    /** @param value the weight of expectation against a batch's own evidence, above 0 */
    default T setAlpha(double value) {
        return chain(set(alpha(), value));
    }

    /** @param value how strongly a round holds a batch's shift to the last round's, above 0 */
    default T setRidge(double value) {
        return chain(set(ridge(), value));
    }

    /** @param value pooled deviations between a batch's group and the others' at which the group is trusted half, above 0 */
    default T setGapLimit(double value) {
        return chain(set(gapLimit(), value));
    }

    /** @param values {@code column=number} or {@code column:level=number}: how strongly to correct a batch column or a level */
    default T setStrength(String... values) {
        return chain(set(strength(), values));
    }

    /** @param value turns of responsibilities and corrected place, at least 1 */
    default T setInnerIterations(int value) {
        return chain(set(innerIterations(), value));
    }

    /** @param value pooled deviations beyond which a cell counts less, above 0 */
    default T setHuberCutoff(double value) {
        return chain(set(huberCutoff(), value));
    }

    /** @param value how often a table whose batches differ by chance alone may be corrected all the same, above 0 and at most 1 */
    default T setFalseAlarms(double value) {
        return chain(set(falseAlarms(), value));
    }

    /** @param value the least number of cells behind a centroid or group that a batch tells of, at least 1 */
    default T setMinCells(int value) {
        return chain(set(minCells(), value));
    }

    /** @param value the relative fall of the objective that ends the rounds, at least 0 */
    default T setTolerance(double value) {
        return chain(set(tolerance(), value));
    }

    /** @param value {@code auto}, {@code none} or {@code shift} */
    default T setStart(String value) {
        return chain(set(start(), value));
    }

    /** @param value how many cells are fitted on at most, about, 0 for all */
    default T setMaxFitCells(long value) {
        return chain(set(maxFitCells(), value));
    }

    /** @param value {@code adam} or {@code moments} */
    default T setSolver(String value) {
        return chain(set(solver(), value));
    }

    /** @param value communication rounds, at least 1 */
    default T setRounds(int value) {
        return chain(set(rounds(), value));
    }

    /** @param value Adam epochs of a client in a round, at least 1 */
    default T setLocalEpochs(int value) {
        return chain(set(localEpochs(), value));
    }

    /** @param value Adam's step size, above 0 */
    default T setLearningRate(double value) {
        return chain(set(learningRate(), value));
    }

    /** @param value cells in a minibatch, at least 1 */
    default T setMinibatchSize(int value) {
        return chain(set(minibatchSize(), value));
    }

    /** @param value weight of the proximal term, at least 0 */
    default T setMu(double value) {
        return chain(set(mu(), value));
    }

    /** @param value weight of the regulariser, at least 0 */
    default T setLambda(double value) {
        return chain(set(lambda(), value));
    }

    /** @param value {@code l2} or {@code identity} */
    default T setRegularizer(String value) {
        return chain(set(regularizer(), value));
    }

    /** @param value the share of each batch's cells that trains, in (0, 1] */
    default T setTrainFraction(double value) {
        return chain(set(trainFraction(), value));
    }

    /** @param value whether to train in units of pooled deviations */
    default T setStandardize(boolean value) {
        return chain(set(standardize(), value));
    }

    /** @param value the seed of all that is drawn */
    default T setSeed(long value) {
        return chain(set(seed(), value));
    }

    /** @param value whether to take a batch column that looks like identifiers */
    default T setForce(boolean value) {
        return chain(set(force(), value));
    }

    /**
     * @param value as in {@link #setHuberCutoff}
     * @deprecated renamed
     */
    @Deprecated
    default T setTailCut(double value) {
        return setHuberCutoff(value);
    }
}
