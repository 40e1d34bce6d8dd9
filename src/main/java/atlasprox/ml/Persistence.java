package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Reason;
import atlasprox.Version;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.math.Centre;
import atlasprox.ml.persist.Checksums;
import atlasprox.ml.persist.CorrectionTables;
import atlasprox.ml.persist.LabelTables;
import atlasprox.ml.persist.Learned;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.ml.persist.StageMetadata;
import atlasprox.results.FitSummary;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Saved models: {@code metadata/}, one JSON line with the format version, all settings and the fit's summary, and {@code data/},
 * what was learned ({@link CorrectionTables}, {@link LabelTables}). {@link Checksums} of both stand beside them; models saved before there were any have none.
 */
final class Persistence {
    /** Raised whenever a folder written by this version could not be read by the one before. */
    private static final int FORMAT_VERSION = 6;

    private static final String MODEL_CLASS = BatchRefinerModel.class.getName();
    private static final String LABELS = "labels";
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
            Map<String, Object> extra = new LinkedHashMap<>();
            extra.put("formatVersion", FORMAT_VERSION);
            extra.put("atlasprox", Version.atlasprox());
            extra.put("checksums", Checksums.FILE);
            if (model.correction() instanceof CentredMixture aligned) {
                extra.put(
                        "mixture",
                        new Mixture(
                                aligned.mixture().sigma(),
                                aligned.mixture().innerIterations(),
                                Optional.ofNullable(model.learned().reference())
                                        .map(Reference::cells)
                                        .orElse(0L),
                                aligned.centre().coordinates(),
                                cells(model.learned().ofValues())));
            }
            if (!model.heads().isEmpty()) {
                extra.put(LABELS, List.copyOf(model.heads().keySet()));
            }
            extra.put("summary", model.summary());
            extra.put("versions", model.versions());
            StageMetadata.save(model, path, sparkSession(), extra);
            tables(path, sparkSession()).write(model.learned());
            if (!model.heads().isEmpty()) {
                new LabelTables(sparkSession(), data(path)).write(model.heads());
            }
            try {
                checksums(path, sparkSession()).write();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the checksums of the model " + path, e);
            }
        }
    }

    private static Map<String, Long> cells(Map<String, Reference> ofValues) {
        Map<String, Long> cells = new TreeMap<>();
        ofValues.forEach((value, reference) -> cells.put(value, reference.cells()));
        return cells;
    }

    private static final class ModelReader extends MLReader<BatchRefinerModel> {

        @Override
        public BatchRefinerModel load(String path) {
            try {
                requireMetadata(path);
                return model(path, checksums(path, sparkSession()));
            } catch (BadDataException e) {
                throw e;
            } catch (Exception e) { // Scala throws checked exceptions undeclared.
                throw new BadDataException("cannot read the model " + path + " (" + Reason.of(e) + "); " + REMEDY, e);
            }
        }

        private void requireMetadata(String path) throws IOException {
            Path metadata = new Path(path, "metadata");
            if (!metadata.getFileSystem(sparkSession().sparkContext().hadoopConfiguration())
                    .exists(metadata)) {
                throw new BadDataException("there is no model in " + path + "; " + REMEDY);
            }
        }

        private BatchRefinerModel model(String path, Checksums checksums) throws IOException {
            boolean verified = checksums.verify();
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), MODEL_CLASS);
            JsonNode json = Json.tree(metadata.metadataJson());
            requireFormat(path, json.path("formatVersion").asInt());
            if (!verified && json.has("checksums")) {
                throw checksums.missing();
            }
            FitSummary summary = Json.value(json.path("summary"), FitSummary.class);
            BatchRefinerModel model = new BatchRefinerModel(
                    metadata.uid(), learned(path, json, summary.dimension()), summary, versions(json, summary));
            metadata.getAndSetParams(model, Option.empty());
            return model;
        }

        /** Models that tell no labels, as all did before there were such, have no tables of them. */
        private Learned learned(String path, JsonNode json, int dimension) {
            Learned learned = corrected(path, json, dimension);
            return json.has(LABELS) ? learned.withHeads(new LabelTables(sparkSession(), data(path)).read()) : learned;
        }

        private Learned corrected(String path, JsonNode json, int dimension) {
            CorrectionTables tables = tables(path, sparkSession());
            if (!json.has("mixture")) {
                return new Learned(tables.readTable(dimension), null);
            }
            Mixture mixture = Json.value(json.path("mixture"), Mixture.class);
            return tables.readMixture(
                    mixture.sigma(),
                    mixture.innerIterations(),
                    mixture.referenceCells(),
                    mixture.values() == null ? Map.of() : mixture.values(),
                    mixture.centre(dimension));
        }

        /** Models saved before there were versions are first ones. */
        private static List<ModelVersion> versions(JsonNode json, FitSummary summary) {
            return json.has("versions")
                    ? List.of(Json.value(json.path("versions"), ModelVersion[].class))
                    : List.of(ModelVersion.first(summary, new TreeMap<>(), summary.fingerprint()));
        }
    }

    /**
     * What a mixture needs beside its tables, whatever becomes of the Params; no reference cells where it was saved without, no centre where
     * it was saved before there was one, and its cells were taken about the origin; no values where none are preserved.
     */
    private record Mixture(
            double sigma, int innerIterations, long referenceCells, double[] centre, Map<String, Long> values) {

        Centre centre(int dimension) {
            return centre == null ? Centre.origin(dimension) : new Centre(centre);
        }
    }

    private static Checksums checksums(String path, SparkSession session) throws IOException {
        return new Checksums(path, session.sparkContext().hadoopConfiguration());
    }

    private static CorrectionTables tables(String path, SparkSession session) {
        return new CorrectionTables(session, data(path));
    }

    private static Path data(String path) {
        return new Path(path, "data");
    }

    private static void requireFormat(String path, int version) {
        if (version < 1 || version > FORMAT_VERSION) {
            throw new BadDataException("the model " + path + " has format version " + version
                    + "; this program reads versions 1 to " + FORMAT_VERSION + ": update it, or fit the model again");
        }
    }
}
