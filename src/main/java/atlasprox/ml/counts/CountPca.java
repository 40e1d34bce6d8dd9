package atlasprox.ml.counts;

import atlasprox.BadDataException;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.ml.params.CountParamTable;
import atlasprox.ml.params.PcaParams;
import atlasprox.read.table.CountColumns;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/** Finds the principal components of normalised counts, by exact sums over the cells. */
public final class CountPca extends Estimator<CountPcaModel> implements PcaParams<CountPca>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final CountParamTable.OfPca paramSet;

    /** A stage with a uid of its own. */
    public CountPca() {
        this(Identifiable$.MODULE$.randomUID("countPca"));
    }

    /** @param uid the identifier that Spark ML knows this stage by */
    public CountPca(String uid) {
        this.uid = uid;
        this.paramSet = new CountParamTable.OfPca(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CountParamTable.OfPca paramSet() {
        return paramSet;
    }

    /** @throws BadDataException if the vectors are missing, or there is a column of the output's name */
    @Override
    public StructType transformSchema(StructType schema) {
        return CountPcaModel.schema(this, schema);
    }

    /** @return the settings in force, as far as they are this stage's */
    public CountSettings settings() {
        return CountSettings.ofComponents((Integer) getOrDefault(dimension()), (Boolean) getOrDefault(scale()));
    }

    /**
     * @param dataset a table of cells with vectors of normalised counts, as {@link CountNormalizer} makes them; rows without one have no say
     * @return a model that gives cells coordinates
     * @throws BadDataException if a value is negative or no finite number, or there are fewer genes or cells than components
     */
    @Override
    public CountPcaModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        CountColumns.Counts values = CountColumns.in(dataset.toDF(), getOrDefault(inputCol()));
        return copyValues(
                new CountPcaModel(
                                uid,
                                SparkCountPca.components(dataset.toDF(), values.vectors(), values.genes(), settings()))
                        .setParent(this),
                ParamMap.empty());
    }

    @Override
    public CountPca copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** @return a reader of saved stages */
    public static MLReader<CountPca> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the stage
     */
    public static CountPca load(String path) {
        return read().load(path);
    }
}
