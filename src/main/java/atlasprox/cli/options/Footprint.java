package atlasprox.cli.options;

import atlasprox.Reason;
import atlasprox.Shown;
import atlasprox.cli.failure.UsageException;
import atlasprox.files.Place;
import atlasprox.read.CellSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The places that a command reads and those that it writes, by the options that name them: what it reads is never changed. */
public final class Footprint {
    private final List<Named> reads = new ArrayList<>();
    private final List<Named> writes = new ArrayList<>();

    /** What a name stands for. */
    private enum Kind {
        /** Any number of files or folders, by a path or a pattern. */
        INPUT("the input"),
        /** A folder, on any file system. */
        FOLDER("the folder"),
        /** A file of this machine. */
        FILE("the file");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }
    }

    private record Named(Kind kind, String option, String name) {
        String words() {
            return kind.noun + " " + name;
        }

        List<Place> places(Configuration configuration) throws IOException {
            return switch (kind) {
                case INPUT -> CellSources.places(configuration, name);
                case FOLDER -> List.of(Place.of(configuration, name));
                case FILE -> List.of(Place.of(java.nio.file.Path.of(name)));
            };
        }
    }

    private record Known(Named named, List<Place> places) {
        boolean overlaps(Known other) {
            return places.stream().anyMatch(place -> other.places.stream().anyMatch(place::overlaps));
        }
    }

    public Footprint readsInputs(List<String> names) {
        names.forEach(name -> reads.add(new Named(Kind.INPUT, "--input", name)));
        return this;
    }

    public Footprint readsFolder(String option, String name) {
        return with(reads, Kind.FOLDER, option, name);
    }

    /** @param name a file of this machine; null for none, {@code -} for standard output */
    public Footprint readsFile(String option, String name) {
        return with(reads, Kind.FILE, option, name);
    }

    public Footprint writesFolder(String option, String name) {
        return with(writes, Kind.FOLDER, option, name);
    }

    /** @param name a file of this machine; null for none, {@code -} for standard output */
    public Footprint writesFile(String option, String name) {
        return with(writes, Kind.FILE, option, name);
    }

    private Footprint with(List<Named> list, Kind kind, String option, String name) {
        if (name != null && !name.equals("-")) {
            list.add(new Named(kind, option, name));
        }
        return this;
    }

    /** Whether anything is written. */
    public boolean writes() {
        return !writes.isEmpty();
    }

    /** All names, for those who want to know whether one is missing. */
    List<String> names() {
        return Stream.concat(reads.stream(), writes.stream()).map(Named::name).toList();
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @throws UsageException if a place to write is one that is read or another one to write, or one of them lies in the other
     * @throws IOException if the file system of a place to write cannot be reached
     */
    public void requireApart(Configuration configuration) throws IOException {
        List<Known> taken = new ArrayList<>();
        for (Named read : reads) {
            taken.add(new Known(read, readable(configuration, read)));
        }
        for (Named write : writes) {
            Known output = new Known(write, writable(configuration, write));
            taken.stream().filter(output::overlaps).findFirst().ifPresent(other -> {
                throw overlap(write, other.named().words());
            });
            taken.add(output);
        }
    }

    /**
     * Looks where links lead that stand within the folders of the input; only disks of this machine have such.
     *
     * @param configuration Hadoop's, which knows the file systems
     * @param files the files that the input turned out to be made of
     * @throws UsageException if a place to write is one of them, or one of them lies in it
     * @throws IOException if the file system of a place to write cannot be reached
     */
    public void requireApart(Configuration configuration, List<String> files) throws IOException {
        List<Known> outputs = new ArrayList<>();
        for (Named write : writes) {
            outputs.add(new Known(write, writable(configuration, write)));
        }
        for (String file : files) {
            if (Place.isOnThisMachine(configuration, file)) {
                Known input = new Known(null, List.of(Place.of(configuration, file)));
                outputs.stream().filter(input::overlaps).findFirst().ifPresent(output -> {
                    throw overlap(output.named(), "the file " + file + " of the input");
                });
            }
        }
    }

    private static UsageException overlap(Named write, String other) {
        return new UsageException(write.words() + " and " + other
                + " are one, or one lies in the other; inputs are never changed: name another place by "
                + write.option());
    }

    /** Whoever reads it says what is wrong with it. */
    private static List<Place> readable(Configuration configuration, Named read) {
        try {
            return read.places(configuration);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private static List<Place> writable(Configuration configuration, Named write) throws IOException {
        try {
            if (write.name().indexOf(0) >= 0) {
                throw new IllegalArgumentException("a null character");
            }
            return write.places(configuration);
        } catch (RuntimeException | UnsupportedFileSystemException e) { // A class that is missing comes as the former.
            throw new UsageException(write.option() + " " + Shown.name(write.name())
                    + " is no path that can be used here (" + Reason.of(e)
                    + "); a local name with a colon needs a slash before it (./a:b), a store its library");
        }
    }
}
