package atlasprox.read.zarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.impl.OpenFileParameters;

/** A file system of a scheme of its own that keeps what was read: a remote one, as far as its readers can tell. */
public final class CountingFiles extends RawLocalFileSystem {
    /** What was read, as name:first byte+number of bytes. */
    static final List<String> READS = new ArrayList<>();

    static final String SCHEME = "counting";

    static Configuration hadoop() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs." + SCHEME + ".impl", CountingFiles.class.getName());
        return hadoop;
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    /** Without the policy, some object stores fetch all that follows a range; with the status, none asks for it again. */
    @Override
    protected CompletableFuture<FSDataInputStream> openFileWithOptions(Path path, OpenFileParameters parameters)
            throws IOException {
        assertThat(parameters.getOptions().get("fs.option.openfile.read.policy"))
                .isEqualTo("random");
        assertThat(parameters.getStatus()).isNotNull();
        return super.openFileWithOptions(path, parameters);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return new FSDataInputStream(new Counting(path.getName(), super.open(path, bufferSize)));
    }

    private static final class Counting extends InputStream implements Seekable, PositionedReadable {
        private final String name;
        private final FSDataInputStream in;

        Counting(String name, FSDataInputStream in) {
            this.name = name;
            this.in = in;
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            READS.add(name + ":" + position + "+" + length);
            in.readFully(position, buffer, offset, length);
        }

        @Override
        public void readFully(long position, byte[] buffer) throws IOException {
            readFully(position, buffer, 0, buffer.length);
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws IOException {
            READS.add(name + ":" + position + "+" + length);
            return in.read(position, buffer, offset, length);
        }

        @Override
        public int read() {
            throw new AssertionError(name + " is not read by ranges");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            throw new AssertionError(name + " is not read by ranges");
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) throws IOException {
            return in.seekToNewSource(position);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
