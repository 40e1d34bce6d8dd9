package atlasprox.cli;

import atlasprox.Reason;
import atlasprox.Shown;
import atlasprox.write.StagedOutput;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a folder to write, by the name that a user gave, so that no input and nothing that exists is touched. */
final class OutputFolder {
    private static final Logger LOG = LoggerFactory.getLogger("atlasprox");

    private OutputFolder() {}

    /**
     * @param session whose file systems to use
     * @param option the option that names the folder
     * @param folder the folder
     * @param overwrite whether an existing one may be replaced
     * @param inputs what the command reads
     * @return the output, of which nothing is written yet
     * @throws UsageException if the folder exists and is not to be replaced, or is an input or lies within or around one
     * @throws IOException if its file system cannot be reached
     */
    static StagedOutput open(SparkSession session, String option, String folder, boolean overwrite, List<String> inputs)
            throws IOException {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        requireKnown(configuration, option, folder);
        for (String input : inputs) {
            requireKnown(configuration, "--input", input);
            requireApart(configuration, option, folder, input);
        }
        try {
            StagedOutput output = StagedOutput.open(configuration, folder, overwrite);
            output.leftovers().forEach(OutputFolder::tell);
            return output;
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("the folder " + folder + " exists; name another one by " + option
                    + ", or set --overwrite to replace it");
        }
    }

    private static void tell(Path leftover) {
        LOG.warn("{} is of another run: delete it if that was killed and does not write any more", leftover);
    }

    private static void requireKnown(Configuration configuration, String option, String name) throws IOException {
        try {
            if (name.indexOf(0) >= 0) {
                throw new IllegalArgumentException("a null character");
            }
            qualified(configuration, name);
        } catch (RuntimeException
                | UnsupportedFileSystemException e) { // A class that is missing comes as a RuntimeException.
            throw new UsageException(
                    option + " " + Shown.name(name) + " is no path that can be used here (" + Reason.of(e)
                            + "); a local name with a colon needs a slash before it (./a:b), a store its library");
        }
    }

    private static void requireApart(Configuration configuration, String option, String folder, String input)
            throws IOException {
        String in = qualified(configuration, input);
        String out = qualified(configuration, folder);
        if (in.equals(out) || in.startsWith(out + Path.SEPARATOR) || out.startsWith(in + Path.SEPARATOR)) {
            throw new UsageException("the folder " + folder + " and the input " + input
                    + " are one, or one lies in the other; inputs are never changed: name another folder by " + option);
        }
    }

    /**
     * @param session whose file systems to use
     * @param name a path as a user gave it
     * @return the same with its file system and all folders above it
     * @throws IOException if its file system cannot be reached
     */
    static String qualified(SparkSession session, String name) throws IOException {
        return qualified(session.sparkContext().hadoopConfiguration(), name);
    }

    private static String qualified(Configuration configuration, String name) throws IOException {
        Path path = new Path(name);
        return path.getFileSystem(configuration).makeQualified(path).toString();
    }
}
