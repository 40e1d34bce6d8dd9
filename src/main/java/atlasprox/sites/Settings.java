package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.Setting;
import atlasprox.ml.params.SettingParams;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** Settings of a fit that travel, and those that every side has for itself. */
public final class Settings {
    /** What a table of the site's own calls its columns, and what is to become of its rows. */
    private static final Set<String> OWN =
            Set.of("embeddingCol", "batchCol", "idCol", "outputCol", "onInvalid", "unknownBatch", "force");

    private Settings() {}

    /**
     * @param refiner the coordinator's settings
     * @return those in force, by their names
     */
    public static SortedMap<String, Object> of(BatchRefiner refiner) {
        return new TreeMap<>(refiner.inForce());
    }

    /**
     * @param settings the coordinator's, by their names
     * @param refiner gets them, but for columns that it has, and what is a site's own affair
     * @throws BadDataException if there is no such setting, or it asks for the values of a column that the site has not named for that
     */
    public static void apply(Map<String, Object> settings, BatchRefiner refiner) {
        String guide = refiner.getOrDefault(refiner.guideCol());
        String preserve = refiner.getOrDefault(refiner.preserveCol());
        settings.forEach((name, value) -> {
            boolean column = name.equals("embeddingCol") || name.equals("batchCol");
            if (!OWN.contains(name) || column && !refiner.isSet(refiner.getParam(name))) {
                set(refiner, name, value);
            }
        });
        requireNamed(guide, refiner.getOrDefault(refiner.guideCol()), "--guide");
        requireNamed(preserve, refiner.getOrDefault(refiner.preserveCol()), "--preserve");
    }

    /** Clients are named by what is in these columns, and names leave the site: which columns they are is not up to the coordinator alone. */
    private static void requireNamed(String own, String asked, String option) {
        if (!asked.equals(RefinerParams.NO_COLUMN) && !asked.equals(own)) {
            throw new BadDataException("the coordinator asks for " + option + " " + asked
                    + ", by which the different values of column '" + asked
                    + "' leave this site: if they may, start it with " + option + " " + asked
                    + " as well; if not, have the coordinator leave it out");
        }
    }

    /**
     * @param refiner a site's settings
     * @param model the shared model, which gets those that are the site's own affair
     */
    public static void keepOwn(BatchRefiner refiner, RefinerParams model) {
        for (String name : OWN) {
            Param<Object> param = refiner.getParam(name);
            if (refiner.isSet(param)) {
                model.set(name, refiner.getOrDefault(param));
            } else if (model.isSet(model.getParam(name))) {
                model.clear(model.getParam(name));
            }
        }
    }

    /**
     * @param settings the coordinator's, by their names
     * @param params gets those that it has
     * @throws BadDataException if it is not allowed one of them
     */
    public static void applyOwn(Map<String, Object> settings, SettingParams params) {
        settings.forEach((name, value) -> {
            if (params.paramSet().find(name).isPresent()) {
                set(params, name, value);
            }
        });
    }

    /** JSON knows neither how long a whole number is nor that a real one has no digits after the point. */
    private static void set(SettingParams params, String name, Object value) {
        Setting setting = params.paramSet()
                .find(name)
                .orElseThrow(() -> new BadDataException("the coordinator has a setting '" + name
                        + "', which this version of the program does not know: run the same version on all sides"));
        try {
            params.set(setting.name(), typed(setting.param(), value));
        } catch (IllegalArgumentException | ClassCastException | ArrayStoreException e) {
            throw new BadDataException("the coordinator sets '" + name + "' to " + value + ", which is not allowed ("
                    + setting.param().doc() + "): run the same version on all sides");
        }
    }

    private static Object typed(Param<?> param, Object value) {
        if (value instanceof Number number) {
            return param instanceof IntParam
                    ? (Object) number.intValue()
                    : param instanceof LongParam
                            ? (Object) number.longValue()
                            : param instanceof DoubleParam ? (Object) number.doubleValue() : value;
        }
        return value instanceof List<?> list ? list.toArray(String[]::new) : value;
    }
}
