package atlasprox.ml.params;

import org.apache.spark.ml.param.Params;

/** A stage whose Params stand in a table, of which command-line options are made. */
public interface SettingParams extends Params {

    /** @return the table, made by the implementing class once, after its uid */
    SettingTable paramSet();
}
