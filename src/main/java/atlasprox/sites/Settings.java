package atlasprox.sites;

import atlasprox.ml.BatchRefiner;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.Setting;
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
     */
    public static void apply(Map<String, Object> settings, BatchRefiner refiner) {
        settings.forEach((name, value) -> {
            boolean column = name.equals("embeddingCol") || name.equals("batchCol");
            if (!OWN.contains(name) || column && !refiner.isSet(refiner.getParam(name))) {
                set(refiner, name, value);
            }
        });
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

    /** JSON knows neither how long a whole number is nor that a real one has no digits after the point. */
    private static void set(RefinerParams refiner, String name, Object value) {
        Setting setting = refiner.paramSet().find(name).orElseThrow();
        Param<?> param = setting.param();
        if (value instanceof Number number) {
            refiner.set(
                    setting.name(),
                    param instanceof IntParam
                            ? (Object) number.intValue()
                            : param instanceof LongParam
                                    ? (Object) number.longValue()
                                    : param instanceof DoubleParam ? (Object) number.doubleValue() : value);
        } else {
            refiner.set(setting.name(), value instanceof List<?> list ? list.toArray(String[]::new) : value);
        }
    }
}
