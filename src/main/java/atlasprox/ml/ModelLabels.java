package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.labels.AnnotationSettings;
import atlasprox.labels.LabelHead;
import atlasprox.labels.NearestPrototype;
import atlasprox.labels.SparkLabelHeads;
import atlasprox.math.Centre;
import atlasprox.ml.params.StratumColumns;
import atlasprox.results.FittedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The labels of the cells that a model was last fitted on or extended by. */
final class ModelLabels {
    private final BatchRefinerModel model;
    private final Dataset<Row> cells;
    private final List<String> warnings = new ArrayList<>();

    ModelLabels(BatchRefinerModel model, Dataset<Row> cells) {
        this.model = model;
        this.cells = cells;
    }

    SortedMap<String, LabelHead> learned(List<String> columns) {
        SortedMap<String, LabelHead> heads = new TreeMap<>(model.heads());
        columns.forEach(column -> heads.remove(column));
        SparkLabelHeads found = heads(columns);
        heads.putAll(found.learned(batches(), minCells()));
        warnOf(found.unassigned());
        return heads;
    }

    SortedMap<String, LabelHead> grown(List<String> columns) {
        for (String column : columns) {
            if (!model.heads().containsKey(column)) {
                throw new BadDataException("the model tells no labels of column " + Shown.name(column) + "; it tells "
                        + (model.heads().isEmpty()
                                ? "none"
                                : model.heads().keySet().stream()
                                        .map(Shown::name)
                                        .collect(Collectors.joining(", ")))
                        + ": fit it with --label " + column + ", or leave that out");
            }
        }
        SortedMap<String, LabelHead> heads = new TreeMap<>(model.heads());
        SparkLabelHeads found = heads(columns);
        heads.putAll(found.grown(model.heads(), arrived(), minCells()));
        warnOf(found.unassigned());
        return heads;
    }

    private void warnOf(Map<String, Long> unassigned) {
        unassigned.forEach((column, cells) -> warning(column, cells).ifPresent(warnings::add));
    }

    /** What to say of cells that are labelled as those are to which no label is given. */
    static Optional<String> warning(String column, long cells) {
        return cells == 0L
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s labelled '%s' in %s taken for unlabelled, since that stands for no label.",
                        cells == 1L ? "1 cell" : String.format(Locale.ROOT, "%,d cells", cells),
                        AnnotationSettings.UNASSIGNED,
                        Shown.name(column) + (cells == 1L ? " is" : " are")));
    }

    /** What a user should know of the labels learned, one plain sentence each. */
    List<String> warnings() {
        return warnings;
    }

    private SparkLabelHeads heads(List<String> columns) {
        return new SparkLabelHeads(
                cells,
                new StratumColumns(model).usableBatch(cells.schema()),
                model.embedding(cells.schema()),
                columns,
                model.correction(),
                centre(model),
                prototypes(model));
    }

    /** What a model's corrected cells are taken about. */
    static Centre centre(BatchRefinerModel model) {
        return model.correction() instanceof CentredMixture aligned
                ? aligned.centre()
                : Centre.origin(model.correction().dimension());
    }

    /** What a model's corrected cells are gathered by. */
    static NearestPrototype prototypes(BatchRefinerModel model) {
        return model.learned().reference() == null
                ? new NearestPrototype()
                : new NearestPrototype(model.learned().reference().prototype());
    }

    /** The cells of each batch that the model knows, by whatever version, and that has some. */
    private Map<String, Long> batches() {
        return model.versions().stream()
                .flatMap(version -> version.batches().stream())
                .filter(batch -> batch.cells() > 0L && model.correction().client(batch.batch()) >= 0)
                .collect(Collectors.toMap(FittedBatch::batch, FittedBatch::cells, Long::sum));
    }

    private long arrived() {
        return model.summary().batches().stream().mapToLong(FittedBatch::cells).sum();
    }

    private int minCells() {
        return (Integer) model.getOrDefault(model.minCells());
    }
}
