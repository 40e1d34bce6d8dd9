package atlasprox.read.parquet;

import atlasprox.BadDataException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.util.SerializableConfiguration;
import scala.jdk.javaapi.CollectionConverters;

/** The footers of many Parquet files, read in parallel. */
final class ParquetFiles {
    private ParquetFiles() {}

    /**
     * @param session the session whose settings say how Parquet is read
     * @param files the files, at least one
     * @return their footers, each with the paths of the files that have such a one, in the order of the paths
     * @throws BadDataException if a file cannot be read: the first one, and how many there are
     */
    static Map<ParquetFooter, List<String>> footers(
            org.apache.spark.sql.classic.SparkSession session, List<FileStatus> files) {
        List<Place> places = files.stream()
                .map(file -> new Place(file.getPath().toString(), file.getLen()))
                .sorted(Comparator.comparing(Place::path))
                .toList();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        Reading reading = new Reading(
                new SerializableConfiguration(session.sessionState().newHadoopConf()),
                Map.copyOf(CollectionConverters.asJava(
                        session.sessionState().conf().getAllConfs())));
        List<Part> parts = context.parallelize(places, Math.min(places.size(), context.defaultParallelism()))
                .mapPartitions(reading::read)
                .collect();
        requireAll(parts, places.size());
        Map<ParquetFooter, List<String>> footers = new LinkedHashMap<>();
        parts.forEach(part -> part.footers()
                .forEach((footer, paths) -> footers.computeIfAbsent(footer, unused -> new ArrayList<>())
                        .addAll(paths)));
        return footers;
    }

    private static void requireAll(List<Part> parts, int files) {
        int faults = parts.stream().mapToInt(Part::faults).sum();
        parts.stream().filter(part -> part.faults() > 0).findFirst().ifPresent(part -> {
            throw new BadDataException(
                    part.fault() + (faults > 1 ? " (" + faults + " of " + files + " files cannot be read)" : ""));
        });
    }

    private record Place(String path, long length) implements Serializable {
        FileStatus status() {
            return new FileStatus(length, false, 0, 0, 0, new Path(path));
        }
    }

    /** What one task found: the footers with their files, and the first file that cannot be read, of so many. */
    private record Part(Map<ParquetFooter, List<String>> footers, String fault, int faults) implements Serializable {}

    private record Reading(SerializableConfiguration configuration, Map<String, String> settings)
            implements Serializable {

        Iterator<Part> read(Iterator<Place> places) {
            SQLConf conf = new SQLConf();
            settings.forEach(conf::setConfString);
            Map<ParquetFooter, List<String>> footers = new LinkedHashMap<>();
            String fault = null;
            int faults = 0;
            while (places.hasNext()) {
                Place place = places.next();
                try {
                    footers.computeIfAbsent(
                                    ParquetFooter.read(configuration.value(), conf, place.status()),
                                    unused -> new ArrayList<>())
                            .add(place.path());
                } catch (IOException e) { // Spark may do the task again.
                    throw ParquetFault.of(configuration.value(), conf, place.status(), e);
                } catch (RuntimeException e) {
                    faults++;
                    fault = fault == null
                            ? ParquetFault.of(configuration.value(), conf, place.status(), e)
                                    .getMessage()
                            : fault;
                }
            }
            return List.of(new Part(footers, fault, faults)).iterator();
        }
    }
}
