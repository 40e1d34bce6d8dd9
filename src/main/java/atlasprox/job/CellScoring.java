package atlasprox.job;

import atlasprox.metrics.EmbeddingScores;
import atlasprox.metrics.Evaluation;
import atlasprox.metrics.Metric;
import atlasprox.metrics.Profile;
import atlasprox.metrics.Scorer;
import atlasprox.metrics.groups.CodedCells;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.NeighbourSearch;
import atlasprox.metrics.neighbours.SparkNeighbours;
import atlasprox.metrics.score.UnscaledLisi;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.sample.SampledCell;
import atlasprox.sample.ScoreSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scores embeddings of a table's cells side by side, the first being what the others are compared with. */
final class CellScoring {
    private final List<EmbeddingColumn> embeddings;
    private final BatchColumn batch;
    private final Optional<String> label;
    private final ScoreSettings settings;
    private final Progress progress;

    CellScoring(
            List<EmbeddingColumn> embeddings,
            BatchColumn batch,
            Optional<String> label,
            ScoreSettings settings,
            Progress progress) {
        this.embeddings = embeddings;
        this.batch = batch;
        this.label = label;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * @param table has the columns
     * @param rows the number of its rows
     * @throws atlasprox.BadDataException if no row is usable
     */
    Evaluation of(Dataset<Row> table, long rows) {
        long started = System.nanoTime();
        progress.phase("sampling cells to score", rows);
        ScoreSample sample = ScoreSample.of(table, embeddings, batch, label, settings.seed());
        List<SampledCell> sampled = sample.sampled(settings.maxCells());
        CodedCells cells = CodedCells.of(
                sampled.stream().map(SampledCell::batch).toList(),
                sampled.stream().map(SampledCell::label).toList());
        Unsettled unsettled = new Unsettled();
        NeighbourSearch search = new SparkNeighbours(
                JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext()));
        Scorer scorer = new Scorer(cells, settings.profile(), search, settings.seed(), unsettled);
        UnscaledLisi lisi = new UnscaledLisi(lisiColumns(cells), search);
        List<String> unsure = new ArrayList<>();
        List<EmbeddingScores> scores = new ArrayList<>();
        float[][] before = embedding(sampled, 0);
        for (int i = 0; i < embeddings.size(); i++) {
            String name = embeddings.get(i).name();
            progress.phase("scoring " + name, sampled.size());
            float[][] embedding = i == 0 ? before : embedding(sampled, i);
            scores.add(
                    EmbeddingScores.of(name, settings.profile(), scorer, lisi.of(embedding), cells, before, embedding));
            unsettled.take().forEach(sentence -> unsure.add(name + ": " + sentence));
        }
        return new Evaluation(
                settings.profile().name().toLowerCase(Locale.ROOT),
                sample.cells(),
                sampled.size(),
                cells.labelled().length,
                cells.batchNames().size(),
                cells.labelNames().size(),
                settings.seed(),
                (System.nanoTime() - started) / 1e9,
                scores,
                Stream.concat(notes(rows, sample.cells(), cells, scores).stream(), unsure.stream())
                        .toList());
    }

    /** None where the profile has no unscaled LISI. */
    private List<UnscaledLisi.Column> lisiColumns(CodedCells cells) {
        List<UnscaledLisi.Column> columns = new ArrayList<>();
        if (settings.profile() == Profile.LISI) {
            int count = batch.names().size();
            for (int i = 0; i < count; i++) {
                int place = i;
                List<String> values = cells.batchNames().stream()
                        .map(name -> BatchColumn.values(name, count).get(place))
                        .toList();
                columns.add(
                        UnscaledLisi.Column.of(UnscaledLisi.BATCH, batch.names().get(i), cells.batches(), values));
            }
            label.ifPresent(name -> columns.add(new UnscaledLisi.Column(UnscaledLisi.CELL_TYPE, name, cells.labels())));
        }
        return columns;
    }

    private static float[][] embedding(List<SampledCell> cells, int i) {
        return cells.stream().map(cell -> cell.embeddings()[i]).toArray(float[][]::new);
    }

    private List<String> notes(long rows, long usable, CodedCells cells, List<EmbeddingScores> scores) {
        List<String> notes = new ArrayList<>();
        int scored = cells.batches().length;
        if (rows > usable) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d rows have no batch or no finite embedding and were not scored.",
                    rows - usable,
                    rows));
        }
        if (usable > scored) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Scored on %,d of %,d cells, drawn by batch and label with seed %d; scores depend on the number of cells.",
                    scored,
                    usable,
                    settings.seed()));
        }
        int unlabelled = scored - cells.labelled().length;
        if (label.isEmpty()) {
            notes.add("No label column was given, so only metrics that need none have values.");
        } else if (unlabelled > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d scored cells have no label and are left out of the metrics that need one.",
                    unlabelled,
                    scored));
        }
        boolean lisi = settings.profile() == Profile.LISI;
        if (cells.batchNames().size() == 1) {
            notes.add("There is a single batch, so there is nothing to correct, and "
                    + (lisi ? "batch LISI is 1 of whatever embedding." : "most metrics of that have no values."));
        }
        if (cells.labelNames().size() == 1) {
            notes.add("There is a single label, so "
                    + (lisi
                            ? "cell-type LISI is 1 of whatever embedding, and there is no held-out F1."
                            : "metrics that need labels have no values."));
        }
        if (lisi) {
            notes.add("Batch LISI alone rewards scrambling: never read it without cell-type LISI and held-out F1"
                    + (cells.labelNames().isEmpty() ? ", which need labels." : "."));
        }
        notes.addAll(incomplete("bio conservation", settings.profile().bio(), scores));
        notes.addAll(incomplete("batch correction", settings.profile().batch(), scores));
        return notes;
    }

    /** A sentence for all embeddings that lack the same metrics of a side. */
    private static List<String> incomplete(String side, Set<Metric> metrics, List<EmbeddingScores> scores) {
        Map<String, List<String>> embeddings = new LinkedHashMap<>();
        for (EmbeddingScores found : scores) {
            String lacking = Arrays.stream(Metric.values())
                    .filter(metrics::contains)
                    .map(Metric::title)
                    .filter(title -> !found.metrics().containsKey(title))
                    .collect(Collectors.joining(", "));
            if (!lacking.isEmpty()) {
                embeddings.computeIfAbsent(lacking, none -> new ArrayList<>()).add(found.embedding());
            }
        }
        return embeddings.entrySet().stream()
                .map(entry -> "No score of " + side + ", and no total, for " + String.join(", ", entry.getValue())
                        + ": no value for " + entry.getKey() + ".")
                .toList();
    }
}
