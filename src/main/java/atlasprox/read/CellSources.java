package atlasprox.read;

import atlasprox.BadDataException;
import atlasprox.read.delta.DeltaTables;
import atlasprox.read.h5ad.H5adCells;
import atlasprox.read.parquet.ParquetCells;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.InputPaths;
import atlasprox.read.zarr.ZarrCells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Opens tables of cells, whatever format they are kept in. */
public final class CellSources {
    /** The first that knows an input reads it. */
    private static final List<CellFormat> FORMATS =
            List.of(new ZarrCells(), new H5adCells(), new DeltaTables(), new ParquetCells());

    private CellSources() {}

    /**
     * Opens files, or folders of files, of one format.
     *
     * @param session the session to read with
     * @param names paths of Parquet or h5ad files, of zarr stores, of folders of one of these, or of Delta tables, on any file system that Hadoop knows
     * @param embedding the embedding that the user named, if any
     * @return the table; nothing but schemas is read yet
     * @throws BadDataException if a path does not exist, cannot be read, or formats or ways of partitioning are mixed
     */
    public static CellSource open(SparkSession session, List<String> names, Optional<String> embedding) {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        List<String> inputs = names.stream()
                .map(name -> InputPaths.plain(configuration, name))
                .toList();
        Map<CellFormat, List<String>> found = found(configuration, inputs);
        requireOneFormat(found);
        CellFormat format = found.keySet().iterator().next();
        CellSource source = format.open(session, inputs, found.get(format), embedding);
        ColumnNames.requireDistinct(source.rows().schema());
        return source;
    }

    private static Map<CellFormat, List<String>> found(Configuration configuration, List<String> inputs) {
        Map<CellFormat, List<String>> found = new LinkedHashMap<>();
        for (String input : inputs) {
            for (CellFormat format : FORMATS) {
                List<String> files = format.found(configuration, input);
                if (!files.isEmpty()) {
                    found.computeIfAbsent(format, none -> new ArrayList<>()).addAll(files);
                    break;
                }
            }
        }
        return found;
    }

    private static void requireOneFormat(Map<CellFormat, List<String>> found) {
        List<String> firsts = FORMATS.stream()
                .filter(found::containsKey)
                .map(format -> found.get(format).get(0))
                .toList();
        if (firsts.size() > 1) {
            throw new BadDataException("the inputs are of several formats, such as " + String.join(" and ", firsts)
                    + "; convert them to one format, or run them one by one");
        }
    }
}
