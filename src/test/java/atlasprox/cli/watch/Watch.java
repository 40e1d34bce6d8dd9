package atlasprox.cli.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What this JVM looks for and where it writes down what it saw: told by system properties, as Spark makes the objects that watch. */
final class Watch {
    static final String ROWS = "atlasprox.watch.rows";
    static final String SEEN = "atlasprox.watch.seen";

    private static final KnownRows KNOWN = known(Path.of(System.getProperty(ROWS)));
    private static final Path LOG = Path.of(System.getProperty(SEEN));

    private Watch() {}

    /** A line of the fit's centre; then a line a cell: batch and coordinates, tabs between. */
    private static KnownRows known(Path rows) {
        List<String> batches = new ArrayList<>();
        List<float[]> cells = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(rows);
            double[] centre = Arrays.stream(lines.get(0).split("\t"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split("\t");
                batches.add(parts[0]);
                float[] cell = new float[parts.length - 1];
                for (int j = 0; j < cell.length; j++) {
                    cell[j] = Float.parseFloat(parts[j + 1]);
                }
                cells.add(cell);
            }
            return new KnownRows(batches, cells, centre);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes an object that travels, and any cell in it. */
    static void see(Object object, byte[] bytes) {
        String kind = object == null ? "null" : object.getClass().getName();
        note("saw " + kind + " of " + bytes.length + " bytes");
        KNOWN.foundIn(bytes).ifPresent(cell -> note("FOUND " + cell + " in " + kind));
    }

    static synchronized void note(String line) {
        try {
            Files.writeString(LOG, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
