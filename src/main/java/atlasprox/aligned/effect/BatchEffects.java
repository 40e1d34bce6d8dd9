package atlasprox.aligned.effect;

import atlasprox.aligned.settings.Covariates;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How far the batches differ, by levels of the batch columns, and what is corrected for it. Levels that do not differ from each other beyond
 * chance are corrected as one; where no level differs from all others, nothing is.
 *
 * @param levels column x level: how far it differs from the others
 * @param groups column x level: the number of the group that it is corrected with, from 0; groups in the order of their first levels
 * @param share column x level: how strongly it is corrected, from 0 to 1
 * @param ofGroups column x group: how strongly it is corrected; null where no level differs, and nothing is
 */
public record BatchEffects(LevelEffect[][] levels, int[][] groups, double[][] share, double[][] ofGroups)
        implements Serializable {

    /**
     * @param clients what each told of its cells, in their order
     * @param covariates their levels
     * @param falseAlarms how often a table without a batch effect may be taken for one with, in (0, 1); levels share it evenly (Bonferroni), as
     *     one that stands out makes those that it stands out from do so too
     * @return how far the batches differ
     */
    public static BatchEffects of(List<EffectSums> clients, Covariates covariates, double falseAlarms) {
        EffectTest test = new EffectTest(clients, falseAlarms / covariates.inhabited());
        LevelEffect[][] levels = ofColumns(test, covariates);
        boolean none = Arrays.stream(levels).flatMap(Arrays::stream).allMatch(level -> level.strength() == 0.0);
        int[][] groups = new int[covariates.columns()][];
        for (int column = 0; column < groups.length; column++) {
            groups[column] = none ? new int[levels[column].length] : LevelGroups.of(test, covariates, column);
        }
        if (none) {
            return new BatchEffects(levels, groups, strengths(levels), null);
        }
        Covariates together = covariates.together(groups);
        double[][] ofGroups = strengths(ofColumns(test, together));
        double[][] share = ofLevels(ofGroups, groups, test.told(covariates));
        return new BatchEffects(levels, groups, share, ofGroups);
    }

    /**
     * @param covariates the levels as they were given, of whatever parts of the batches
     * @return the levels to correct
     */
    public Covariates corrected(Covariates covariates) {
        return ofGroups == null
                ? covariates.weakened(share)
                : covariates.together(groups).weakened(ofGroups);
    }

    private static LevelEffect[][] ofColumns(EffectTest test, Covariates covariates) {
        LevelEffect[][] levels = new LevelEffect[covariates.columns()][];
        for (int column = 0; column < levels.length; column++) {
            levels[column] = test.ofColumn(covariates, column);
        }
        return levels;
    }

    private static double[][] strengths(LevelEffect[][] levels) {
        return Arrays.stream(levels)
                .map(column ->
                        Arrays.stream(column).mapToDouble(LevelEffect::strength).toArray())
                .toArray(double[][]::new);
    }

    /** Nothing for levels of too few cells to tell of, which stay. */
    private static double[][] ofLevels(double[][] ofGroups, int[][] groups, boolean[][] told) {
        double[][] share = new double[groups.length][];
        for (int v = 0; v < share.length; v++) {
            share[v] = new double[groups[v].length];
            for (int level = 0; level < share[v].length; level++) {
                share[v][level] = told[v][level] ? ofGroups[v][groups[v][level]] : 0.0;
            }
        }
        return share;
    }
}
