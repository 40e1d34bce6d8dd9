package atlasprox.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The metrics of one embedding and their aggregates (scIB, Luecken et al. 2022): the plain mean of each side's metrics, and 0.6 bio
 * conservation + 0.4 batch correction. Values count as they are; scIB scales them between the methods compared first, scib-metrics where
 * asked to.
 *
 * @param values the value of every metric that was computed; one that is absent or NaN has none, and then no aggregate that it
 *     belongs to has
 */
public record Scorecard(Map<Metric, Double> values) {
    /** scIB's. */
    private static final double BIO_WEIGHT = 0.6;

    /** Keeps a copy of the values. */
    public Scorecard {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /**
     * @param profile which metrics count
     * @return bio conservation; NaN unless all its metrics have a value: a mean of what is left is another score
     */
    public double bio(Profile profile) {
        return mean(profile.bio());
    }

    /**
     * @param profile which metrics count
     * @return batch correction; NaN unless all its metrics have a value
     */
    public double batch(Profile profile) {
        return mean(profile.batch());
    }

    /**
     * @param profile which metrics count
     * @return 0.6 bio conservation + 0.4 batch correction; NaN if either is
     */
    public double total(Profile profile) {
        return BIO_WEIGHT * bio(profile) + (1.0 - BIO_WEIGHT) * batch(profile);
    }

    /** The same for every profile: one metric less would be another score by the same name. */
    private double mean(Set<Metric> metrics) {
        return metrics.stream()
                .mapToDouble(metric -> values.getOrDefault(metric, Double.NaN))
                .average()
                .orElse(Double.NaN);
    }
}
