package atlasprox.results;

import java.io.Serializable;

/**
 * How far a batch, or a level of one of several batch columns, differs from all others.
 *
 * @param column the batch column
 * @param level its value
 * @param timesChance the squared difference, over what chance alone makes of it: about 1 where there is no batch effect
 * @param limit what chance alone exceeds in a share of cases that is the rate of false alarms
 * @param group the number of its group: levels that do not differ from each other beyond chance are corrected as one
 * @param corrected how strongly it is corrected, from 0, not at all, to 1
 */
public record BatchEffect(String column, String level, double timesChance, double limit, int group, double corrected)
        implements Serializable {}
