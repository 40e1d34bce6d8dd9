package atlasprox.read.table;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.files.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The paths of inputs, which may be patterns, on any file system that Hadoop knows. */
public final class InputPaths {
    private static final Pattern GLOB = Pattern.compile("[\\[\\]{}*?]");

    private InputPaths() {}

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

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param name a path as given
     * @return the same without what a path may hold besides
     * @throws BadDataException if it is no path
     */
    public static String plain(Configuration configuration, String name) {
        try {
            return Place.plain(configuration, name);
        } catch (IOException | RuntimeException e) {
            throw unreachable(name, e);
        }
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param input a path or a pattern
     * @return what is there, nothing where there is nothing
     * @throws IOException if its file system cannot be reached
     */
    public static FileStatus[] found(Configuration configuration, String input) throws IOException {
        Path path = new Path(pattern(configuration, input));
        FileStatus[] found = path.getFileSystem(configuration).globStatus(path);
        return found == null ? new FileStatus[0] : found;
    }

    /**
     * @param input a path as given
     * @param why what went wrong with it
     * @return what to tell of it
     */
    public static BadDataException unreachable(String input, Exception why) {
        return new BadDataException(
                "cannot read '" + input + "': " + Reason.of(why) + "; check the path of --input and its permissions",
                why);
    }

    /** Inputs as patterns, for Spark's readers. */
    public static String[] patterns(SparkSession session, List<String> inputs) {
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
    public static String pattern(Configuration configuration, String input) throws IOException {
        if (!GLOB.matcher(input).find()) {
            return input;
        }
        Path path = new Path(input);
        return path.getFileSystem(configuration).exists(path)
                ? GLOB.matcher(input).replaceAll("\\\\$0")
                : input;
    }
}
