package atlasprox.read.h5ad;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of HDF5, or a group in it: {@code cells.h5mu/mod/rna}.
 *
 * @param file the path of the file
 * @param group the path of the group within it, empty for the whole file
 */
record PartOfFile(String file, String group) {
    private static final Pattern INTO = Pattern.compile("(.*?\\.(?:h5mu|h5ad))/+(.*[^/])/*", Pattern.DOTALL);

    static PartOfFile of(String path, Configuration hadoop) {
        return within(path, hadoop).orElse(new PartOfFile(path, ""));
    }

    /** What a path means that leads into a file; empty for a path that does not. */
    static Optional<PartOfFile> within(String path, Configuration hadoop) {
        Matcher into = INTO.matcher(path);
        return into.matches() && isFile(into.group(1), hadoop)
                ? Optional.of(new PartOfFile(into.group(1), into.group(2)))
                : Optional.empty();
    }

    private static boolean isFile(String path, Configuration hadoop) {
        try {
            Path file = new Path(path);
            FileSystem files = file.getFileSystem(hadoop);
            return files.exists(file) && files.getFileStatus(file).isFile();
        } catch (IOException | RuntimeException e) { // Who reads it will say what is wrong.
            return false;
        }
    }
}
