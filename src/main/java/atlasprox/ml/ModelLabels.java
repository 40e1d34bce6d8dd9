package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.labels.AnnotationSettings;
import atlasprox.labels.LabelHead;
import atlasprox.labels.NearestPrototype;
import atlasprox.labels.learn.LabelFit;
import atlasprox.labels.learn.LabelPlace;
import atlasprox.labels.learn.LeftOut;
import atlasprox.labels.learn.SparkLabelClients;
import atlasprox.labels.learn.TooManyLabelsException;
import atlasprox.math.Centre;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.StratumColumns;
import atlasprox.results.FittedBatch;
import atlasprox.rounds.Exchanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The labels of the cells that a model was last fitted on or extended by. */
final class ModelLabels {
    private static final int NAMED = 10;

    private final BatchRefinerModel model;
    private final Exchanges clients;

    /** @param clients whoever has the cells */
    ModelLabels(BatchRefinerModel model, Exchanges clients) {
        this.model = model;
        this.clients = clients;
    }

    /** The cells of a table, of batches that the model knows. */
    static SparkLabelClients clients(BatchRefinerModel model, Dataset<Row> cells, List<String> columns) {
        Map<String, String> names = new HashMap<>();
        model.correction().batches().forEach(batch -> names.put(batch, batch));
        return clients(model, cells, model.correction().dimension(), columns, names, 0);
    }

    /**
     * @param dimension the number of dimensions d of the embedding
     * @param names to the table's names of batches those that the model knows
     * @param number of the first of them
     */
    static SparkLabelClients clients(
            RefinerParams params,
            Dataset<Row> cells,
            int dimension,
            List<String> columns,
            Map<String, String> names,
            int number) {
        StructType schema = cells.schema();
        Column batch = new StratumColumns(params).usableBatch(schema);
        return new SparkLabelClients(
                new SparkLabelClients.Table(
                        cells,
                        batch,
                        FitParts.columnOf(params, schema).orElse(batch),
                        params.embedding(schema),
                        dimension,
                        isFittedInPart(params)),
                columns,
                names,
                number,
                minCells(params));
    }

    /** Whether the census has the moments of the cells trained on, beside others. */
    private static boolean isFittedInPart(RefinerParams params) {
        return params.isAsPublished() && (Double) params.getOrDefault(params.trainFraction()) < 1.0;
    }

    /** @throws TooManyLabelsException if a column looks like one of identifiers */
    SortedMap<String, LabelHead> learned(List<String> columns) {
        SortedMap<String, LabelHead> heads = new TreeMap<>(model.heads());
        columns.forEach(column -> heads.remove(column));
        heads.putAll(fit(columns).learned(batches()));
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
        heads.putAll(fit(columns).grown(model.heads(), arrived()));
        return heads;
    }

    private LabelFit fit(List<String> columns) {
        return new LabelFit(
                columns,
                new LabelPlace(model.correction(), centre(model), prototypes(model)),
                minCells(model),
                clients);
    }

    /** What a user should know of the labels learned, one plain sentence each. */
    static List<String> warnings(SparkLabelClients clients, int minCells) {
        List<String> warnings = new ArrayList<>();
        clients.unassigned().forEach((column, cells) -> warning(column, cells).ifPresent(warnings::add));
        clients.leftOut()
                .forEach((column, left) -> warning(column, left, minCells).ifPresent(warnings::add));
        return warnings;
    }

    /** What to say of cells that are labelled as those are to which no label is given. */
    static Optional<String> warning(String column, long cells) {
        return cells == 0L
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s labelled '%s' in %s taken for unlabelled, since that stands for no label.",
                        cells(cells),
                        AnnotationSettings.UNASSIGNED,
                        Shown.name(column) + (cells == 1L ? " is" : " are")));
    }

    private static String cells(long cells) {
        return cells == 1L ? "1 cell" : String.format(Locale.ROOT, "%,d cells", cells);
    }

    /** What to say of cells that are too few together. */
    static Optional<String> warning(String column, LeftOut left, int minCells) {
        if (left.cells() == 0L) {
            return Optional.empty();
        }
        String none = left.labels().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(NAMED)
                .map(label -> Shown.name(label.getKey()) + " (" + cells(label.getValue()) + ")")
                .collect(Collectors.joining(", "));
        return Optional.of(cells(left.cells()) + " labelled in " + Shown.name(column)
                + " teach the model nothing: of one batch, with the same labels and near each other, they are fewer than "
                + minCells + ", or would tell of such (--min-cells)"
                + (none.isEmpty()
                        ? "."
                        : "; so nothing is learned here of " + none
                                + (left.labels().size() > NAMED
                                        ? " and " + (left.labels().size() - NAMED) + " more labels"
                                        : "")
                                + "."));
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

    static int minCells(RefinerParams params) {
        return (Integer) params.getOrDefault(params.minCells());
    }
}
