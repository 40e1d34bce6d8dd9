package atlasprox.job.counts;

import atlasprox.counts.SparkCountModels;
import atlasprox.counts.SparkModelFile;
import atlasprox.scfedvi.fit.SparkScFedViModels;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/** What gives cells an embedding by their counts, whichever method it is of. */
public interface CountEmbedder {

    /** @return the method's name */
    String method();

    /** @return the names of the genes that it goes by */
    List<String> genes();

    /** @return every setting of its fit by its name */
    Map<String, Object> settings();

    /** @return of the variance of the genes what each dimension has; null where the method does not tell */
    double[] share();

    /**
     * @param session of the table
     * @param counts a column of vectors
     * @param of the names of the genes, in the order of the vectors
     * @return the cells' coordinates, floats; null for rows that are no usable cells
     */
    Column coordinates(SparkSession session, Column counts, List<String> of);

    /**
     * @param session to write with
     * @param output the folder to write in, which the caller publishes
     * @param within the model's folder in it, with a slash at its end; empty for the folder itself
     */
    void save(SparkSession session, StagedOutput output, String within);

    /**
     * @param session to read with
     * @param folder where a model was saved, of whichever method
     * @return the model
     * @throws atlasprox.BadDataException if there is none
     * @throws IOException if the file system cannot be reached
     */
    static CountEmbedder load(SparkSession session, String folder) throws IOException {
        SparkModelFile file = SparkModelFile.read(session, folder);
        return file.format().equals(SparkScFedViModels.FORMAT)
                ? new ScFedViEmbedder(SparkScFedViModels.load(session, file))
                : new PcaEmbedder(SparkCountModels.load(session, folder));
    }
}
