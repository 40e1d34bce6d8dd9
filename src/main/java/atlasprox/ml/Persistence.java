package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Version;
import atlasprox.film.FilmTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.json4s.AsJsonInput$;
import org.json4s.JObject;
import org.json4s.jackson.JsonMethods$;
import scala.Option;

/**
 * Saved models: {@code metadata/}, one JSON line with the format version, all settings and the fit's summary, and {@code data/},
 * one Parquet row per batch with its adapter.
 */
final class Persistence {
    /** Raised whenever a folder written by this version could not be read by the one before. */
    private static final int FORMAT_VERSION = 1;

    private static final String MODEL_CLASS = BatchRefinerModel.class.getName();
    private static final String REMEDY =
            "name a folder by --model that fit wrote, or _atlasprox/model in an output of correct";

    private Persistence() {}

    static MLReader<BatchRefiner> refinerReader() {
        return new DefaultParamsReader<>();
    }

    static MLWriter modelWriter(BatchRefinerModel model) {
        return new ModelWriter(model);
    }

    static MLReader<BatchRefinerModel> modelReader() {
        return new ModelReader();
    }

    private static final class ModelWriter extends MLWriter {
        private final BatchRefinerModel model;

        ModelWriter(BatchRefinerModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            String extra = Json.line(Map.of(
                    "formatVersion", FORMAT_VERSION, "atlasprox", Version.atlasprox(), "summary", model.summary()));
            DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession(), Option.apply(json4s(extra)));
            rows(sparkSession(), (FilmTable) model.correction())
                    .coalesce(1)
                    .write()
                    .parquet(new Path(path, "data").toString());
        }
    }

    private static final class ModelReader extends MLReader<BatchRefinerModel> {

        @Override
        public BatchRefinerModel load(String path) {
            try {
                requireMetadata(path);
                return model(path);
            } catch (BadDataException e) {
                throw e;
            } catch (Exception e) { // Scala throws checked exceptions undeclared.
                throw new BadDataException("cannot read the model " + path + " (" + firstLine(e) + "); " + REMEDY, e);
            }
        }

        private void requireMetadata(String path) throws IOException {
            Path metadata = new Path(path, "metadata");
            if (!metadata.getFileSystem(sparkSession().sparkContext().hadoopConfiguration())
                    .exists(metadata)) {
                throw new BadDataException("there is no model in " + path + "; " + REMEDY);
            }
        }

        private BatchRefinerModel model(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), MODEL_CLASS);
            JsonNode json = Json.tree(metadata.metadataJson());
            requireFormat(path, json.path("formatVersion").asInt());
            FitSummary summary = Json.value(json.path("summary"), FitSummary.class);
            Dataset<Row> rows = sparkSession().read().parquet(new Path(path, "data").toString());
            BatchRefinerModel model = new BatchRefinerModel(metadata.uid(), table(rows, summary.dimension()), summary);
            metadata.getAndSetParams(model, Option.empty());
            return model;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static JObject json4s(String json) {
        return (JObject) JsonMethods$.MODULE$.parse(json, false, false, AsJsonInput$.MODULE$.stringAsJsonInput());
    }

    private static void requireFormat(String path, int version) {
        if (version < 1 || version > FORMAT_VERSION) {
            throw new BadDataException("the model " + path + " has format version " + version
                    + "; this program reads versions 1 to " + FORMAT_VERSION + ": update it, or fit the model again");
        }
    }

    private static Dataset<Row> rows(SparkSession session, FilmTable table) {
        StructType schema = new StructType()
                .add("batch", DataTypes.StringType)
                .add("gamma", DataTypes.createArrayType(DataTypes.DoubleType, false))
                .add("beta", DataTypes.createArrayType(DataTypes.DoubleType, false));
        List<Row> rows = new ArrayList<>();
        for (String batch : table.batches()) {
            int client = table.client(batch);
            rows.add(RowFactory.create(batch, table.gamma(client), table.beta(client)));
        }
        return session.createDataFrame(rows, schema);
    }

    private static FilmTable table(Dataset<Row> rows, int dimension) {
        List<Row> ordered = new ArrayList<>(rows.collectAsList());
        ordered.sort((a, b) -> a.<String>getAs("batch").compareTo(b.getAs("batch")));
        List<String> batches =
                ordered.stream().map(row -> row.<String>getAs("batch")).toList();
        return new FilmTable(batches, dimension, doubles(ordered, "gamma"), doubles(ordered, "beta"));
    }

    private static double[][] doubles(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> row.<Double>getList(row.fieldIndex(column)).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
    }
}
