package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.labels.LabelHead;
import atlasprox.labels.learn.SparkLabelClients;
import atlasprox.labels.learn.TooManyLabelsException;
import atlasprox.ml.params.CorrectionSetters;
import atlasprox.ml.params.RefinerParamSet;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.Setting;
import atlasprox.ml.params.StratumColumns;
import atlasprox.ml.persist.Learned;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.ml.persist.Renamed;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.results.FitSummary;
import atlasprox.rounds.Correction;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.RoundListener;
import atlasprox.spark.Shared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** A fitted refinement: corrects cells of the batches that it knows, seen in training or not. */
public final class BatchRefinerModel extends Model<BatchRefinerModel>
        implements CorrectionSetters<BatchRefinerModel>, RefinerParams, MLWritable {
    private static final long serialVersionUID = 1L;
    private static final String CORRECTED = "__atlasprox_corrected";

    private final String uid;
    private final RefinerParamSet paramSet;
    private final Learned learned;
    private final FitSummary summary;
    private final List<ModelVersion> versions;

    BatchRefinerModel(String uid, Learned learned, FitSummary summary, List<ModelVersion> versions) {
        this.uid = uid;
        this.paramSet = new RefinerParamSet(this);
        this.learned = learned;
        this.summary = summary;
        this.versions = List.copyOf(versions);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public RefinerParamSet paramSet() {
        return paramSet;
    }

    /** By its name, or one that it had in an earlier version. */
    @Override
    public Param<Object> getParam(String name) {
        return super.getParam(paramSet.find(name).map(Setting::name).orElse(name));
    }

    /** A model keeps the defaults that its fit went by, whatever those of a later version are. */
    @Override
    public <T> T resolved(Param<T> param) {
        return isDefined(param) ? getOrDefault(param) : defaultByOthers(param);
    }

    /** Takes the defaults that depended on other settings when it was fitted for its own. */
    void keepDefaults(BatchRefiner refiner) {
        for (Setting setting : paramSet.settings()) {
            if (setting.goesByOthers()) {
                keepDefault(setting.param(), refiner);
            }
        }
    }

    private <T> void keepDefault(Param<T> param, BatchRefiner refiner) {
        setDefault(param, refiner.defaultByOthers(param));
    }

    /** @return what was learned */
    public Correction correction() {
        return learned.correction();
    }

    Learned learned() {
        return learned;
    }

    /** @return what the fit saw and did; for a model that was extended, the last extension */
    public FitSummary summary() {
        return summary;
    }

    /** @return the versions that led to this one, itself last */
    public List<ModelVersion> versions() {
        return versions;
    }

    /**
     * Adds batches. Neither their order nor their company makes a difference, unless the reference grows: each is fitted to the reference
     * alone. Cells of batches that this model knows are corrected by the new model as by this one, to the last bit.
     *
     * @param arriving cells of new batches, with the embedding and the batch columns
     * @param growReference whether batches that arrive later are to be held against these too
     * @param listener is told of every round
     * @return the next version of this model
     * @throws BadDataException if columns are missing or of a wrong type, rows are not usable cells and {@code onInvalid} is {@code fail},
     *     a batch is known already, or the model keeps no reference
     */
    public BatchRefinerModel extend(Dataset<?> arriving, boolean growReference, RoundListener listener) {
        return FitLog.around(
                this, arriving, () -> new ModelExtension(this, growReference, listener).run(arriving.toDF()));
    }

    /**
     * The same; rounds are logged.
     *
     * @param arriving cells of new batches, with the embedding and the batch columns
     * @param growReference whether batches that arrive later are to be held against these too
     * @return the next version of this model
     * @throws BadDataException as above
     */
    public BatchRefinerModel extend(Dataset<?> arriving, boolean growReference) {
        return extend(arriving, growReference, BatchRefiner::log);
    }

    /** @return by label column what tells labels of corrected cells; none where none were asked for */
    public SortedMap<String, LabelHead> heads() {
        return learned.heads();
    }

    /**
     * Learns to tell labels, from labelled cells that this model corrects, in two passes over them. Labels move no cell.
     *
     * @param cells those that the model was fitted on, with label columns; a cell that lacks one, or is {@code unassigned}, teaches
     *     nothing of it
     * @param columns the label columns
     * @return the same model that can {@link LabelAnnotator annotate} cells
     * @throws BadDataException if a column is missing, no column of labels, or looks like one of identifiers
     */
    public BatchRefinerModel withLabels(Dataset<?> cells, String... columns) {
        SparkLabelClients clients = ModelLabels.clients(this, cells.toDF(), List.of(columns));
        return withHeads(clients, () -> new ModelLabels(this, clients).learned(List.of(columns)));
    }

    /**
     * The same from cells that are elsewhere.
     *
     * @param clients whoever has the cells that this model was fitted on
     * @param columns the label columns
     * @return the same model that can annotate cells; as it was, with a warning, where a column looks like one of identifiers
     */
    public BatchRefinerModel withSharedLabels(Exchanges clients, List<String> columns) {
        try {
            return withHeads(new ModelLabels(this, clients).learned(columns), List.of());
        } catch (TooManyLabelsException e) {
            return withWarning(
                    "The model learned no labels of " + String.join(", ", columns) + " (" + e.getMessage() + ").");
        }
    }

    /**
     * Has what tells labels take in those of cells that an extension has added.
     *
     * @param arriving cells of batches whose labels the model has not seen
     * @param columns label columns, of those that the model tells
     * @return the same model, which knows of their labels too
     * @throws BadDataException as above, or if the model does not tell labels of a column
     */
    public BatchRefinerModel withMoreLabels(Dataset<?> arriving, String... columns) {
        SparkLabelClients clients = ModelLabels.clients(this, arriving.toDF(), List.of(columns));
        return withHeads(clients, () -> new ModelLabels(this, clients).grown(List.of(columns)));
    }

    private BatchRefinerModel withHeads(SparkLabelClients clients, Supplier<SortedMap<String, LabelHead>> work) {
        SortedMap<String, LabelHead> heads;
        try {
            heads = work.get();
        } catch (TooManyLabelsException e) {
            throw new BadDataException(e.getMessage(), e);
        }
        return withHeads(heads, ModelLabels.warnings(clients, ModelLabels.minCells(this)));
    }

    private BatchRefinerModel withHeads(SortedMap<String, LabelHead> heads, List<String> warnings) {
        FitSummary told = summary;
        for (String warning : warnings) {
            told = told.withWarning(warning);
        }
        return copyValues(
                new BatchRefinerModel(uid, learned.withHeads(heads), told, versions).setParent(parent()),
                ParamMap.empty());
    }

    /**
     * @param warning what a user should know of this model, one plain sentence
     * @return the same model, whose summary says so
     */
    public BatchRefinerModel withWarning(String warning) {
        return copyValues(
                new BatchRefinerModel(uid, learned, summary.withWarning(warning), versions).setParent(parent()),
                ParamMap.empty());
    }

    /**
     * @param other another version of this model
     * @return that version, with the settings of this one
     */
    public BatchRefinerModel withLearnedOf(BatchRefinerModel other) {
        return copyValues(new BatchRefinerModel(uid, other.learned, other.summary, other.versions), ParamMap.empty());
    }

    /**
     * @param names to names of batches of this model other ones
     * @return the same model of these batches alone, by the other names
     */
    public BatchRefinerModel named(SortedMap<String, String> names) {
        Learned renamed =
                new Learned(Renamed.of(correction(), names), learned.reference(), learned.ofValues(), learned.heads());
        return copyValues(new BatchRefinerModel(uid, renamed, summary, versions), ParamMap.empty());
    }

    BatchRefinerModel extended(Learned next, FitSummary nextSummary, boolean growReference) {
        List<ModelVersion> longer = new ArrayList<>(versions);
        longer.add(versions.get(versions.size() - 1).next(nextSummary, inForceOfVersion(), growReference));
        return copyValues(new BatchRefinerModel(uid, next, nextSummary, longer), ParamMap.empty());
    }

    /**
     * @param embedding an embedding
     * @param dimension its number of dimensions
     * @throws BadDataException if that is not the model's
     */
    public void requireDimension(EmbeddingColumn embedding, int dimension) {
        if (dimension != correction().dimension()) {
            throw new BadDataException("embedding '" + embedding.name() + "' has " + dimension
                    + " dimensions; the model was fitted on "
                    + correction().dimension()
                    + ": choose the embedding that it was fitted on by --embedding");
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return correctedSchema(schema);
    }

    /**
     * Adds the corrected embedding; lazily, row by row. The model is on every executor as long as this JVM holds on to the result or to a
     * table made of it; Spark's cleaner takes it off after that. {@link #correcting} does so when told.
     *
     * @param dataset a table with the embedding and the batch columns
     * @return the table with the corrected embedding, of the embedding's own type; without the rows that are not usable cells
     *     where {@code onInvalid} is {@code drop}
     * @throws BadDataException at once if columns are missing or of a wrong type; while the result is computed if a row is not a
     *     usable cell, its batch is unknown or its dimension is another, and the settings do not pass such rows
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return correcting(dataset).rows();
    }

    /**
     * The same for a result that is needed for a while.
     *
     * @param dataset a table with the embedding and the batch columns
     * @return what {@link #transform} gives, until it is closed
     * @throws BadDataException as there
     */
    public CorrectedRows correcting(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        EmbeddingColumn embedding = embedding(dataset.schema());
        Column batch = new StratumColumns(this).usableBatch(dataset.schema());
        Shared<Correction> shared = Shared.of(
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()), correction());
        CellCorrector corrector = new CellCorrector(
                shared,
                embedding.isSinglePrecision(),
                "pass".equals(getOrDefault(onInvalid())),
                "pass".equals(getOrDefault(unknownBatch())));
        Dataset<Row> rows = "drop".equals(getOrDefault(onInvalid()))
                ? dataset.toDF().filter(batch.isNotNull().and(embedding.isUsable()))
                : dataset.toDF();
        Column corrected = corrector.corrected(batch, embedding.asNumbers());
        return new CorrectedRows(withCorrected(rows, corrected, embedding), List.of(shared));
    }

    /** The corrected array is a column of its own first, so that it is computed once where it ends in many columns. */
    private Dataset<Row> withCorrected(Dataset<Row> rows, Column corrected, EmbeddingColumn embedding) {
        List<Column> columns = new ArrayList<>(
                Arrays.stream(rows.columns()).map(ColumnNames::column).toList());
        columns.addAll(embedding.columns(ColumnNames.column(CORRECTED), output(embedding)));
        return rows.withColumn(CORRECTED, corrected).select(columns.toArray(Column[]::new));
    }

    @Override
    public BatchRefinerModel copy(ParamMap extra) {
        return copyValues(new BatchRefinerModel(uid, learned, summary, versions).setParent(parent()), extra);
    }

    @Override
    public MLWriter write() {
        return Persistence.modelWriter(this);
    }

    /** @return a reader of saved models */
    public static MLReader<BatchRefinerModel> read() {
        return Persistence.modelReader();
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the model
     */
    public static BatchRefinerModel load(String path) {
        return read().load(path);
    }
}
