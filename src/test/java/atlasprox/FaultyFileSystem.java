package atlasprox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code faulty}, with the faults that Hadoop's configuration orders. They are counted over all instances,
 * from the last {@link #mend} on.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
    /** The bytes that the disk has room for. */
    public static final String ROOM = "fs.faulty.room";
    /** Whether nothing can be made on it. */
    public static final String READ_ONLY = "fs.faulty.read-only";
    /** A part of the names of files that vanish once they are renamed. */
    public static final String LOSES = "fs.faulty.loses";
    /** A part of the names of files that can be made and take no byte. */
    public static final String REFUSES = "fs.faulty.refuses";
    /** How many times opening a file fails. */
    public static final String FAILING_OPENS = "fs.faulty.failing-opens";
    /** A part of the names of threads in which making a file runs out of memory. */
    public static final String EXHAUSTS = "fs.faulty.exhausts";
    /** A thread of that name is started and waited for. */
    public static final String ANOTHER_THREAD = "another-thread";
    /** How many times a folder that is being written comes back after its deletion, with a file in it. */
    public static final String RETURNS = "fs.faulty.returns";
    /** The rename, the first of which is 1, among those of folders being published, at which the JVM dies. */
    public static final String HALTS_AT = "fs.faulty.halts-at";

    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private static final AtomicLong WRITTEN = new AtomicLong();
    private static final AtomicLong OPENED = new AtomicLong();
    private static final AtomicLong PUBLISHED = new AtomicLong();
    private static final AtomicLong RETURNED = new AtomicLong();

    /** Forgets what was counted. */
    public static void mend() {
        WRITTEN.set(0);
        OPENED.set(0);
        PUBLISHED.set(0);
        RETURNED.set(0);
    }

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        if (path.getName().endsWith(".parquet")
                && OPENED.incrementAndGet() <= getConf().getLong(FAILING_OPENS, 0)) {
            throw new IOException("the disk cannot be read just now");
        }
        return super.open(path, bufferSize);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return limited(path, super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        return limited(path, super.create(path, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        if (!exists(path)) {
            requireWritable();
        }
        return super.mkdirs(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        boolean publishing =
                from.getName().contains(".incomplete-") || to.getName().contains(".replaced-");
        if (publishing && PUBLISHED.incrementAndGet() == getConf().getLong(HALTS_AT, 0)) {
            Runtime.getRuntime().halt(137);
        }
        boolean renamed = super.rename(from, to);
        String loses = getConf().get(LOSES);
        if (loses != null && to.getName().contains(loses)) {
            delete(to, false);
        }
        return renamed;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        boolean written = path.getName().contains(".incomplete-") && exists(path) && listStatus(path).length > 0;
        boolean deleted = super.delete(path, recursive);
        if (written && RETURNED.incrementAndGet() <= getConf().getLong(RETURNS, 0)) {
            create(new Path(path, "late")).close();
        }
        return deleted;
    }

    private void requireWritable() throws IOException {
        if (getConf().getBoolean(READ_ONLY, false)) {
            throw new IOException("Read-only file system");
        }
    }

    private void exhaust() throws IOException {
        String threads = getConf().get(EXHAUSTS);
        if (ANOTHER_THREAD.equals(threads)) {
            waitForAnAnswer();
        } else if (threads != null && Thread.currentThread().getName().contains(threads)) {
            fillMemory();
        }
    }

    /** Which never comes, as the thread that should give it dies. */
    private static void waitForAnAnswer() throws IOException {
        new Thread(FaultyFileSystem::fillMemory, ANOTHER_THREAD).start();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** More than any heap of the tests holds. */
    private static void fillMemory() {
        throw new IllegalStateException(new long[MOST_ELEMENTS].length + " numbers found room");
    }

    private FSDataOutputStream limited(Path path, OutputStream stream) throws IOException {
        requireWritable();
        exhaust();
        String refused = getConf().get(REFUSES);
        long room = refused != null && path.getName().contains(refused)
                ? 0
                : getConf().getLong(ROOM, Long.MAX_VALUE);
        return new FSDataOutputStream(
                new FilterOutputStream(stream) {
                    @Override
                    public void write(int b) throws IOException {
                        take(1, room);
                        out.write(b);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        take(length, room);
                        out.write(bytes, offset, length);
                    }
                },
                null);
    }

    private static void take(int bytes, long room) throws IOException {
        if (WRITTEN.addAndGet(bytes) > room) {
            throw new IOException("No space left on device");
        }
    }
}
