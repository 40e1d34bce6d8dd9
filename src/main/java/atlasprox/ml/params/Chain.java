package atlasprox.ml.params;

import org.apache.spark.ml.param.Params;

/** Lets setters be called in a row. */
final class Chain {
    private Chain() {}

    /** What {@code set} gave, which is the stage itself: Scala's {@code this.type}, for which Java has no word. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T chain(Params stage) {
        return (T) stage;
    }
}
