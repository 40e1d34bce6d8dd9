package atlasprox.read.anndata;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.read.anndata.matrix.MatrixReader;
import atlasprox.read.anndata.tree.Container;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                warnings(summaries, files, keys));
    }

    @Override
    public CountSource counts(SparkSession session, List<String> inputs, List<String> files, CountChoice choice) {
        String column = MatrixReader.path(choice.layer());
        List<AnnDataSummary> summaries =
                files.stream().map(file -> AnnDataSummary.of(container, file)).toList();
        List<String> genes = genes(files, column, choice);
        List<String> keys = new ArrayList<>(summaries.get(0).denseEmbeddingKeys());
        summaries.forEach(summary -> keys.retainAll(summary.denseEmbeddingKeys()));
        keys.removeIf(key -> !isAlike(summaries, key));
        Dataset<Row> rows = session.read()
                .format(source.getName())
                .option("embedding", Json.line(keys))
                .option("counts", column)
                .load(files.toArray(String[]::new));
        AnnDataSummary first = summaries.get(0);
        CellSource cells = new CellSource(
                rows,
                inputs,
                PARQUET,
                first.defaultBatch(),
                Optional.of(first.indexName()),
                List.of(),
                warnings(summaries, files, keys));
        return new CountSource(cells, column, genes);
    }

    private List<String> genes(List<String> files, String counts, CountChoice choice) {
        List<String> genes = genes(files.get(0), counts, choice);
        for (String file : files.subList(1, files.size())) {
            if (!genes(file, counts, choice).equals(genes)) {
                throw new BadDataException(file + ": its genes are not those of " + files.get(0)
                        + ", in the same order; join them in Python, as by anndata.concat, and save one file");
            }
        }
        return genes;
    }

    private List<String> genes(String path, String counts, CountChoice choice) {
        try (AnnDataFile file = AnnDataFile.open(container, path, AnnDataSource.hadoop())) {
            return file.genes(counts, choice.geneId());
        }
    }

    private List<String> warnings(List<AnnDataSummary> summaries, List<String> files, List<String> keys) {
        List<String> warnings = new ArrayList<>(leftOut(summaries, files, keys));
        if (container.leavesOut()) {
            warnings.addAll(MissingChunks.of(container, files, keys));
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
