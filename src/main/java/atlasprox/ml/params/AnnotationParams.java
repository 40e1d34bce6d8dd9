package atlasprox.ml.params;

import static atlasprox.ml.params.Chain.chain;

import atlasprox.labels.AnnotationSettings;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;

/**
 * What is said of cells when.
 *
 * @param <T> the stage, which setters return
 */
public interface AnnotationParams<T> extends SettingParams {
    @Override
    AnnotationParamTable paramSet();

    /** @return the probability below which labels are not given */
    default DoubleParam minConfidence() {
        return paramSet().minConfidence;
    }

    /** @return the novelty above which labels are not given */
    default DoubleParam maxNovelty() {
        return paramSet().maxNovelty;
    }

    /** @return the novelty above which cells are called new */
    default DoubleParam newAbove() {
        return paramSet().newAbove;
    }

    /** @return how many of the most probable labels to list */
    default IntParam candidates() {
        return paramSet().candidates;
    }

    /** @param value the probability below which labels are not given, 0 to 1 */
    default T setMinConfidence(double value) {
        return chain(set(minConfidence(), value));
    }

    /** @param value the novelty above which labels are not given, 0 to 1 */
    default T setMaxNovelty(double value) {
        return chain(set(maxNovelty(), value));
    }

    /** @param value the novelty above which cells are called new, 0 to 1 */
    default T setNewAbove(double value) {
        return chain(set(newAbove(), value));
    }

    /** @param value how many of the most probable labels to list, at least 0 */
    default T setCandidates(int value) {
        return chain(set(candidates(), value));
    }

    /** @return all of these, as they are in force */
    default AnnotationSettings annotation() {
        return new AnnotationSettings(
                (Double) getOrDefault(minConfidence()),
                (Double) getOrDefault(maxNovelty()),
                (Double) getOrDefault(newAbove()),
                (Integer) getOrDefault(candidates()));
    }
}
