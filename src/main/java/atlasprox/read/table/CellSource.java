package atlasprox.read.table;

import atlasprox.BadDataException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table of cells, from wherever it is kept.
 *
 * @param rows every row and column of the input
 * @param inputs the paths as given
 * @param format the format that results are written in, {@code parquet} or {@code delta}: that of the input, and Parquet for h5ad and zarr
 * @param defaultBatch the batch columns that the input itself names, empty where it names none
 * @param indexName the name of the input's own row index, where it has one
 * @param partitionColumns the columns whose values stand in the names of the input's folders, the outermost folder's first
 * @param warnings what of the input is left out, one plain sentence each
 */
public record CellSource(
        Dataset<Row> rows,
        List<String> inputs,
        String format,
        List<String> defaultBatch,
        Optional<String> indexName,
        List<String> partitionColumns,
        List<String> warnings) {
    private static final List<String> KNOWN_IDS = List.of("soma_joinid", "observation_joinid");

    /** A table of which nothing is left out. */
    public CellSource(
            Dataset<Row> rows,
            List<String> inputs,
            String format,
            List<String> defaultBatch,
            Optional<String> indexName,
            List<String> partitionColumns) {
        this(rows, inputs, format, defaultBatch, indexName, partitionColumns, List.of());
    }

    /**
     * @param others other columns of the same cells
     * @return the same source with these
     */
    public CellSource withRows(Dataset<Row> others) {
        return new CellSource(others, inputs, format, defaultBatch, indexName, partitionColumns, warnings);
    }

    /**
     * @param others what of the input is left out, one plain sentence each
     * @return the same source with these warnings
     */
    public CellSource withWarnings(List<String> others) {
        return new CellSource(rows, inputs, format, defaultBatch, indexName, partitionColumns, others);
    }

    /**
     * @return the input paths with their file systems and all folders above them
     * @throws IOException if a file system cannot be reached
     */
    public List<String> paths() throws IOException {
        Configuration configuration = rows.sparkSession().sparkContext().hadoopConfiguration();
        List<String> paths = new ArrayList<>();
        for (String input : inputs) {
            Path path = new Path(input);
            paths.add(path.getFileSystem(configuration).makeQualified(path).toString());
        }
        return paths;
    }

    /**
     * @param given the embedding that the user named, if any
     * @return that, or the only column that could be one
     * @throws BadDataException if none is given and the table has none or several
     */
    public String embedding(Optional<String> given) {
        if (given.isPresent()) {
            return given.get();
        }
        List<String> candidates = EmbeddingColumn.candidates(rows.schema());
        if (candidates.size() != 1) {
            throw new BadDataException("which embedding is meant? The table has "
                    + (candidates.isEmpty()
                            ? "no column of arrays or vectors"
                            : "several: " + String.join(", ", candidates))
                    + "; name one by --embedding");
        }
        return candidates.get(0);
    }

    /**
     * @param given the embeddings that the user named, empty where none
     * @return those; or an embedding and its corrected one, where the table has one such pair; or the only column that could be one
     * @throws BadDataException if none is given and it is not clear which are meant
     */
    public List<String> embeddings(List<String> given) {
        if (!given.isEmpty()) {
            return given;
        }
        List<String> candidates = EmbeddingColumn.candidates(rows.schema());
        List<String> corrected = candidates.stream()
                .filter(name -> candidates.contains(corrected(name)))
                .toList();
        return corrected.size() == 1
                ? List.of(corrected.get(0), corrected(corrected.get(0)))
                : List.of(embedding(Optional.empty()));
    }

    private String corrected(String name) {
        return EmbeddingColumn.resolve(rows.schema(), name).defaultOutput();
    }

    /**
     * @param given the batch columns that the user named, empty where none
     * @return those, or the ones that the input itself names
     * @throws BadDataException if there are neither
     */
    public List<String> batch(List<String> given) {
        if (!given.isEmpty()) {
            return given;
        }
        if (defaultBatch.isEmpty()) {
            throw new BadDataException(
                    "which column holds the batch? Name one or more by --batch; the table has the columns "
                            + ColumnNames.list(rows.schema()));
        }
        return defaultBatch;
    }

    /**
     * @param given the id column that the user named, if any; {@code none} stands for no id
     * @return that, or the first of {@code soma_joinid}, {@code observation_joinid} and the index of AnnData that is there
     * @throws BadDataException if the named column is missing
     */
    public Optional<String> id(Optional<String> given) {
        if (given.isPresent() && given.get().equals("none")) {
            return Optional.empty();
        }
        if (given.isPresent()) {
            return Optional.of(require(given.get(), "--id"));
        }
        return Stream.concat(KNOWN_IDS.stream(), indexName.stream())
                .filter(name -> ColumnNames.has(rows.schema(), name))
                .findFirst();
    }

    /**
     * @param name a column's name
     * @param option the option that named it
     * @return the name
     * @throws BadDataException if there is no such column
     */
    public String require(String name, String option) {
        if (!ColumnNames.has(rows.schema(), name)) {
            throw new BadDataException("no column '" + name + "'; choose " + option + " among the columns "
                    + ColumnNames.list(rows.schema()));
        }
        return name;
    }

    /** @return the files that the table is read from, as Spark lists them; none of AnnData, which Spark does not know */
    public List<String> files() {
        // Spark gives URLs, with what these may not hold in hexadecimal, and Delta's library paths.
        return Stream.of(rows.inputFiles())
                .map(file -> (format.equals(CellFormat.DELTA) ? new Path(file) : new Path(URI.create(file))).toString())
                .toList();
    }
}
