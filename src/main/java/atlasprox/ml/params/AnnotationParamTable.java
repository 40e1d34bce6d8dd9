package atlasprox.ml.params;

import static atlasprox.ml.params.Setting.Use.CORRECTION;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Params;

/** The settings of what is said of cells when: name, what it does, range, default. */
public final class AnnotationParamTable extends SettingTable {
    private static final long serialVersionUID = 1L;

    final DoubleParam minConfidence = real(
            CORRECTION,
            "minConfidence",
            "cells whose most probable label is less probable are unassigned",
            Range.partOrAll(),
            Default.of(0.0));
    final DoubleParam maxNovelty = real(
            CORRECTION, "maxNovelty", "cells of a greater novelty are unassigned", Range.partOrAll(), Default.of(1.0));
    final DoubleParam newAbove = real(
            CORRECTION, "newAbove", "cells of a greater novelty are called new", Range.partOrAll(), Default.of(0.99));
    final IntParam candidates = whole(
            CORRECTION,
            "candidates",
            "how many of the most probable labels of each cell to list",
            Range.wholeAtLeast0(),
            Default.of(0));

    /** @param owner the stage whose Params these are; its uid is known */
    public AnnotationParamTable(Params owner) {
        super(owner);
    }
}
