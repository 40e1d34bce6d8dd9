package atlasprox.aligned.effect;

import java.io.Serializable;

/**
 * How far the cells of a level of a batch column differ from all other cells, in the way in which they stand out most.
 *
 * @param timesChance the squared difference of the means, without what the two samples' own noise adds, over what chance alone would make of
 *     it, plus 1: about 1 where there is no batch effect; at least 0
 * @param limit what chance alone would exceed once in 1 / the rate of false alarms, above 1
 */
public record LevelEffect(double timesChance, double limit) implements Serializable {
    /** Where the cells do not vary at all, so that any difference is beyond chance. */
    private static final double BEYOND_ALL = 1e9;

    /** Nothing to compare with. */
    static final LevelEffect ALONE = new LevelEffect(1.0, 1.0);

    static LevelEffect of(double difference, double chance, double limit) {
        if (chance <= 0.0 || !(limit > 0.0)) {
            return difference > 0.0 ? new LevelEffect(BEYOND_ALL, 1.0) : ALONE;
        }
        return new LevelEffect(Math.min(BEYOND_ALL, Math.max(0.0, 1.0 + difference / chance)), 1.0 + limit / chance);
    }

    /** The same difference where chance alone could come to it. */
    LevelEffect withinChance() {
        return new LevelEffect(timesChance, Math.max(limit, timesChance));
    }

    /** @return how many times as far beyond the expectation as the limit is; 0 where it is not beyond */
    double evidence() {
        return timesChance <= 1.0 ? 0.0 : limit <= 1.0 ? BEYOND_ALL : (timesChance - 1.0) / (limit - 1.0);
    }

    /**
     * @return how strongly to correct the level: 0 up to the limit, 1 from twice as far on, so that no cell of a table jumps when a cell more
     *     or less moves its batch across the limit
     */
    public double strength() {
        return Math.max(0.0, Math.min(1.0, evidence() - 1.0));
    }
}
