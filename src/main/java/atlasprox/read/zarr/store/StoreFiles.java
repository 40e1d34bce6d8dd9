package atlasprox.read.zarr.store;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.read.zarr.chunk.ByteSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a store, by their keys: paths from its folder, of names that {@link Names} has checked. On a disk of this machine a link
 * that leads out of the store is refused, as it may name any other file.
 */
final class StoreFiles {
    /** Told to object stores, some of which fetch a file to its end otherwise. */
    private static final String BY_RANGES = OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM;

    private static final String COPY_WITH_TARGETS = "copy the store with what its links name (cp -rL)";
    private static final String CHECK = "check the path, the network and the right to read it";

    private final String shownAs;
    private final FileSystem files;
    private final Path root;
    private final Optional<java.nio.file.Path> disk;

    private StoreFiles(String shownAs, FileSystem files, Path root, Optional<java.nio.file.Path> disk) {
        this.shownAs = shownAs;
        this.files = files;
        this.root = root;
        this.disk = disk;
    }

    /**
     * @param folder the store's
     * @param shownAs its name in error messages
     * @throws BadDataException if there is no such folder
     */
    static StoreFiles of(Path folder, String shownAs, Configuration hadoop) {
        try {
            FileSystem named = folder.getFileSystem(hadoop);
            FileSystem files = named instanceof LocalFileSystem local ? local.getRaw() : named;
            Path root = files.makeQualified(folder);
            if (!files.getFileStatus(root).isDirectory()) {
                throw new BadDataException(
                        shownAs + ": is a file, but a zarr store is a folder; unpack it if it is a zip archive");
            }
            boolean onDisk = files instanceof RawLocalFileSystem;
            return new StoreFiles(
                    shownAs, files, root, onDisk ? Optional.of(disk(root).toRealPath()) : Optional.empty());
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new BadDataException(shownAs + ": no such folder; check the path, on every machine that reads it", e);
        } catch (IOException e) {
            throw new BadDataException(shownAs + ": cannot be opened (" + Reason.ofRoot(e) + "); " + CHECK, e);
        }
    }

    private static java.nio.file.Path disk(Path path) throws IOException {
        try {
            return java.nio.file.Path.of(path.toUri().getPath());
        } catch (InvalidPathException e) {
            throw new IOException(e); // A letter that this machine's own encoding lacks.
        }
    }

    String shownAs() {
        return shownAs;
    }

    /** A file, open for reading, if it is there. */
    Optional<OpenFile> open(String key) {
        try {
            Path path = path(key);
            FileStatus status = files.getFileStatus(path);
            if (!status.isFile()) {
                return Optional.empty();
            }
            FSDataInputStream in = files.openFile(path)
                    .withFileStatus(status)
                    .opt(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, BY_RANGES)
                    .build()
                    .get();
            return Optional.of(new OpenFile(key, in, status.getLen()));
        } catch (FileNotFoundException | NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | java.util.concurrent.ExecutionException e) {
            throw unreadable(key, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(key, e);
        }
    }

    /** What a folder holds, in the order of names; nothing where there is no such folder. */
    List<FileStatus> list(String key) {
        try {
            FileStatus[] members = files.listStatus(path(key));
            Arrays.sort(members);
            return List.of(members);
        } catch (FileNotFoundException | NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(key, e);
        }
    }

    /** Not resolved against the root as text: a name may hold a colon, which Hadoop takes for the end of a scheme. */
    private Path path(String key) throws IOException {
        String within = root.toUri().getPath() + (key.isEmpty() ? "" : "/" + key);
        Path path = new Path(root.toUri().getScheme(), root.toUri().getAuthority(), within);
        if (disk.isPresent()) {
            requireWithin(disk.get(), key, disk(path));
        }
        return path;
    }

    private void requireWithin(java.nio.file.Path store, String key, java.nio.file.Path file) throws IOException {
        java.nio.file.Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException e) {
            requireNoLink(key, file);
            throw e;
        }
        if (!real.startsWith(store)) {
            throw bad("'" + key + "' is a link out of the store, which is not followed", COPY_WITH_TARGETS);
        }
        if (!Files.isRegularFile(real) && !Files.isDirectory(real)) { // To open a pipe is to wait for who writes to it.
            throw bad("'" + key + "' is neither a file nor a folder", ZarrStore.COPY_AGAIN);
        }
    }

    /** What a link names was there once: the fill value does not stand for it. */
    private void requireNoLink(String key, java.nio.file.Path file) {
        for (java.nio.file.Path step = file; step != null; step = step.getParent()) {
            if (Files.isSymbolicLink(step) && !Files.exists(step)) {
                throw bad("'" + key + "' is, or lies behind, a link to nothing", COPY_WITH_TARGETS);
            }
        }
    }

    private BadDataException unreadable(String key, Exception e) {
        return new BadDataException(shownAs + ": cannot read '" + key + "' (" + Reason.ofRoot(e) + "); " + CHECK, e);
    }

    /** An error that names this store. */
    BadDataException bad(String problem, String remedy) {
        return new BadDataException(shownAs + ": " + problem + "; " + remedy);
    }

    /** One file. */
    final class OpenFile implements ByteSource, AutoCloseable {
        private final String key;
        private final FSDataInputStream in;
        private final long length;

        private OpenFile(String key, FSDataInputStream in, long length) {
            this.key = key;
            this.in = in;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public byte[] read(long from, int count) {
            byte[] bytes = new byte[count];
            try {
                in.readFully(from, bytes);
            } catch (IOException e) {
                throw unreadable(key, e);
            }
            return bytes;
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw unreadable(key, e);
            }
        }
    }
}
