package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files as this machine can open them: HDF5 needs to jump about in a file. Plain paths and {@code file:} are opened where they
 * are; a file of any other Hadoop file system is copied to the temporary folder, once per JVM and version of the file.
 */
final class LocalCopy {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopy.class);

    /** Two letters at least: C:\ is a drive. */
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*");

    private static final Map<String, Path> COPIES = new ConcurrentHashMap<>();

    private LocalCopy() {}

    /**
     * @param path a plain path, or a URI of any file system that the configuration knows
     * @throws BadDataException if a remote file is missing or cannot be copied
     */
    static Path of(String path, Configuration hadoop) {
        if (!SCHEME.matcher(path).matches()) {
            return Path.of(path);
        }
        org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(path);
        URI uri = remote.toUri();
        return "file".equals(uri.getScheme()) ? Path.of(uri.getPath()) : copyOnce(remote, hadoop);
    }

    private static Path copyOnce(org.apache.hadoop.fs.Path remote, Configuration hadoop) {
        try {
            FileSystem files = remote.getFileSystem(hadoop);
            FileStatus status = files.getFileStatus(remote);
            String version = remote + "@" + status.getModificationTime() + "+" + status.getLen();
            return COPIES.computeIfAbsent(version, key -> copy(files, status));
        } catch (IOException | UncheckedIOException e) {
            throw new BadDataException(
                    remote + ": cannot be copied to " + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                            + "); check the path, the right to read it and the space there",
                    e);
        }
    }

    private static Path copy(FileSystem files, FileStatus status) {
        LOG.info("Copying {} ({} bytes) to this machine", status.getPath(), status.getLen());
        try {
            Path copy =
                    Files.createTempFile("atlasprox-" + ProcessHandle.current().pid() + "-", ".h5ad");
            copy.toFile().deleteOnExit();
            fill(copy, files, status.getPath());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Path copy, FileSystem files, org.apache.hadoop.fs.Path remote) throws IOException {
        try (InputStream in = files.open(remote)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.delete(copy);
            throw e;
        }
    }
}
