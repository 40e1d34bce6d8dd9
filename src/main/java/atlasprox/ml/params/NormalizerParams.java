package atlasprox.ml.params;

import static atlasprox.ml.params.Chain.chain;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;

/**
 * The settings of {@link atlasprox.ml.counts.CountNormalizer}.
 *
 * @param <T> the stage, which setters return
 */
public interface NormalizerParams<T> extends SettingParams {
    @Override
    CountParamTable.OfNormalizer paramSet();

    /** @return the column of counts */
    default Param<String> countsCol() {
        return paramSet().countsCol;
    }

    /** @return the column to write */
    default Param<String> outputCol() {
        return paramSet().outputCol;
    }

    /** @return whether counts that are no whole numbers are rounded */
    default BooleanParam roundCounts() {
        return paramSet().roundCounts;
    }

    /** @param value the column of counts */
    default T setCountsCol(String value) {
        return chain(set(countsCol(), value));
    }

    /** @param value the column to write */
    default T setOutputCol(String value) {
        return chain(set(outputCol(), value));
    }

    /** @param value whether counts that are no whole numbers are rounded */
    default T setRoundCounts(boolean value) {
        return chain(set(roundCounts(), value));
    }
}
