package atlasprox.ml.params;

import static atlasprox.ml.params.Chain.chain;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The settings of {@link atlasprox.ml.counts.HighlyVariableGenes} and its model.
 *
 * @param <T> the stage, which setters return
 */
public interface GeneParams<T> extends SettingParams {
    @Override
    CountParamTable.OfGenes paramSet();

    /** @return the column of counts by which genes are told */
    default Param<String> countsCol() {
        return paramSet().countsCol;
    }

    /** @return the batch column or columns; none for all cells together */
    default StringArrayParam batchCol() {
        return paramSet().batchCol;
    }

    /** @return the column that genes are taken from */
    default Param<String> inputCol() {
        return paramSet().inputCol;
    }

    /** @return the column to write */
    default Param<String> outputCol() {
        return paramSet().outputCol;
    }

    /** @return how many genes to take */
    default IntParam genes() {
        return paramSet().genes;
    }

    /** @return how variable genes are told */
    default Param<String> geneFlavor() {
        return paramSet().geneFlavor;
    }

    /** @return whether the values are logarithms already */
    default BooleanParam normalized() {
        return paramSet().normalized;
    }

    /** @return whether counts that are no whole numbers are rounded */
    default BooleanParam roundCounts() {
        return paramSet().roundCounts;
    }

    /** @param value the column of counts */
    default T setCountsCol(String value) {
        return chain(set(countsCol(), value));
    }

    /** @param values the batch column, or several */
    default T setBatchCol(String... values) {
        return chain(set(batchCol(), values));
    }

    /** @param value the column that genes are taken from */
    default T setInputCol(String value) {
        return chain(set(inputCol(), value));
    }

    /** @param value the column to write */
    default T setOutputCol(String value) {
        return chain(set(outputCol(), value));
    }

    /** @param value how many highly variable genes to take, 0 for all */
    default T setGenes(int value) {
        return chain(set(genes(), value));
    }

    /** @param value {@code seurat} or {@code seurat_v3} */
    default T setGeneFlavor(String value) {
        return chain(set(geneFlavor(), value));
    }

    /** @param value whether the values are log(1 + x) of normalised counts already */
    default T setNormalized(boolean value) {
        return chain(set(normalized(), value));
    }

    /** @param value whether counts that are no whole numbers are rounded */
    default T setRoundCounts(boolean value) {
        return chain(set(roundCounts(), value));
    }
}
