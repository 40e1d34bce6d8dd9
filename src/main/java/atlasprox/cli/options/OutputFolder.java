package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.files.Place;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a folder to write, by the name that a user gave, so that no input and nothing that exists is touched. */
public final class OutputFolder {
    private static final Logger LOG = LoggerFactory.getLogger("atlasprox");

    private OutputFolder() {}

    /**
     * @param session whose file systems to use
     * @param option the option that names the folder
     * @param folder the folder
     * @param overwrite whether an existing one may be replaced, if this program wrote it
     * @return the output, of which nothing is written yet
     * @throws UsageException if the folder exists and is not to be replaced
     * @throws IOException if its file system cannot be reached
     */
    public static StagedOutput open(SparkSession session, String option, String folder, boolean overwrite)
            throws IOException {
        try {
            StagedOutput output = StagedOutput.open(session.sparkContext().hadoopConfiguration(), folder, overwrite);
            output.leftovers().forEach(OutputFolder::tell);
            return output;
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("the folder " + folder + " exists; name another one by " + option
                    + ", or set --overwrite to replace it");
        } catch (StagedOutput.ForeignException e) {
            throw new UsageException(e.getMessage() + ": --overwrite does not replace it; name another one by " + option
                    + ", or move it away or delete it yourself");
        }
    }

    private static void tell(Path leftover) {
        LOG.warn("{} is of another run: delete it if that was killed and does not write any more", leftover);
    }

    /**
     * @param session whose file systems to use
     * @param name a path as a user gave it
     * @return the place that it names, with its file system and all folders above it
     * @throws IOException if its file system cannot be reached
     */
    public static String qualified(SparkSession session, String name) throws IOException {
        return Place.of(session.sparkContext().hadoopConfiguration(), name)
                .path()
                .toString();
    }
}
