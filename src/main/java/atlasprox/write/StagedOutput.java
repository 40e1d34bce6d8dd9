package atlasprox.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * An output folder that appears whole or not at all: everything is written to a folder beside it, which takes its name at
 * the end. Closing without publishing leaves nothing behind. On object stores the last step is a copy, not a rename.
 */
public final class StagedOutput implements AutoCloseable {
    private static final String INCOMPLETE = ".incomplete-";
    private static final String REPLACED = ".replaced-";
    private static final int QUIET_LOOKS = 5;
    private static final int MOST_LOOKS = 100;
    private static final int MILLISECONDS_BETWEEN = 100;

    private final FileSystem files;
    private final Path target;
    private final Path staging;
    private final boolean overwrite;
    private boolean published;

    private StagedOutput(FileSystem files, Path target, boolean overwrite) {
        this.files = files;
        this.target = target;
        this.staging = new Path(target.getParent(), target.getName() + INCOMPLETE + UUID.randomUUID());
        this.overwrite = overwrite;
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param output the folder to write
     * @param overwrite whether an existing one may be replaced
     * @return the output, of which nothing is written yet
     * @throws FileAlreadyExistsException if the folder exists and may not be replaced
     * @throws IOException if its file system cannot be reached or no folder can be made there
     */
    public static StagedOutput open(Configuration configuration, String output, boolean overwrite) throws IOException {
        Path given = new Path(output);
        FileSystem files = given.getFileSystem(configuration);
        Path target = files.makeQualified(given);
        if (target.getParent() == null) {
            throw new FileAlreadyExistsException(output + " is the root of a file system; name a folder below it");
        }
        if (files.exists(target) && !overwrite) {
            throw new FileAlreadyExistsException(output);
        }
        makeFolder(files, target.getParent());
        StagedOutput staged = new StagedOutput(files, target, overwrite);
        staged.requireWritable();
        return staged;
    }

    /** A place that cannot be written to is to be found out before the work is done, not after it. */
    private void requireWritable() throws IOException {
        makeFolder(files, staging);
        files.delete(staging, true);
    }

    private static void makeFolder(FileSystem files, Path folder) throws IOException {
        try {
            if (files.mkdirs(folder)) {
                return;
            }
        } catch (FileAlreadyExistsException | ParentNotDirectoryException e) {
            throw new IOException("cannot make the folder " + folder + ": a file stands in its place or above it", e);
        }
        throw new IOException("cannot make the folder " + folder + "; check its permissions");
    }

    /**
     * @return what stands beside the folder of earlier runs that were killed, or of runs that write there now: {@code .incomplete-}
     *     folders, half written, and {@code .replaced-} folders, whole, that a killed run had moved aside
     * @throws IOException if the file system cannot be reached
     */
    public List<Path> leftovers() throws IOException {
        List<Path> found = new ArrayList<>();
        for (FileStatus status : files.listStatus(target.getParent())) {
            String name = status.getPath().getName();
            if (name.startsWith(target.getName() + INCOMPLETE) || name.startsWith(target.getName() + REPLACED)) {
                found.add(status.getPath());
            }
        }
        return found;
    }

    /** @return the folder in its final place, qualified by its file system */
    public Path target() {
        return target;
    }

    /** @return the folder to write to until {@link #publish}; its parent exists */
    public Path staging() {
        return staging;
    }

    /**
     * Writes a small text file into the staged folder.
     *
     * @param name its path within the folder
     * @param text its content
     */
    public void writeText(String name, String text) {
        try (FSDataOutputStream stream = files.create(new Path(staging, name), false)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + new Path(target, name) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Gives the staged folder its name. A folder that is replaced is moved aside first and comes back if this fails.
     *
     * @throws IOException if the folder cannot be renamed, or has appeared meanwhile and may not be replaced
     */
    public void publish() throws IOException {
        Path aside = new Path(target.getParent(), target.getName() + REPLACED + UUID.randomUUID());
        boolean replacing = files.exists(target);
        if (replacing && !overwrite) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (replacing) {
            rename(target, aside);
        }
        try {
            rename(staging, target);
            published = true;
        } finally {
            if (!published && replacing) {
                rename(aside, target);
            }
        }
        if (replacing) {
            files.delete(aside, true);
        }
    }

    /** Removes what was staged and not published. */
    @Override
    public void close() throws IOException {
        if (!published && files.delete(staging, true)) {
            removeWhatComesLate();
        }
    }

    /** Tasks of a failed job are told to end, and may make a file before they do. */
    private void removeWhatComesLate() throws IOException {
        int quiet = 0;
        for (int look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
            try {
                Thread.sleep(MILLISECONDS_BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            quiet = files.delete(staging, true) ? 0 : quiet + 1;
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }
}
