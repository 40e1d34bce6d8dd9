package atlasprox.ml;

import atlasprox.aligned.effect.BatchEffects;
import atlasprox.aligned.effect.LevelEffect;
import atlasprox.aligned.settings.Covariates;
import atlasprox.cells.Census;
import atlasprox.results.BatchEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far the batches of a table differ, by the names of their levels. */
public final class FitEffects {
    private FitEffects() {}

    /**
     * What a fit would find, without its rounds.
     *
     * @param refiner the settings of the fit, with embedding and batch columns set
     * @param table the table, without a problem that would make a fit refuse it
     * @return how far each level of each batch column differs; null where the method or the settings do not ask
     */
    public static List<BatchEffect> of(BatchRefiner refiner, FitTable table) {
        return refiner.effects(table);
    }

    /**
     * @param refiner the settings of a fit, with the batch columns set
     * @param census of the table, by batches
     * @throws atlasprox.BadDataException if a strength names a level that no cell has
     */
    public static void requireKnownLevels(BatchRefiner refiner, Census census) {
        refiner.requireKnownLevels(census);
    }

    /**
     * @param columns the batch columns
     * @param values client x column: the client's value
     * @param covariates the clients' levels as they were given
     * @param found how far they differ
     * @return the levels that are not held by the user's wish, by column and in ascending order of their names
     */
    static List<BatchEffect> of(
            List<String> columns, List<List<String>> values, Covariates covariates, BatchEffects found) {
        List<BatchEffect> effects = new ArrayList<>();
        for (int v = 0; v < columns.size(); v++) {
            Map<String, Integer> levels = new TreeMap<>();
            for (int b = 0; b < values.size(); b++) {
                if (!covariates.held(b)) {
                    levels.put(values.get(b).get(v), covariates.level()[v][b]);
                }
            }
            int column = v;
            levels.forEach((name, level) -> effects.add(effect(columns.get(column), name, found, column, level)));
        }
        return effects;
    }

    private static BatchEffect effect(String column, String name, BatchEffects found, int v, int level) {
        LevelEffect effect = found.levels()[v][level];
        return new BatchEffect(
                column, name, effect.timesChance(), effect.limit(), found.groups()[v][level], found.share()[v][level]);
    }
}
