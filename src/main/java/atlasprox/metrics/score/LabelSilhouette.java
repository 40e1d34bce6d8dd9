package atlasprox.metrics.score;

import java.util.Arrays;

/**
 * The average silhouette width of the labels, scaled to [0, 1] (scIB, Luecken et al. 2022): 1 where labels lie apart, 0.5 where they
 * overlap. As scib-metrics' silhouette_label.
 */
public final class LabelSilhouette {
    private LabelSilhouette() {}

    /**
     * @param widths the {@link SilhouetteWidths} of the cells by label
     * @return the score, in [0, 1]; higher is better; NaN without cells
     */
    public static double of(double[] widths) {
        return (Arrays.stream(widths).average().orElse(Double.NaN) + 1.0) / 2.0;
    }
}
