package atlasprox.cli.options;

import atlasprox.BadDataException;
import atlasprox.counts.SparkCountModels;
import atlasprox.files.Place;
import atlasprox.ml.params.RefinerParams;
import atlasprox.read.table.CountSource;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options by which a command that goes by a saved model takes counts, which a saved model of counts gives an embedding. */
public final class SavedCounts {
    private static final String BESIDE = "counts-model";

    @Mixin
    private CountsInput counts;

    @Option(
            names = "--counts-model",
            paramLabel = "FOLDER",
            description =
                    "With --counts: what embed --output-model saved; by default what correct --counts saved beside --model")
    private String folder;

    public boolean given() {
        return counts.given();
    }

    /** The model's folder where the user named one; else null. */
    public String folder() {
        return folder;
    }

    public void check(CommandSpec command) {
        counts.check(command);
    }

    /** Opens the counts; nothing but schemas and names of genes is read yet. */
    public CountSource open(SparkSession session, InputOptions input) {
        return counts.open(session, input);
    }

    /**
     * @param session to read with
     * @param source the counts
     * @param params gets the embedding's and the batch columns' names where the user named none
     * @param model the folder of the model that corrects the cells
     * @return the cells with the embedding that the model of counts gives them
     * @throws BadDataException if there is no model of counts
     */
    public ReadCells embedded(SparkSession session, CountSource source, RefinerParams params, String model)
            throws IOException {
        Path place = Place.of(session.sparkContext().hadoopConfiguration(), folder == null ? model : folder)
                .path();
        Path found = folder == null ? new Path(place.getParent(), BESIDE) : place;
        if (folder == null
                && !found.getFileSystem(session.sparkContext().hadoopConfiguration())
                        .exists(found)) {
            throw new BadDataException("which model gives the cells their embedding? There is none beside " + model
                    + "; name one by --counts-model that embed --output-model saved");
        }
        return counts.by(source, params, SparkCountModels.load(session, found.toString()), found.toString());
    }
}
