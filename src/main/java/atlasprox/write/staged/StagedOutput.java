package atlasprox.write.staged;

import atlasprox.Reason;
import atlasprox.files.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output folder that appears whole or not at all: everything is written to a folder beside it, which takes its name at
 * the end. Closing without publishing leaves nothing behind. On object stores the last step is a copy, not a rename.
 */
public final class StagedOutput implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("atlasprox");
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

    /** A folder is not to be replaced, as not all of it was written by this program. */
    public static final class ForeignException extends IOException {
        private static final long serialVersionUID = 1L;

        ForeignException(Path folder, String why) {
            super("the folder " + shown(folder) + " was not written by this program, or not all of it (" + why + ")");
        }
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param output the folder to write; where it is a link, what that leads to
     * @param overwrite whether an existing one may be replaced, if it is empty or all of it was written by this program
     * @return the output, of which nothing is written yet
     * @throws FileAlreadyExistsException if the folder exists and may not be replaced
     * @throws ForeignException if it may, and holds what this program did not write
     * @throws IOException if its file system cannot be reached or no folder can be made there
     */
    public static StagedOutput open(Configuration configuration, String output, boolean overwrite) throws IOException {
        Path target = Place.of(configuration, output).path();
        FileSystem files = target.getFileSystem(configuration);
        if (target.getParent() == null) {
            throw new FileAlreadyExistsException(output + " is the root of a file system; name a folder below it");
        }
        StagedOutput staged = new StagedOutput(files, target, overwrite);
        if (staged.isThere()) {
            staged.requireReplaceable();
        }
        makeFolder(files, target.getParent());
        staged.requireWritable();
        return staged;
    }

    /** A link that leads nowhere is there as well. */
    private boolean isThere() throws IOException {
        return files.exists(target) || local(target).map(Files::isSymbolicLink).orElse(false);
    }

    private void requireReplaceable() throws IOException {
        if (!overwrite) {
            throw new FileAlreadyExistsException("the folder " + shown(target) + " exists");
        }
        Optional<String> foreign =
                files.exists(target) ? FileList.foreign(files, target) : Optional.of("it is a link that leads nowhere");
        if (foreign.isPresent()) {
            throw new ForeignException(target, foreign.get());
        }
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
     * Writes a small text file into the staged folder, whole or not at all.
     *
     * @param name its path within the folder
     * @param text its content
     */
    public void writeText(String name, String text) {
        Path file = new Path(staging, name);
        try {
            write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + new Path(target, name) + ": " + e.getMessage(), e);
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        boolean whole = false;
        FSDataOutputStream stream = files.create(file, false);
        try (stream) {
            stream.write(bytes);
            whole = true;
        } finally {
            if (!whole) {
                files.delete(file, false);
            }
        }
    }

    /**
     * Writes a text file in place of one of that name, which stays as it was if there is no room for another.
     *
     * @param name its path within the folder
     * @param text its content
     * @return the name
     * @throws IOException if the file cannot be replaced
     */
    public String replaceText(String name, String text) throws IOException {
        String next = name + ".next";
        writeText(next, text);
        Path place = new Path(staging, name);
        Path former = new Path(staging, name + ".former");
        rename(place, former);
        try {
            rename(new Path(staging, next), place);
        } catch (IOException e) {
            rename(former, place);
            files.delete(new Path(staging, next), false);
            throw e;
        }
        files.delete(former, false);
        return name;
    }

    /**
     * Gives the staged folder its name, with a list of its files. A folder that is replaced is moved aside first and comes back if this
     * fails.
     *
     * @throws FileAlreadyExistsException if the folder has appeared meanwhile and may not be replaced
     * @throws ForeignException if it may, and by now holds what this program did not write
     * @throws IOException if the folder cannot be renamed
     */
    public void publish() throws IOException {
        list();
        Optional<Path> former = moveAside();
        try {
            rename(staging, target);
        } catch (IOException e) {
            former.ifPresent(aside -> comeBack(aside, e));
            throw e;
        }
        published = true;
        former.ifPresent(this::delete);
    }

    private void comeBack(Path aside, IOException why) {
        try {
            rename(aside, target);
        } catch (IOException e) {
            LOG.warn("{} is what stood in the place of {}, and cannot be moved back", aside, target);
            why.addSuppressed(e);
        }
    }

    /** Finished work is not lost for a list. */
    private void list() throws IOException {
        try {
            FileList.write(files, staging);
        } catch (IOException e) {
            LOG.warn(
                    "{} has no list of its files ({}): --overwrite may take it for a folder of another program",
                    target,
                    Reason.of(e));
        }
    }

    private Optional<Path> moveAside() throws IOException {
        if (!isThere()) {
            return Optional.empty();
        }
        requireReplaceable();
        Path aside = new Path(target.getParent(), target.getName() + REPLACED + UUID.randomUUID());
        rename(target, aside);
        return Optional.of(aside);
    }

    /** Looks once more, now that nobody else knows its name. */
    private void delete(Path former) {
        try {
            Optional<String> foreign = FileList.foreign(files, former);
            if (foreign.isEmpty()) {
                files.delete(former, true);
                return;
            }
            LOG.warn("{} is kept: it is what stood in the place of the output, and {}", former, foreign.get());
        } catch (IOException e) { // The output is in its place all the same.
            LOG.warn("{} is what stood in the place of the output, and cannot be deleted: {}", former, Reason.of(e));
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

    /** Never onto or into what is there: that may be the output of another run, which was quicker. */
    private void rename(Path from, Path to) throws IOException {
        Optional<java.nio.file.Path> local = local(from);
        if (local.isPresent()) {
            renameOnThisMachine(local.get(), local(to).orElseThrow());
            return;
        }
        if (files.exists(to)) {
            throw taken(to);
        }
        if (!files.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
        // Where another run's folder came between, Hadoop moves a folder into it.
        Path within = new Path(to, from.getName());
        if (files.exists(within)) {
            files.rename(within, from);
            throw taken(to);
        }
    }

    private static void renameOnThisMachine(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.exists(from) && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                throw taken(new Path(to.toString()));
            }
            throw new IOException("cannot rename " + from + " to " + to + ": " + Reason.of(e), e);
        }
    }

    private static FileAlreadyExistsException taken(Path folder) {
        return new FileAlreadyExistsException(
                "the folder " + shown(folder) + " exists by now, written by another run; nothing of it was touched");
    }

    /** The path on this machine; of other machines nothing. */
    private Optional<java.nio.file.Path> local(Path path) {
        return files instanceof LocalFileSystem local
                ? Optional.of(local.pathToFile(path).toPath())
                : Optional.empty();
    }

    /** As people write it. */
    private static String shown(Path folder) {
        return "file".equals(folder.toUri().getScheme()) ? folder.toUri().getPath() : folder.toString();
    }
}
