package atlasprox.ml.counts;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountModels;
import atlasprox.counts.SparkCountPca;
import atlasprox.ml.params.CountParamTable;
import atlasprox.ml.params.PcaParams;
import atlasprox.ml.persist.StageMetadata;
import atlasprox.read.table.CountColumns;
import atlasprox.read.table.GeneNames;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Gives cells the coordinates by the components that were found of others; genes that a table lacks are 0. */
public final class CountPcaModel extends Model<CountPcaModel> implements PcaParams<CountPcaModel>, MLWritable {
    private static final long serialVersionUID = 1L;
    private static final String GENES = "genes";

    private final String uid;
    private final CountParamTable.OfPca paramSet;
    private final CountModel model;

    CountPcaModel(String uid, CountModel model) {
        this.uid = uid;
        this.paramSet = new CountParamTable.OfPca(this);
        this.model = model;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CountParamTable.OfPca paramSet() {
        return paramSet;
    }

    /** @return means, deviations and loadings of the genes, and what each component explains */
    public CountModel model() {
        return model;
    }

    static StructType schema(PcaParams<?> stage, StructType schema) {
        StageColumns.require(schema, "inputCol", stage.getOrDefault(stage.inputCol()));
        return StageColumns.add(
                schema, stage.getOrDefault(stage.outputCol()), DataTypes.createArrayType(DataTypes.FloatType, false));
    }

    /** @throws BadDataException if the vectors are missing, or there is a column of the output's name */
    @Override
    public StructType transformSchema(StructType schema) {
        return schema(this, schema);
    }

    /**
     * @param dataset a table of cells with vectors of normalised counts
     * @return the same with the embedding, arrays of float; null where there is no vector
     * @throws BadDataException if the table has none of the model's genes
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        CountColumns.Counts values = CountColumns.in(dataset.toDF(), getOrDefault(inputCol()));
        GeneNames.requireCommon(model.genes(), values.genes());
        return dataset.withColumn(
                getOrDefault(outputCol()), SparkCountPca.projected(model, values.vectors(), values.genes()));
    }

    @Override
    public CountPcaModel copy(ParamMap extra) {
        return copyValues(new CountPcaModel(uid, model).setParent(parent()), extra);
    }

    /** What a model needs beside its genes. */
    private record Components(CountSettings settings, double[] variance, double[] share) {}

    @Override
    public MLWriter write() {
        CountPcaModel stage = this;
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                Components components = new Components(model.settings(), model.variance(), model.share());
                StageMetadata.save(stage, path, sparkSession(), Map.of("components", components));
                SparkCountModels.saveGenes(model, sparkSession(), new Path(path, GENES).toString());
            }
        };
    }

    /** @return a reader of saved models */
    public static MLReader<CountPcaModel> read() {
        return new MLReader<>() {
            @Override
            public CountPcaModel load(String path) {
                return StageMetadata.load(
                        path,
                        sparkSession(),
                        CountPcaModel.class,
                        (uid, own) -> new CountPcaModel(uid, saved(path, sparkSession(), own)));
            }
        };
    }

    private static CountModel saved(String path, SparkSession session, JsonNode own) {
        Components components = Json.value(own.path("components"), Components.class);
        return SparkCountModels.loadGenes(
                session,
                new Path(path, GENES).toString(),
                components.settings(),
                components.variance(),
                components.share());
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the model
     * @throws BadDataException if it cannot be read
     */
    public static CountPcaModel load(String path) {
        return read().load(path);
    }
}
