package atlasprox.read.anndata;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.read.anndata.tree.Container;
import atlasprox.read.genes.InputGenes;
import atlasprox.read.genes.JoinedGenes;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** AnnData as a table of cells: the index, every column of {@code obs}, and every dense array or table of {@code obsm}. */
public abstract class AnnDataCells implements CellFormat {
    private final Container container;
    private final Class<? extends AnnDataSource> source;

    /**
     * @param container the way in which the files are stored
     * @param source the data source that reads it
     */
    protected AnnDataCells(Container container, Class<? extends AnnDataSource> source) {
        this.container = container;
        this.source = source;
    }

    @Override
    public CellSource open(SparkSession session, List<String> inputs, List<String> files, Optional<String> embedding) {
        List<AnnDataSummary> summaries =
                files.stream().map(file -> AnnDataSummary.of(container, file)).toList();
        List<String> keys = keys(summaries, files, embedding);
        Dataset<Row> rows = session.read()
                .format(source.getName())
                .option("embedding", Json.line(keys))
                .load(files.toArray(String[]::new));
        AnnDataSummary first = summaries.get(0);
        return new CellSource(
                rows,
                inputs,
                PARQUET,
                first.defaultBatch(),
                Optional.of(first.indexName()),
                List.of(),
                warnings(summaries, files, keys, Optional.empty()));
    }

    @Override
    public CountSource counts(SparkSession session, List<String> inputs, List<String> files, CountChoice choice) {
        List<AnnDataSummary> summaries =
                files.stream().map(file -> AnnDataSummary.of(container, file)).toList();
        List<String> keys = new ArrayList<>(summaries.get(0).denseEmbeddingKeys());
        summaries.forEach(summary -> keys.retainAll(summary.denseEmbeddingKeys()));
        keys.removeIf(key -> !isAlike(summaries, key));
        AnnDataCounts counts = new AnnDataCounts(session, container, source, keys, choice.layer());
        List<InputGenes> genes = counts.inputs(files, choice);
        JoinedGenes joined = counts.genes(genes, choice);
        Dataset<Row> rows = counts.rows(genes, joined);
        List<String> warnings = warnings(summaries, files, keys, Optional.of(counts.column()));
        AnnDataSummary first = summaries.get(0);
        CellSource cells = new CellSource(
                rows,
                inputs,
                PARQUET,
                first.defaultBatch(),
                Optional.of(first.indexName()),
                List.of(),
                Stream.concat(warnings.stream(), counts.warnings().stream()).toList());
        return new CountSource(cells, counts.column(), joined.names());
    }

    private List<String> warnings(
            List<AnnDataSummary> summaries, List<String> files, List<String> keys, Optional<String> counts) {
        List<String> warnings = new ArrayList<>(leftOut(summaries, files, keys));
        if (container.leavesOut()) {
            warnings.addAll(MissingChunks.of(container, files, keys, counts));
        }
        return warnings;
    }

    /** One sentence for each key of {@code obsm} that a file has and the table has not. */
    private static List<String> leftOut(List<AnnDataSummary> summaries, List<String> files, List<String> keys) {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            Map<String, String> unreadable = summaries.get(i).unreadableEmbeddings();
            for (String key : summaries.get(i).embeddingKeys()) {
                if (!keys.contains(key)) {
                    String reason = unreadable.getOrDefault(
                            key,
                            "the files differ in it ("
                                    + summaries.get(i).embeddingForms().get(key) + " in " + files.get(i) + ")");
                    sentences.putIfAbsent(key, "obsm '" + key + "' is left out: " + reason + ".");
                }
            }
        }
        return List.copyOf(sentences.values());
    }

    private static List<String> keys(List<AnnDataSummary> summaries, List<String> files, Optional<String> embedding) {
        List<String> keys = new ArrayList<>(summaries.get(0).denseEmbeddingKeys());
        summaries.forEach(summary -> keys.retainAll(summary.denseEmbeddingKeys()));
        if (keys.stream().anyMatch(key -> isAlike(summaries, key))) {
            keys.removeIf(key -> !embedding.equals(Optional.of(key)) && !isAlike(summaries, key));
        }
        if (embedding.isPresent()
                && !keys.contains(embedding.get())
                && !summaries.get(0).columnNames().contains(embedding.get())) {
            return List.of(embedding.get());
        }
        if (keys.isEmpty()) {
            throw new BadDataException(files.get(0) + (files.size() > 1 ? " and the others have" : " has")
                    + " no dense array in obsm to take as the embedding; its keys are "
                    + summaries.get(0).embeddingKeys() + ": compute an embedding first"
                    + reasons(summaries));
        }
        return keys;
    }

    /** An embedding that nobody asked for is no reason to refuse files in which it differs. */
    private static boolean isAlike(List<AnnDataSummary> summaries, String key) {
        return summaries.stream()
                        .map(summary -> summary.embeddingForms().get(key))
                        .distinct()
                        .count()
                == 1;
    }

    private static String reasons(List<AnnDataSummary> summaries) {
        return summaries.stream()
                .flatMap(summary -> summary.unreadableEmbeddings().values().stream())
                .findFirst()
                .map(reason -> " (" + reason + ")")
                .orElse("");
    }
}
