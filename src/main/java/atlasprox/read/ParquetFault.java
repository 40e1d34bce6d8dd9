package atlasprox.read;

import atlasprox.BadDataException;
import atlasprox.Reason;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the one file among many for which Spark could not make out a table's schema. */
final class ParquetFault {
    /** Looking at files one by one is slow; it only makes a message better. */
    private static final int MOST_FILES = 1000;

    private ParquetFault() {}

    /**
     * @param inputs what Spark was to read
     * @param failure what it threw
     * @return bad data in words that name the file, or the inputs where no single file is to blame
     * @throws IllegalStateException if the job failed for a reason of its own
     */
    static BadDataException of(SparkSession session, List<String> inputs, Exception failure) {
        if (failure instanceof BadDataException bad) {
            return bad;
        }
        if (Reason.isOfTheJob(failure)) {
            throw new IllegalStateException(Reason.ofRoot(failure), failure);
        }
        try {
            List<Path> files = files(session, inputs);
            if (files.isEmpty()) {
                return new BadDataException(
                        "there are no Parquet files in " + String.join(", ", inputs) + "; check --input", failure);
            }
            compare(session, files);
        } catch (BadDataException e) {
            return e;
        }
        return new BadDataException(
                "cannot read " + String.join(", ", inputs) + ": " + Reason.of(failure)
                        + "; check that all files of --input are Parquet with the same columns",
                failure);
    }

    /** A schema given, Spark looks into no file. */
    private static List<Path> files(SparkSession session, List<String> inputs) {
        String[] files = session.read()
                .schema(new StructType())
                .parquet(CellSource.patterns(session, inputs))
                .inputFiles();
        return Stream.of(files)
                .limit(MOST_FILES)
                .map(URI::create)
                .map(Path::new)
                .toList();
    }

    private static void compare(SparkSession session, List<Path> files) {
        Map<String, StructField> seen = new LinkedHashMap<>();
        Map<String, Path> places = new LinkedHashMap<>();
        for (Path file : files) {
            for (StructField field : schema(session, file).fields()) {
                StructField other = seen.putIfAbsent(field.name(), field);
                Path place = places.putIfAbsent(field.name(), file);
                if (other != null && !other.dataType().equals(field.dataType())) {
                    throw new BadDataException("column '" + field.name() + "' is "
                            + other.dataType().simpleString() + " in the file " + place + ", but "
                            + field.dataType().simpleString() + " in " + file
                            + "; give the files the same columns and types, or run them one by one");
                }
            }
        }
    }

    private static StructType schema(SparkSession session, Path file) {
        try {
            return session.read()
                    .parquet(CellSource.patterns(session, List.of(file.toString())))
                    .schema();
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            throw new BadDataException(
                    "the file " + file + " cannot be read (" + Reason.ofRoot(e)
                            + "); it may be damaged, cut short or of another format: mend it or leave it out of --input",
                    e);
        }
    }
}
