package atlasprox.ml.counts;

import atlasprox.BadDataException;
import atlasprox.counts.SparkCountPca;
import atlasprox.ml.params.CountParamTable;
import atlasprox.ml.params.GeneParams;
import atlasprox.ml.persist.StageMetadata;
import atlasprox.read.table.CountColumns;
import atlasprox.read.table.GeneNames;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Takes the genes that were found of other cells, by their names; those that a table lacks are 0. */
public final class HighlyVariableGenesModel extends Model<HighlyVariableGenesModel>
        implements GeneParams<HighlyVariableGenesModel>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final CountParamTable.OfGenes paramSet;
    private final List<String> chosen;

    HighlyVariableGenesModel(String uid, List<String> chosen) {
        this.uid = uid;
        this.paramSet = new CountParamTable.OfGenes(this);
        this.chosen = List.copyOf(chosen);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CountParamTable.OfGenes paramSet() {
        return paramSet;
    }

    /** @return the names of the genes, in the order of the vectors */
    public List<String> chosen() {
        return chosen;
    }

    static StructType schema(GeneParams<?> stage, StructType schema) {
        StageColumns.require(schema, "inputCol", stage.getOrDefault(stage.inputCol()));
        return StageColumns.add(schema, stage.getOrDefault(stage.outputCol()), SQLDataTypes.VectorType());
    }

    /** @throws BadDataException if the vectors are missing, or there is a column of the output's name */
    @Override
    public StructType transformSchema(StructType schema) {
        return schema(this, schema);
    }

    /**
     * @param dataset a table of cells with vectors whose genes have names
     * @return the same with vectors of the genes found; null where there is none to take them from
     * @throws BadDataException if the table has none of these genes
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        CountColumns.Counts values = CountColumns.in(dataset.toDF(), getOrDefault(inputCol()));
        GeneNames.requireCommon(chosen, values.genes());
        return CountColumns.named(
                dataset.withColumn(
                        getOrDefault(outputCol()), SparkCountPca.chosen(values.vectors(), values.genes(), chosen)),
                getOrDefault(outputCol()),
                chosen);
    }

    @Override
    public HighlyVariableGenesModel copy(ParamMap extra) {
        return copyValues(new HighlyVariableGenesModel(uid, chosen).setParent(parent()), extra);
    }

    @Override
    public MLWriter write() {
        HighlyVariableGenesModel model = this;
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                StageMetadata.save(model, path, sparkSession(), Map.of("chosen", chosen));
            }
        };
    }

    /** @return a reader of saved models */
    public static MLReader<HighlyVariableGenesModel> read() {
        return new MLReader<>() {
            @Override
            public HighlyVariableGenesModel load(String path) {
                return StageMetadata.load(
                        path,
                        sparkSession(),
                        HighlyVariableGenesModel.class,
                        (uid, own) -> new HighlyVariableGenesModel(
                                uid,
                                StreamSupport.stream(own.path("chosen").spliterator(), false)
                                        .map(name -> name.asText())
                                        .toList()));
            }
        };
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the model
     * @throws BadDataException if it cannot be read
     */
    public static HighlyVariableGenesModel load(String path) {
        return read().load(path);
    }
}
