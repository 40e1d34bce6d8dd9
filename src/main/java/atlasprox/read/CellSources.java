package atlasprox.read;

import atlasprox.BadDataException;
import atlasprox.files.Place;
import atlasprox.read.delta.DeltaTables;
import atlasprox.read.h5ad.H5adCells;
import atlasprox.read.h5ad.TenxCells;
import atlasprox.read.parquet.ParquetCells;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.InputPaths;
import atlasprox.read.zarr.ZarrCells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Opens tables of cells, whatever format they are kept in. */
public final class CellSources {
    /** The first that know an input read it: those side by side here may lie side by side in a folder. */
    private static final List<List<CellFormat>> FORMATS = List.of(
            List.of(new ZarrCells(), new H5adCells()),
            List.of(new TenxCells()),
            List.of(new DeltaTables()),
            List.of(new ParquetCells()));

    private CellSources() {}

    /**
     * Opens files, or folders of files, of one format.
     *
     * @param session the session to read with
     * @param names paths of Parquet or h5ad files, of matrices of 10x Genomics, of zarr stores, of folders of one of these, or of Delta tables, on any file system that Hadoop knows
     * @param embedding the embedding that the user named, if any
     * @return the table; nothing but schemas is read yet
     * @throws BadDataException if a path does not exist, cannot be read, or formats or ways of partitioning are mixed
     */
    public static CellSource open(SparkSession session, List<String> names, Optional<String> embedding) {
        Inputs inputs = inputs(session, names);
        CellSource source = inputs.format().open(session, inputs.paths(), inputs.found(), embedding);
        ColumnNames.requireDistinct(source.rows().schema());
        return source;
    }

    /**
     * Opens files, or folders of files, of one format, with the counts of their cells.
     *
     * @param session the session to read with
     * @param names paths as {@link #open} takes them
     * @param choice which counts are meant
     * @return the table with its counts; nothing but schemas and names of genes is read yet
     * @throws BadDataException if a path does not exist or cannot be read, there are no such counts, or two genes have one name
     */
    public static CountSource counts(SparkSession session, List<String> names, CountChoice choice) {
        Inputs inputs = inputs(session, names);
        CountSource source = inputs.format().counts(session, inputs.paths(), inputs.found(), choice);
        ColumnNames.requireDistinct(source.cells().rows().schema());
        return source;
    }

    /** Paths as Hadoop has them, of one format, and what they stand for. */
    private record Inputs(CellFormat format, List<String> paths, List<String> found) {}

    private static Inputs inputs(SparkSession session, List<String> names) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        List<String> inputs = names.stream()
                .map(name -> InputPaths.plain(configuration, name))
                .toList();
        Map<CellFormat, List<String>> found = found(configuration, inputs);
        requireOneFormat(found);
        CellFormat format = found.keySet().iterator().next();
        return new Inputs(format, inputs, found.get(format));
    }

    /**
     * Where an input lies, for those who must not write there.
     *
     * @param configuration Hadoop's, which knows the file systems
     * @param input a path or a pattern
     * @return the files and folders that it stands for, and those that they are parts of; none where there are none
     * @throws IOException if its file system cannot be reached
     */
    public static List<Place> places(Configuration configuration, String input) throws IOException {
        List<Place> places = new ArrayList<>(InputPaths.places(configuration, input));
        String plain = InputPaths.plain(configuration, input);
        for (CellFormat format : formats().toList()) {
            for (String whole : format.wholes(configuration, plain)) {
                places.add(Place.of(configuration, whole));
            }
        }
        return places;
    }

    private static Stream<CellFormat> formats() {
        return FORMATS.stream().flatMap(List::stream);
    }

    private static Map<CellFormat, List<String>> found(Configuration configuration, List<String> inputs) {
        Map<CellFormat, List<String>> found = new LinkedHashMap<>();
        inputs.forEach(input -> add(configuration, input, found));
        return found;
    }

    private static void add(Configuration configuration, String input, Map<CellFormat, List<String>> found) {
        for (List<CellFormat> formats : FORMATS) {
            boolean known = false;
            for (CellFormat format : formats) {
                List<String> files = format.found(configuration, input);
                if (!files.isEmpty()) {
                    found.computeIfAbsent(format, none -> new ArrayList<>()).addAll(files);
                    known = true;
                }
            }
            if (known) {
                return;
            }
        }
    }

    private static void requireOneFormat(Map<CellFormat, List<String>> found) {
        List<String> firsts = formats()
                .filter(found::containsKey)
                .map(format -> found.get(format).get(0))
                .toList();
        if (firsts.size() > 1) {
            throw new BadDataException("the inputs are of several formats, such as " + String.join(" and ", firsts)
                    + "; convert them to one format, or run them one by one");
        }
    }
}
