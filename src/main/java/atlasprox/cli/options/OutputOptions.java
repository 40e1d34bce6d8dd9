package atlasprox.cli.options;

import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options that say where to write. */
public final class OutputOptions {
    @Option(
            names = "--output",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder to write, partitioned as the input is")
    private String output;

    @Option(
            names = "--overwrite",
            description = "Replace the output folder if it exists and this program wrote all that is in it")
    private boolean overwrite;

    public String folder() {
        return output;
    }

    public boolean overwrite() {
        return overwrite;
    }

    public StagedOutput open(SparkSession session) throws IOException {
        return OutputFolder.open(session, "--output", output, overwrite);
    }
}
