package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.InputPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** h5ad files as a table of cells: the index, every column of {@code obs}, and every dense array or table of {@code obsm}. */
public final class H5adCells implements CellFormat {
    private static final String SUFFIX = ".h5ad";

    @Override
    public List<String> found(Configuration configuration, String input) {
        try {
            FileStatus[] found = InputPaths.found(configuration, input);
            if (found.length == 0) {
                throw new BadDataException("no such file or folder: " + input + "; check --input");
            }
            FileSystem files = found[0].getPath().getFileSystem(configuration);
            List<FileStatus> all = new ArrayList<>();
            for (FileStatus status : found) {
                all.addAll(Arrays.asList(
                        status.isDirectory() ? files.listStatus(status.getPath()) : new FileStatus[] {status}));
            }
            return all.stream()
                    .map(status -> status.getPath().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (BadDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // No path at all, no such host, no class for that file system.
            throw InputPaths.unreachable(input, e);
        }
    }

    @Override
    public CellSource open(SparkSession session, List<String> inputs, List<String> files, Optional<String> embedding) {
        List<H5adSource.Summary> summaries =
                files.stream().map(H5adSource::describe).toList();
        List<String> keys = keys(summaries, files, embedding);
        Dataset<Row> rows = session.read()
                .format(H5adSource.class.getName())
                .option("embedding", Json.line(keys))
                .load(files.toArray(String[]::new));
        H5adSource.Summary first = summaries.get(0);
        return new CellSource(
                rows,
                inputs,
                PARQUET,
                first.defaultBatch(),
                Optional.of(first.indexName()),
                List.of(),
                leftOut(summaries, files, keys));
    }

    /** One sentence for each key of {@code obsm} that a file has and the table has not. */
    private static List<String> leftOut(List<H5adSource.Summary> summaries, List<String> files, List<String> keys) {
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

    private static List<String> keys(
            List<H5adSource.Summary> summaries, List<String> files, Optional<String> embedding) {
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
    private static boolean isAlike(List<H5adSource.Summary> summaries, String key) {
        return summaries.stream()
                        .map(summary -> summary.embeddingForms().get(key))
                        .distinct()
                        .count()
                == 1;
    }

    private static String reasons(List<H5adSource.Summary> summaries) {
        return summaries.stream()
                .flatMap(summary -> summary.unreadableEmbeddings().values().stream())
                .findFirst()
                .map(reason -> " (" + reason + ")")
                .orElse("");
    }
}
