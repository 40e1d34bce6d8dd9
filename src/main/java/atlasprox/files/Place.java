package atlasprox.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * What a path is, however it is spelled: links, {@code ..}, schemes and mounts are looked through, so that two places can be compared.
 * Nothing need stand there yet.
 */
public final class Place {
    /** Several connectors to one store, and one that encrypts the way there. */
    private static final Map<String, String> STORES =
            Map.of("s3", "s3a", "s3n", "s3a", "abfss", "abfs", "wasbs", "wasb");

    private static final Pattern WITH_SCHEME =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:(?://[^/]*)?(/.*)", Pattern.DOTALL);

    private static final Pattern LEADING_SLASHES = Pattern.compile("^/{2,}");

    private final Path path;
    private final List<Object> chain;

    private Place(Path path, List<Object> chain) {
        this.path = path;
        this.chain = chain;
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param name a path as a user gave it, no pattern
     * @return the place
     * @throws IllegalArgumentException if it is no path
     * @throws IOException if its file system cannot be reached
     */
    public static Place of(Configuration configuration, String name) throws IOException {
        Path given = new Path(plain(configuration, name));
        FileSystem files = given.getFileSystem(configuration);
        if (isLocal(files)) {
            java.nio.file.Path real = real(onThisMachine(files, name));
            return new Place(onDisk(files, real), chain(real));
        }
        Path resolved = resolved(files, files.makeQualified(given));
        return new Place(resolved, chain(resolved.getFileSystem(configuration), resolved));
    }

    /**
     * @param file a path of this machine
     * @return the place
     * @throws IOException if the machine does not say what it is
     */
    public static Place of(java.nio.file.Path file) throws IOException {
        java.nio.file.Path real = real(file.toAbsolutePath());
        return new Place(new Path("file", null, real.toString()), chain(real));
    }

    /**
     * Hadoop takes {@code ..} off a name before it looks at the disk: behind a link that is another folder than the shell's. Two slashes at
     * the beginning are the name of a machine to it.
     *
     * @param configuration Hadoop's, which knows the file systems
     * @param name a path as a user gave it, or a pattern
     * @return the same; a local path as the disk has it
     * @throws IOException if its file system cannot be reached
     */
    public static String plain(Configuration configuration, String name) throws IOException {
        String given = LEADING_SLASHES.matcher(name).replaceFirst(Path.SEPARATOR);
        if (!(Path.SEPARATOR + given + Path.SEPARATOR).contains("/../")) {
            return given;
        }
        FileSystem files = new Path(given).getFileSystem(configuration);
        return isLocal(files)
                ? onDisk(files, upward(onThisMachine(files, given))).toString()
                : given;
    }

    private static Path onDisk(FileSystem files, java.nio.file.Path place) {
        return new Path(files.getUri().getScheme(), null, place.toString());
    }

    /** @return the path by which to reach it, qualified by its file system; of this machine the one without links */
    public Path path() {
        return path;
    }

    /**
     * @param other another place
     * @return whether the two are one, or one lies in the other
     */
    public boolean overlaps(Place other) {
        return new HashSet<>(chain).contains(other.self()) || new HashSet<>(other.chain).contains(self());
    }

    private Object self() {
        return chain.get(chain.size() - 1);
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param name a path
     * @return whether it is of a disk of this machine
     * @throws IOException if its file system cannot be reached
     */
    public static boolean isOnThisMachine(Configuration configuration, String name) throws IOException {
        return isLocal(new Path(name).getFileSystem(configuration));
    }

    private static boolean isLocal(FileSystem files) {
        return files instanceof LocalFileSystem || files instanceof RawLocalFileSystem;
    }

    /** From the text, as Hadoop's Path has forgotten about {@code ..} already. */
    private static java.nio.file.Path onThisMachine(FileSystem files, String name) {
        Matcher scheme = WITH_SCHEME.matcher(name);
        String place = scheme.matches() ? scheme.group(1) : name;
        return java.nio.file.Path.of(files.getWorkingDirectory().toUri().getPath())
                .resolve(place);
    }

    /** As the disk has it: {@code ..} is the folder above what stands there, not above the link that leads there. */
    private static java.nio.file.Path upward(java.nio.file.Path absolute) throws IOException {
        java.nio.file.Path place = absolute.getRoot();
        for (java.nio.file.Path step : absolute) {
            if (step.toString().equals("..")) {
                java.nio.file.Path above = (Files.exists(place) ? place.toRealPath() : place).getParent();
                place = above == null ? absolute.getRoot() : above;
            } else if (!step.toString().equals(".")) {
                place = place.resolve(step);
            }
        }
        return place;
    }

    /** Without links, as far as it exists. */
    private static java.nio.file.Path real(java.nio.file.Path absolute) throws IOException {
        java.nio.file.Path place = upward(absolute);
        java.nio.file.Path there = there(place);
        return there.toRealPath().resolve(there.relativize(place));
    }

    /** The place, or the nearest folder above it that exists. */
    private static java.nio.file.Path there(java.nio.file.Path place) {
        java.nio.file.Path there = place;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** The place and all folders above it, the uppermost first, by what the disk knows them by; what is not there yet by its name. */
    private static List<Object> chain(java.nio.file.Path real) throws IOException {
        java.nio.file.Path there = there(real);
        List<Object> chain = new ArrayList<>();
        for (java.nio.file.Path above = there; above != null; above = above.getParent()) {
            chain.add(0, key(above));
        }
        Object last = chain.get(chain.size() - 1);
        StringBuilder below = new StringBuilder();
        for (int step = there.getNameCount(); step < real.getNameCount(); step++) {
            chain.add(List.of(
                    last,
                    below.append(Path.SEPARATOR).append(real.getName(step)).toString()));
        }
        return chain;
    }

    /** The same for all paths of one folder, by whatever mount or spelling; the path where the disk has nothing better. */
    private static Object key(java.nio.file.Path there) throws IOException {
        Object key = Files.readAttributes(there, BasicFileAttributes.class).fileKey();
        return key == null ? there : key;
    }

    /** What mounts of several file systems under one name lead to. */
    private static Path resolved(FileSystem files, Path qualified) throws IOException {
        Path there = qualified;
        while (there.getParent() != null && !files.exists(there)) {
            there = there.getParent();
        }
        String below = there.toUri().relativize(qualified.toUri()).getPath();
        Path resolved = there.isRoot() ? there : files.resolvePath(there);
        return below.isEmpty() || there.equals(qualified) ? resolved : new Path(resolved, below);
    }

    private static List<Object> chain(FileSystem files, Path resolved) {
        List<Object> chain = new ArrayList<>();
        Object store = store(files, resolved.toUri());
        for (Path above = resolved; above != null; above = above.getParent()) {
            chain.add(0, List.of(store, above.toUri().getPath()));
        }
        return chain;
    }

    /** A name node by its host and port, whether they are spelled out or not; a bucket by its name. */
    private static Object store(FileSystem files, URI uri) {
        String service = files.getCanonicalServiceName();
        String scheme = String.valueOf(uri.getScheme());
        return service != null ? service : STORES.getOrDefault(scheme, scheme) + "://" + uri.getAuthority();
    }
}
