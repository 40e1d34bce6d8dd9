package atlasprox.ml.params;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.Param;

/**
 * One row of the table of settings.
 *
 * @param param the Param, with its name, documentation and range
 * @param use when it takes effect
 * @param what what it does
 * @param range which values it may have, in words; empty where any of its type
 * @param standard its default
 * @param formerNames what it was called in earlier versions: understood wherever the name is, and shown nowhere
 * @param later whether there were models before it: a fit that leaves it at its default is the same version of a model as one without it
 */
public record Setting(
        Param<?> param, Use use, String what, String range, Default standard, List<String> formerNames, boolean later)
        implements Serializable {

    /** When a setting takes effect. */
    public enum Use {
        /** Whenever a table is read: the names of columns. */
        COLUMNS,
        /** When a model is fitted. */
        FIT,
        /** Whenever a table is read: what to do with its rows. */
        ROWS,
        /** When a fitted model corrects cells. */
        CORRECTION
    }

    /** @return the Param's name, which is the setting's */
    public String name() {
        return param.name();
    }

    /** @return the default in words */
    public String defaultWords() {
        return standard.words();
    }

    /** @return whether the default depends on other settings, such as the method */
    public boolean goesByOthers() {
        return standard.rule() != null;
    }

    boolean isCalled(String name) {
        return name.equals(name()) || formerNames.contains(name);
    }

    /** Whether a model's version goes by it. */
    boolean tellsVersions(Object value) {
        return !later || !value.equals(standard.value());
    }

    /** The name that it had in the first version that had it. */
    String firstName() {
        return formerNames.isEmpty() ? name() : formerNames.get(0);
    }
}
