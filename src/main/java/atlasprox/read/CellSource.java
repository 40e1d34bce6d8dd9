package atlasprox.read;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.files.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table of cells, from wherever it is kept.
 *
 * @param rows every row and column of the input
 * @param inputs the paths as given
 * @param format the format that results are written in, {@code parquet} or {@code delta}: that of the input, and Parquet for h5ad
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
    private static final Pattern GLOB = Pattern.compile("[\\[\\]{}*?]");
    private static final List<String> KNOWN_IDS = List.of("soma_joinid", "observation_joinid");

    /** A table of which nothing is left out. */
    CellSource(
            Dataset<Row> rows,
            List<String> inputs,
            String format,
            List<String> defaultBatch,
            Optional<String> indexName,
            List<String> partitionColumns) {
        this(rows, inputs, format, defaultBatch, indexName, partitionColumns, List.of());
    }

    /**
     * Opens files, or folders of files, of one format.
     *
     * @param session the session to read with
     * @param names paths of Parquet or h5ad files, of folders of either, or of Delta tables, on any file system that Hadoop knows
     * @param embedding the embedding that the user named, if any
     * @return the table; nothing but schemas is read yet
     * @throws BadDataException if a path does not exist, cannot be read, or formats or ways of partitioning are mixed
     */
    public static CellSource open(SparkSession session, List<String> names, Optional<String> embedding) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        List<String> inputs =
                names.stream().map(name -> plain(configuration, name)).toList();
        List<String> h5ad = new ArrayList<>();
        List<String> delta = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String input : inputs) {
            List<String> files = h5adFiles(configuration, input);
            h5ad.addAll(files);
            if (files.isEmpty()) {
                (DeltaTables.is(configuration, input) ? delta : others).add(input);
            }
        }
        requireOneFormat(h5ad, delta, others);
        CellSource source = !h5ad.isEmpty()
                ? H5adCells.open(session, inputs, h5ad, embedding)
                : delta.isEmpty() ? ParquetCells.open(session, inputs) : DeltaTables.open(session, inputs);
        ColumnNames.requireDistinct(source.rows().schema());
        return source;
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
     * @return that, or the first of {@code soma_joinid}, {@code observation_joinid} and the h5ad index that is there
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

    private static void requireOneFormat(List<String> h5ad, List<String> delta, List<String> others) {
        List<String> firsts = Stream.of(h5ad, delta, others)
                .filter(inputs -> !inputs.isEmpty())
                .map(inputs -> inputs.get(0))
                .toList();
        if (firsts.size() > 1) {
            throw new BadDataException("the inputs are of several formats, such as " + String.join(" and ", firsts)
                    + "; convert them to one format, or run them one by one");
        }
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param input a path or a pattern
     * @return the files and folders that it stands for, none where there are none
     * @throws IOException if its file system cannot be reached
     */
    public static List<Place> places(Configuration configuration, String input) throws IOException {
        List<Place> places = new ArrayList<>();
        for (FileStatus status : found(configuration, Place.plain(configuration, input))) {
            places.add(Place.of(configuration, status.getPath().toString()));
        }
        return places;
    }

    /** @return the files that the table is read from, as Spark lists them; none of h5ad, which Spark does not know */
    public List<String> files() {
        // Spark gives URLs, with what these may not hold in hexadecimal, and Delta's library paths.
        return Stream.of(rows.inputFiles())
                .map(file ->
                        (format.equals(DeltaTables.FORMAT) ? new Path(file) : new Path(URI.create(file))).toString())
                .toList();
    }

    private static String plain(Configuration configuration, String name) {
        try {
            return Place.plain(configuration, name);
        } catch (IOException | RuntimeException e) {
            throw unreachable(name, e);
        }
    }

    private static FileStatus[] found(Configuration configuration, String input) throws IOException {
        Path path = new Path(pattern(configuration, input));
        FileStatus[] found = path.getFileSystem(configuration).globStatus(path);
        return found == null ? new FileStatus[0] : found;
    }

    private static List<String> h5adFiles(Configuration configuration, String input) {
        try {
            FileStatus[] found = found(configuration, input);
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
                    .filter(name -> name.endsWith(".h5ad"))
                    .sorted()
                    .toList();
        } catch (BadDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // No path at all, no such host, no class for that file system.
            throw unreachable(input, e);
        }
    }

    private static BadDataException unreachable(String input, Exception why) {
        return new BadDataException(
                "cannot read '" + input + "': " + Reason.of(why) + "; check the path of --input and its permissions",
                why);
    }

    /** Inputs as patterns, for Spark's readers. */
    static String[] patterns(SparkSession session, List<String> inputs) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        return inputs.stream()
                .map(input -> {
                    try {
                        return pattern(configuration, input);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toArray(String[]::new);
    }

    /**
     * An input as a pattern of Hadoop's: brackets, braces and the like stand for themselves in the name of a file that is there.
     *
     * @param input a path or a pattern
     * @return a pattern for the path, or the pattern as it is
     */
    static String pattern(Configuration configuration, String input) throws IOException {
        if (!GLOB.matcher(input).find()) {
            return input;
        }
        Path path = new Path(input);
        return path.getFileSystem(configuration).exists(path)
                ? GLOB.matcher(input).replaceAll("\\\\$0")
                : input;
    }
}
