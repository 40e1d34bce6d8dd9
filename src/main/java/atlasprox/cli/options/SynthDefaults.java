package atlasprox.cli.options;

import atlasprox.synth.SynthSettings;
import java.util.ListResourceBundle;

/** The defaults of {@link SynthSettings}, for the help text of {@code synth}. */
public final class SynthDefaults extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        SynthSettings defaults = SynthSettings.builder().build();
        return new Object[][] {
            entry("cells", defaults.cells()),
            entry("batches", defaults.batches()),
            entry("types", defaults.types()),
            entry("dimension", defaults.dimension()),
            entry("shift", defaults.shift()),
            entry("scale", defaults.scale()),
            entry("warp", defaults.warp()),
            entry("centre", defaults.centre()),
            entry("within", defaults.within()),
            entry("composition", defaults.composition()),
            entry("ratio", defaults.ratio()),
            entry("concentration", defaults.concentration()),
            entry("largest-batch-share", defaults.largestBatchShare()),
            entry("conditions", defaults.conditions()),
            entry("condition-effect", defaults.conditionEffect()),
            entry("condition-design", defaults.conditionDesign()),
            entry("genes", defaults.genes().genes()),
            entry("depth", defaults.genes().depth()),
            entry("depth-deviation", defaults.genes().depthDeviation()),
            entry("gene-effect", defaults.genes().geneEffect()),
            entry("dropout", defaults.genes().dropout()),
            entry("seed", defaults.seed()),
            entry("embedding", defaults.embedding()),
            entry("truth", defaults.truth())
        };
    }

    private static Object[] entry(String option, Object value) {
        return new Object[] {"default." + option, value.toString()};
    }
}
