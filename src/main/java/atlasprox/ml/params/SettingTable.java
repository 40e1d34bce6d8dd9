package atlasprox.ml.params;

import atlasprox.ml.params.Setting.Use;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** Makes Params of the rows of a table: each with its documentation, its range and its default. */
public abstract class SettingTable implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Params owner;
    private final List<Setting> settings = new ArrayList<>();

    SettingTable(Params owner) {
        this.owner = owner;
    }

    /** @return the rows, in the order of help pages */
    public List<Setting> settings() {
        return Collections.unmodifiableList(settings);
    }

    /**
     * @param name a setting's name, or one that it had in an earlier version
     * @return the setting
     */
    public Optional<Setting> find(String name) {
        return settings.stream().filter(setting -> setting.isCalled(name)).findFirst();
    }

    Param<String> text(Use use, String name, String what, Default standard) {
        return choice(use, name, what, Range.any(), standard);
    }

    Param<String> choice(Use use, String name, String what, Range<String> range, Default standard) {
        return row(new Param<>(owner, name, doc(what, range, standard), range.allows()), use, what, range, standard);
    }

    StringArrayParam texts(Use use, String name, String what, Range<String[]> range, Default standard) {
        return row(
                new StringArrayParam(owner, name, doc(what, range, standard), range.allows()),
                use,
                what,
                range,
                standard);
    }

    DoubleParam real(Use use, String name, String what, Range<Object> range, Default standard) {
        return row(
                new DoubleParam(owner, name, doc(what, range, standard), range.allows()), use, what, range, standard);
    }

    IntParam whole(Use use, String name, String what, Range<Object> range, Default standard) {
        return row(new IntParam(owner, name, doc(what, range, standard), range.allows()), use, what, range, standard);
    }

    LongParam large(Use use, String name, String what, Range<Object> range, Default standard) {
        return row(new LongParam(owner, name, doc(what, range, standard), range.allows()), use, what, range, standard);
    }

    BooleanParam flag(Use use, String name, String what, Default standard) {
        return row(new BooleanParam(owner, name, standard.after(what)), use, what, Range.any(), standard);
    }

    /** The row that was added last had another name in earlier versions. */
    <P extends Param<?>> P formerly(String formerName, P param) {
        return again(List.of(formerName), false, param);
    }

    /** There were models before the row that was added last. */
    <P extends Param<?>> P later(P param) {
        return again(List.of(), true, param);
    }

    private <P extends Param<?>> P again(List<String> formerNames, boolean later, P param) {
        int last = settings.size() - 1;
        Setting row = settings.get(last);
        settings.set(
                last, new Setting(row.param(), row.use(), row.what(), row.range(), row.standard(), formerNames, later));
        return param;
    }

    private static String doc(String what, Range<?> range, Default standard) {
        return standard.after(range.after(what));
    }

    private <P extends Param<?>> P row(P param, Use use, String what, Range<?> range, Default standard) {
        settings.add(new Setting(param, use, what, range.words(), standard, List.of(), false));
        if (standard.value() != null) {
            setDefault((Param<?>) param, standard.value());
        }
        return param;
    }

    @SuppressWarnings("unchecked")
    private <T> void setDefault(Param<T> param, Serializable value) {
        owner.setDefault(param, (T) value);
    }
}
