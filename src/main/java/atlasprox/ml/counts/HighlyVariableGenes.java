package atlasprox.ml.counts;

import atlasprox.BadDataException;
import atlasprox.counts.CountCheck;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.counts.genes.GeneFlavor;
import atlasprox.ml.params.CountParamTable;
import atlasprox.ml.params.GeneParams;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.CountColumns;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/** Finds highly variable genes, within batches and merged as scanpy does, and takes these alone of normalised counts. */
public final class HighlyVariableGenes extends Estimator<HighlyVariableGenesModel>
        implements GeneParams<HighlyVariableGenes>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final CountParamTable.OfGenes paramSet;

    /** A stage with a uid of its own. */
    public HighlyVariableGenes() {
        this(Identifiable$.MODULE$.randomUID("highlyVariableGenes"));
    }

    /** @param uid the identifier that Spark ML knows this stage by */
    public HighlyVariableGenes(String uid) {
        this.uid = uid;
        this.paramSet = new CountParamTable.OfGenes(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CountParamTable.OfGenes paramSet() {
        return paramSet;
    }

    /** @throws BadDataException if the counts, the vectors or a batch column are missing, or there is a column of the output's name */
    @Override
    public StructType transformSchema(StructType schema) {
        settings().requireCoherent();
        StageColumns.require(schema, "countsCol", getOrDefault(countsCol()));
        BatchColumn.nameOrOne(schema, List.of(getOrDefault(batchCol())));
        return HighlyVariableGenesModel.schema(this, schema);
    }

    /** @return the settings in force, as far as they are this stage's */
    public CountSettings settings() {
        return CountSettings.ofGenes(
                (Integer) getOrDefault(genes()),
                GeneFlavor.of(getOrDefault(geneFlavor())),
                (Boolean) getOrDefault(normalized()),
                (Boolean) getOrDefault(roundCounts()));
    }

    /**
     * @param dataset a table of cells with counts; rows that are no usable cells have no say
     * @return a model that takes the genes found
     * @throws BadDataException if there are no usable counts
     */
    @Override
    public HighlyVariableGenesModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        CountColumns.Counts counts = CountColumns.in(dataset.toDF(), getOrDefault(countsCol()));
        List<String> genes = SparkCountPca.variable(
                        dataset.toDF(),
                        BatchColumn.nameOrOne(dataset.schema(), List.of(getOrDefault(batchCol()))),
                        counts.vectors(),
                        counts.genes(),
                        settings(),
                        new CountCheck(getOrDefault(countsCol()), false))
                .names();
        return copyValues(new HighlyVariableGenesModel(uid, genes).setParent(this), ParamMap.empty());
    }

    @Override
    public HighlyVariableGenes copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** @return a reader of saved stages */
    public static MLReader<HighlyVariableGenes> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the stage
     */
    public static HighlyVariableGenes load(String path) {
        return read().load(path);
    }
}
