package atlasprox.sites.folder;

import atlasprox.files.Place;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A folder that all sides reach, on any file system: files appear in it whole or not at all, and are found by their names.
 *
 * <pre>
 * attempt-1/coordinator/0003-take.jsonl    what the coordinator sends
 * attempt-1/a/0003-take.jsonl              what site a answers
 * attempt-1/model/                         the model
 * claims/coordinator                       who is at work
 * </pre>
 */
public final class ExchangeFolder {
    private static final String UNFINISHED = "_part-";

    private final FileSystem files;
    private final Path root;

    private ExchangeFolder(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param name the folder by the name that a user gave; made if it is not there
     * @return the folder
     * @throws IOException if its file system cannot be reached, or it cannot be made
     */
    public static ExchangeFolder open(Configuration configuration, String name) throws IOException {
        Path root = Place.of(configuration, name).path();
        FileSystem files = plain(root.getFileSystem(configuration));
        if (!files.mkdirs(root)) {
            throw new IOException("cannot make the folder " + root + "; check its permissions");
        }
        return new ExchangeFolder(files, root);
    }

    /** On a disk without Hadoop's own files of checksums beside each, which do not appear at once with it; messages have their own. */
    private static FileSystem plain(FileSystem files) {
        return files instanceof LocalFileSystem local && local.getRaw() instanceof RawLocalFileSystem raw ? raw : files;
    }

    /** @return the folder's place */
    public Path root() {
        return root;
    }

    /** @return its file system */
    public FileSystem files() {
        return files;
    }

    /**
     * @param name a file's name below the folder
     * @return where it is
     */
    public String place(String name) {
        return new Path(root, name).toString();
    }

    /**
     * @param name a file's name below the folder
     * @return its bytes; empty where it is not there
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(bytes(name));
        } catch (FileNotFoundException e) {
            return again(name);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Some file systems say of a file that may not be read that there is none; or it has appeared since. */
    private Optional<byte[]> again(String name) {
        try {
            return files.exists(new Path(root, name)) ? Optional.of(bytes(name)) : Optional.empty();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private byte[] bytes(String name) throws IOException {
        try (InputStream stream = files.open(new Path(root, name))) {
            return stream.readAllBytes();
        }
    }

    private UncheckedIOException unreadable(String name, IOException cause) {
        return new UncheckedIOException("cannot read " + place(name) + ": " + cause.getMessage(), cause);
    }

    /**
     * Writes a file under another name and renames it, so that nobody reads half of it.
     *
     * @param name a file's name below the folder; replaced if it is there
     * @param bytes what it holds
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(String name, byte[] bytes) {
        Path file = new Path(root, name);
        Path part = new Path(file.getParent(), UNFINISHED + UUID.randomUUID());
        try {
            files.mkdirs(file.getParent());
            try {
                create(part, false, bytes);
                rename(part, file);
            } catch (IOException e) {
                files.delete(part, false);
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }

    private void rename(Path part, Path file) throws IOException {
        if (!files.rename(part, file)) {
            files.delete(file, false);
            if (!files.rename(part, file)) {
                throw new IOException("cannot rename " + part);
            }
        }
    }

    /**
     * Writes a file that others may read by halves.
     *
     * @param name a file's name below the folder; replaced if it is there
     * @param bytes what it holds
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeInPlace(String name, byte[] bytes) {
        try {
            create(new Path(root, name), true, bytes);
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }

    private void create(Path file, boolean overwrite, byte[] bytes) throws IOException {
        try (OutputStream stream = files.create(file, overwrite)) {
            stream.write(bytes);
        }
    }

    private UncheckedIOException unwritable(String name, IOException cause) {
        return new UncheckedIOException("cannot write " + place(name) + ": " + cause.getMessage(), cause);
    }

    /**
     * @param name a file's name below the folder, which need not be there
     * @throws UncheckedIOException if it cannot be deleted
     */
    public void delete(String name) {
        try {
            files.delete(new Path(root, name), false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + place(name) + ": " + e.getMessage(), e);
        }
    }

    /**
     * @param name a folder's name below this one; empty for this one
     * @return the names of what is in it, ascending, without what is being written; none where it is not there
     * @throws UncheckedIOException if it cannot be listed
     */
    public List<String> list(String name) {
        try {
            return Arrays.stream(files.listStatus(name.isEmpty() ? root : new Path(root, name)))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .filter(found -> !found.startsWith(UNFINISHED) && !found.startsWith("."))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + place(name) + ": " + e.getMessage(), e);
        }
    }
}
