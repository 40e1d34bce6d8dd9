package atlasprox.read.compression;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The Deflate method, in the two forms that it is wrapped in. */
public final class Deflate {
    private Deflate() {}

    /** @throws CorruptDataException if the bytes are no zlib stream, or hold another size */
    public static byte[] zlib(byte[] stored, Size size) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(stored))) {
            return size.read(in);
        } catch (IOException e) {
            throw new CorruptDataException("is not zlib data", e);
        }
    }

    /** @throws CorruptDataException if the bytes are no gzip stream, do not match its checksum, or hold another size */
    public static byte[] gzip(byte[] stored, Size size) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return size.read(in);
        } catch (IOException e) {
            throw new CorruptDataException("is not gzip data", e);
        }
    }

    /** Inflates a zlib stream into a place of a buffer that it must fill. */
    static void zlib(byte[] in, int from, int length, byte[] out, int start, int count) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in, from, length);
            int done = 0;
            while (done < count && !inflater.finished()) {
                int read = inflater.inflate(out, start + done, count - done);
                if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                done += read;
            }
            if (done != count) {
                throw new CorruptDataException("inflates to " + done + " bytes instead of " + count);
            }
        } catch (DataFormatException e) {
            throw new CorruptDataException("is not zlib data", e);
        } finally {
            inflater.end();
        }
    }
}
