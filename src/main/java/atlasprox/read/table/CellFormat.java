package atlasprox.read.table;

import atlasprox.BadDataException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A format that tables of cells are kept in. */
public interface CellFormat {
    /** The name of Parquet in {@link CellSource#format}. */
    String PARQUET = "parquet";

    /** The name of Delta tables there. */
    String DELTA = "delta";

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param input an existing path, or a pattern of such
     * @return the files or folders of this format that it stands for; none where it is of another format
     * @throws BadDataException if it cannot be looked at
     */
    List<String> found(Configuration configuration, String input);

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param input a path, or a pattern of such
     * @return what an input is a part of, as a table within a larger store: to write there is to change the input; nothing, as a rule
     * @throws IOException if its file system cannot be reached
     */
    default List<String> wholes(Configuration configuration, String input) throws IOException {
        return List.of();
    }

    /**
     * @param session the session to read with
     * @param inputs the inputs as given, all of this format, at least one
     * @param found what they stand for
     * @param embedding the embedding that the user named, if any
     * @return the table; nothing but schemas is read yet
     * @throws BadDataException if the inputs cannot be read as one table
     */
    CellSource open(SparkSession session, List<String> inputs, List<String> found, Optional<String> embedding);

    /**
     * @param session the session to read with
     * @param inputs the inputs as given, all of this format, at least one
     * @param found what they stand for
     * @param choice which counts are meant
     * @return the table with its counts; nothing but schemas and names of genes is read yet
     * @throws BadDataException if there are no such counts, or the inputs cannot be read as one table
     */
    CountSource counts(SparkSession session, List<String> inputs, List<String> found, CountChoice choice);
}
