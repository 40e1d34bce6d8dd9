package atlasprox.ml.counts;

import atlasprox.BadDataException;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.ml.params.CountParamTable;
import atlasprox.ml.params.NormalizerParams;
import atlasprox.read.table.CountColumns;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Gives each cell 10,000 counts in all and takes log(1 + x) of what it then has of each gene: the first of the stages that lead from counts to a
 * corrected embedding. They take the same genes and find the same components, to the last bit, as {@code embed} on the command line.
 *
 * <pre>{@code
 * new Pipeline().setStages(new PipelineStage[] {
 *     new CountNormalizer(), new HighlyVariableGenes().setBatchCol("donor"), new CountPca(),
 *     new BatchRefiner().setEmbeddingCol("X_pca").setBatchCol("donor")});
 * }</pre>
 *
 * <p>Genes are known by their names, which stand in a list {@code genes} in the column's metadata, or are its ML attributes, else its numbers.
 */
public final class CountNormalizer extends Transformer
        implements NormalizerParams<CountNormalizer>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final CountParamTable.OfNormalizer paramSet;

    /** A stage with a uid of its own. */
    public CountNormalizer() {
        this(Identifiable$.MODULE$.randomUID("countNormalizer"));
    }

    /** @param uid the identifier that Spark ML knows this stage by */
    public CountNormalizer(String uid) {
        this.uid = uid;
        this.paramSet = new CountParamTable.OfNormalizer(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CountParamTable.OfNormalizer paramSet() {
        return paramSet;
    }

    /** @throws BadDataException if there are no such counts, or a column of the output's name */
    @Override
    public StructType transformSchema(StructType schema) {
        StageColumns.require(schema, "countsCol", getOrDefault(countsCol()));
        return StageColumns.add(schema, getOrDefault(outputCol()), SQLDataTypes.VectorType());
    }

    /**
     * @param dataset a table of cells with counts
     * @return the same with a sparse vector for each cell, null for rows that are no usable cells
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        CountColumns.Counts counts = CountColumns.in(dataset.toDF(), getOrDefault(countsCol()));
        CountSettings settings = CountSettings.ofLogs((Boolean) getOrDefault(roundCounts()));
        return CountColumns.named(
                dataset.withColumn(
                        getOrDefault(outputCol()),
                        SparkCountPca.logged(counts.vectors(), counts.genes().size(), settings)),
                getOrDefault(outputCol()),
                counts.genes());
    }

    @Override
    public CountNormalizer copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** @return a reader of saved stages */
    public static MLReader<CountNormalizer> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the stage
     */
    public static CountNormalizer load(String path) {
        return read().load(path);
    }
}
