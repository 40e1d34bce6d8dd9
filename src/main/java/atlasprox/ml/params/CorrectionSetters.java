package atlasprox.ml.params;

import static atlasprox.ml.params.Chain.chain;

/**
 * Setters of what estimator and model alike go by when they read a table. Each returns the stage that it is called on.
 *
 * @param <T> the stage
 */
public interface CorrectionSetters<T> extends RefinerParams {

    /** @param value the embedding's column or prefix */
    default T setEmbeddingCol(String value) {
        return chain(set(embeddingCol(), value));
    }

    /** @param values the batch column, or several */
    default T setBatchCol(String... values) {
        return chain(set(batchCol(), values));
    }

    /** @param value the column that tells cells apart, {@code none} for none */
    default T setIdCol(String value) {
        return chain(set(idCol(), value));
    }

    /** @param value the corrected embedding's column or prefix */
    default T setOutputCol(String value) {
        return chain(set(outputCol(), value));
    }

    /** @param value {@code fail}, {@code drop} or {@code pass} */
    default T setOnInvalid(String value) {
        return chain(set(onInvalid(), value));
    }

    /** @param value {@code fail} or {@code pass} */
    default T setUnknownBatch(String value) {
        return chain(set(unknownBatch(), value));
    }
}
