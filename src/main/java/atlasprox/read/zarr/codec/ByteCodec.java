package atlasprox.read.zarr.codec;

import atlasprox.read.compression.Blosc;
import atlasprox.read.compression.CorruptDataException;
import atlasprox.read.compression.Deflate;
import atlasprox.read.compression.Lz4;
import atlasprox.read.compression.Shuffles;
import atlasprox.read.compression.Size;
import atlasprox.read.compression.Zstandard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Undoes a step of writing that made bytes of bytes. */
@FunctionalInterface
interface ByteCodec {
    /**
     * @param stored what the step made
     * @param size how many bytes it may have been made of
     * @return the bytes that it was made of
     * @throws CorruptDataException if they cannot be had
     */
    byte[] undo(byte[] stored, Size size);

    /** @throws RefusedException if the step is not known, by its name */
    static ByteCodec of(CodecSpec spec) {
        return switch (spec.name()) {
            case "zstd" -> Zstandard::decompress;
            case "gzip" -> Deflate::gzip;
            case "zlib" -> Deflate::zlib;
            case "blosc" -> Blosc::decompress;
            case "lz4" -> ByteCodec::lz4;
            case "shuffle" -> shuffle(spec);
            case "crc32c" -> new Checksum("CRC-32C", CRC32C::new, Checksum.isAtStart(spec, false));
            case "crc32" -> new Checksum("CRC-32", CRC32::new, Checksum.isAtStart(spec, true));
            case "adler32" -> new Checksum("Adler-32", Adler32::new, Checksum.isAtStart(spec, true));
            default ->
                throw RefusedException.notRead(
                        "is stored with the codec '" + spec.name()
                                + "', which is not read (zstd, gzip, zlib, blosc, lz4, shuffle, crc32c, crc32 and adler32 are)");
        };
    }

    /** A block after its size. */
    private static byte[] lz4(byte[] stored, Size size) {
        if (stored.length < Integer.BYTES) {
            throw new CorruptDataException("ends within the size of its LZ4 data");
        }
        int claimed = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] bytes = new byte[size.check(claimed, stored.length)];
        Lz4.decompress(stored, Integer.BYTES, stored.length - Integer.BYTES, bytes, 0, bytes.length);
        return bytes;
    }

    private static ByteCodec shuffle(CodecSpec spec) {
        int valueBytes =
                spec.settings().has("elementsize") ? Metadata.size(spec.settings(), "elementsize") : Integer.BYTES;
        return (stored, size) -> {
            if (stored.length % valueBytes != 0) {
                throw new CorruptDataException("has " + stored.length + " bytes of values of " + valueBytes + " bytes");
            }
            byte[] bytes = new byte[stored.length];
            Shuffles.unshuffleBytes(stored, bytes, 0, bytes.length, valueBytes);
            return bytes;
        };
    }
}
