package atlasprox.ml.params;

import static atlasprox.ml.params.Chain.chain;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * The settings of {@link atlasprox.ml.counts.CountPca} and its model.
 *
 * @param <T> the stage, which setters return
 */
public interface PcaParams<T> extends SettingParams {
    @Override
    CountParamTable.OfPca paramSet();

    /** @return the column of values that components are made of */
    default Param<String> inputCol() {
        return paramSet().inputCol;
    }

    /** @return the column to write */
    default Param<String> outputCol() {
        return paramSet().outputCol;
    }

    /** @return the number of components */
    default IntParam dimension() {
        return paramSet().dimension;
    }

    /** @return whether each gene is divided by its deviation */
    default BooleanParam scale() {
        return paramSet().scale;
    }

    /** @param value the column of values that components are made of */
    default T setInputCol(String value) {
        return chain(set(inputCol(), value));
    }

    /** @param value the column to write */
    default T setOutputCol(String value) {
        return chain(set(outputCol(), value));
    }

    /** @param value the number of components, at least 1 */
    default T setDimension(int value) {
        return chain(set(dimension(), value));
    }

    /** @param value whether each gene is divided by its deviation */
    default T setScale(boolean value) {
        return chain(set(scale(), value));
    }
}
