package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.labels.AnnotationSettings;
import atlasprox.labels.LabelHead;
import atlasprox.labels.told.SparkToldCells;
import atlasprox.math.Centre;
import atlasprox.ml.params.AnnotationParamTable;
import atlasprox.ml.params.AnnotationParams;
import atlasprox.ml.params.StratumColumns;
import atlasprox.ml.persist.StageMetadata;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.read.table.RowCode;
import atlasprox.results.AnnotationSummary;
import atlasprox.spark.Shared;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Labels of cells by a model that was fitted with some: corrects a table as the model does, and adds for each label column C
 * {@code C_predicted}, {@code C_confidence} (the label's probability), {@code C_novelty} (0 to 1, 1 being like nothing in the reference) and
 * {@code C_new}, null for rows that are no usable cells.
 *
 * <pre>{@code
 * BatchRefinerModel model = new BatchRefiner().setEmbeddingCol("X_pca").setBatchCol("donor").fit(cells).withLabels(cells, "cell_type");
 * Dataset<Row> annotated = new LabelAnnotator(model).transform(more);
 * }</pre>
 */
public final class LabelAnnotator extends Transformer implements AnnotationParams<LabelAnnotator>, MLWritable {
    private static final long serialVersionUID = 1L;
    private static final String ANNOTATED = "__atlasprox_annotated";
    private static final String MODEL = "model";

    /** The member of a saved stage that had its settings before they were Params. */
    private static final String FORMER_SETTINGS = "annotation";

    private final String uid;
    private final BatchRefinerModel model;
    private final AnnotationParamTable paramSet;

    /**
     * @param model one that tells labels
     * @throws BadDataException if the model tells no labels
     */
    public LabelAnnotator(BatchRefinerModel model) {
        this(Identifiable$.MODULE$.randomUID("labelAnnotator"), model);
        if (model.heads().isEmpty()) {
            throw new BadDataException(
                    "the model tells no labels; fit it again with --label and the column that has them, or correct cells by apply");
        }
    }

    private LabelAnnotator(String uid, BatchRefinerModel model) {
        this.uid = uid;
        this.model = model;
        this.paramSet = new AnnotationParamTable(this);
    }

    /** @return one without a model, for its settings alone */
    public static AnnotationParams<LabelAnnotator> settingsAlone() {
        return new LabelAnnotator("labelAnnotator", null);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public AnnotationParamTable paramSet() {
        return paramSet;
    }

    /** @return the columns that {@link #annotated} adds for a label column */
    private List<String> columns(String label) {
        List<String> columns = new ArrayList<>();
        for (String end :
                CellAnnotator.schema((Integer) getOrDefault(candidates())).fieldNames()) {
            columns.add(label + "_" + end);
        }
        return columns;
    }

    /**
     * @param schema a table's schema
     * @return with the corrected embedding and the labels
     * @throws BadDataException if a column is missing, or one that would be added is there
     */
    @Override
    public StructType transformSchema(StructType schema) {
        StructType all = model.transformSchema(schema);
        for (String label : model.heads().keySet()) {
            StructType fields = CellAnnotator.schema((Integer) getOrDefault(candidates()));
            for (String column : columns(label)) {
                Optional<String> inTheWay = ColumnNames.clash(all, column);
                if (inTheWay.isPresent()) {
                    throw new BadDataException(
                            "the table has a column '" + inTheWay.get()
                                    + "' already, and the model's labels would be written there: leave that column out, or give it another name");
                }
                all = all.add(
                        column,
                        fields.apply(column.substring(label.length() + 1)).dataType());
            }
        }
        return all;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return annotated(model.correcting(dataset)).rows();
    }

    /**
     * @param corrected a table that the model has corrected
     * @return the same with labels, to be closed in its place
     */
    public CorrectedRows annotated(CorrectedRows corrected) {
        Dataset<Row> annotated = corrected.rows();
        EmbeddingColumn before = model.embedding(annotated.schema());
        EmbeddingColumn after = EmbeddingColumn.resolve(annotated.schema(), model.output(before));
        Column batch = new StratumColumns(model).usableBatch(annotated.schema());
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(annotated.sparkSession().sparkContext());
        List<Shared<?>> heads = new ArrayList<>();
        for (Map.Entry<String, LabelHead> head : model.heads().entrySet()) {
            Shared<LabelHead> shared = Shared.of(context, head.getValue());
            heads.add(shared);
            annotated = with(annotated, head.getKey(), shared, batch, after);
        }
        return corrected.with(annotated, heads);
    }

    private Dataset<Row> with(
            Dataset<Row> rows, String label, Shared<LabelHead> shared, Column batch, EmbeddingColumn after) {
        Centre centre = ModelLabels.centre(model);
        StructType fields = CellAnnotator.schema((Integer) getOrDefault(candidates()));
        Column found = RowCode.call(
                new CellAnnotator(shared, centre, annotation()), "annotate", fields, batch, after.asFloats());
        List<Column> columns = new ArrayList<>(
                Arrays.stream(rows.columns()).map(ColumnNames::column).toList());
        for (String name : fields.fieldNames()) {
            columns.add(ColumnNames.column(ANNOTATED).getField(name).as(label + "_" + name));
        }
        return rows.withColumn(
                        ANNOTATED,
                        functions
                                .when(batch.isNotNull(), found)
                                .otherwise(functions.lit(null).cast(fields)))
                .select(columns.toArray(Column[]::new));
    }

    /**
     * What was told of the cells of a table, in one pass over it.
     *
     * @param table a table that this stage annotated, or what was written of it
     * @param given a column of labels of the table's own, beside which to hold those told, where the model tells labels of one column; by default
     *     the one of the model's own name, if there is one
     * @return a summary for each label column of the model
     * @throws BadDataException if the table lacks what an annotation adds, or the corrected embedding
     */
    public List<AnnotationSummary> summary(Dataset<?> table, Optional<String> given) {
        Dataset<Row> rows = table.toDF();
        requireAnnotated(rows.schema(), model.heads().keySet());
        EmbeddingColumn before = model.embedding(rows.schema());
        SparkToldCells.Reference reference =
                new SparkToldCells.Reference(model.heads(), ModelLabels.centre(model), ModelLabels.prototypes(model));
        return new SparkToldCells(reference, own(rows.schema(), given))
                .of(
                        rows,
                        new StratumColumns(model).usableBatch(rows.schema()),
                        EmbeddingColumn.resolve(rows.schema(), model.output(before)),
                        (Double) getOrDefault(newAbove()));
    }

    static void requireAnnotated(StructType schema, Set<String> labels) {
        for (String label : labels) {
            for (String end : CellAnnotator.schema(0).fieldNames()) {
                if (!ColumnNames.has(schema, label + "_" + end)) {
                    throw new BadDataException("the table has no column '" + label + "_" + end
                            + "', and was not annotated by this model: annotate it first; it has "
                            + ColumnNames.list(schema));
                }
            }
        }
    }

    private Map<String, String> own(StructType schema, Optional<String> given) {
        if (given.isPresent() && model.heads().size() == 1) {
            return Map.of(model.heads().firstKey(), given.get());
        }
        return model.heads().keySet().stream()
                .filter(label -> BatchColumn.isLabels(schema, label))
                .collect(Collectors.toMap(Function.identity(), Function.identity()));
    }

    @Override
    public LabelAnnotator copy(ParamMap extra) {
        return copyValues(new LabelAnnotator(uid, model.copy(extra)), extra);
    }

    /** @return a writer of the stage, with the model in a folder of its own */
    @Override
    public MLWriter write() {
        LabelAnnotator stage = this;
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                StageMetadata.save(stage, path, sparkSession(), Map.of());
                model.write().session(sparkSession()).saveImpl(new Path(path, MODEL).toString());
            }
        };
    }

    /** @return a reader of saved stages */
    public static MLReader<LabelAnnotator> read() {
        return new MLReader<>() {
            @Override
            public LabelAnnotator load(String path) {
                return StageMetadata.load(
                        path,
                        sparkSession(),
                        LabelAnnotator.class,
                        (uid, own) -> withFormerSettings(
                                new LabelAnnotator(uid, BatchRefinerModel.load(new Path(path, MODEL).toString())),
                                own));
            }
        };
    }

    /** The stage with the settings that its metadata has where they stood before; as it is, where there are none. */
    static LabelAnnotator withFormerSettings(LabelAnnotator stage, JsonNode own) {
        if (!own.has(FORMER_SETTINGS)) {
            return stage;
        }
        AnnotationSettings settings = Json.value(own.path(FORMER_SETTINGS), AnnotationSettings.class);
        return stage.setMinConfidence(settings.minConfidence())
                .setMaxNovelty(settings.maxNovelty())
                .setNewAbove(settings.newAbove())
                .setCandidates(settings.candidates());
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the stage
     * @throws BadDataException if it cannot be read
     */
    public static LabelAnnotator load(String path) {
        return read().load(path);
    }
}
