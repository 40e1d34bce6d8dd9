package atlasprox.read.parquet;

import atlasprox.BadDataException;
import atlasprox.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.internal.SQLConf;

/** Why a Parquet file cannot be read, and what to do about it. */
public final class ParquetFault {
    private static final String ELSE = " or leave it out of --input";

    /** Files of other formats by their first bytes. */
    private static final Map<String, String> FORMATS = formats();

    /** The bytes looked at, at the beginning and at the end. */
    private static final int HEAD = 64;

    private static final int TAIL = 4;

    private ParquetFault() {}

    private static Map<String, String> formats() {
        Map<String, String> formats = new LinkedHashMap<>();
        formats.put("894844460d0a1a0a", "an HDF5 file; give it a name that ends in .h5ad if it is one of AnnData");
        formats.put("4152524f5731", "an Arrow or Feather file; write it as Parquet");
        formats.put("46454131", "a Feather file; write it as Parquet");
        formats.put("4f626a01", "an Avro file; write it as Parquet");
        formats.put("4f5243", "an ORC file; write it as Parquet");
        formats.put("1f8b", "a file that gzip compressed (an R data file, perhaps); write it as Parquet");
        formats.put("425a68", "a file that bzip2 compressed; write it as Parquet");
        formats.put("28b52ffd", "a file that zstd compressed; unpack it");
        formats.put("504b0304", "a zip archive; unpack it, and write its table as Parquet");
        formats.put("934e554d5059", "a file of NumPy; write it as Parquet");
        formats.put("53514c69746520666f726d6174", "a SQLite database; write its table as Parquet");
        return formats;
    }

    /**
     * @param path the file that Spark failed at, as it names it
     * @param failure what it threw
     * @return bad data in words that name the file, the column where one is to blame, and the remedy
     */
    public static BadDataException of(String path, Throwable failure) {
        Configuration configuration = SparkHadoopUtil.get().conf();
        try {
            Path file = new Path(path);
            FileStatus status = file.getFileSystem(configuration).getFileStatus(file);
            SQLConf settings = new SQLConf();
            ParquetCells.SETTINGS.forEach(settings::setConfString);
            return of(configuration, settings, status, failure);
        } catch (IOException | RuntimeException e) {
            return refused(path, words(failure).or(() -> words(e)).orElseGet(() -> damaged(failure)), failure);
        }
    }

    /**
     * @param configuration Hadoop's
     * @param settings Spark's
     * @param file the file's path and length
     * @param failure what came of reading it
     * @return as above
     */
    static BadDataException of(Configuration configuration, SQLConf settings, FileStatus file, Throwable failure) {
        String words = failure instanceof BadDataException bad
                ? bad.getMessage()
                : words(failure)
                        .or(() -> ofBytes(configuration, file))
                        .or(() -> ofFooter(configuration, settings, file))
                        .orElseGet(() -> damaged(failure));
        return refused(file.getPath().toString(), words, failure);
    }

    private static BadDataException refused(String path, String words, Throwable failure) {
        return new BadDataException("the file " + path + " cannot be read: " + words, failure);
    }

    private static String damaged(Throwable failure) {
        return Reason.ofRoot(failure) + "; it may be damaged: mend it" + ELSE;
    }

    /** What the failure itself says: of all but damage there is a sign in what was thrown. */
    private static Optional<String> words(Throwable failure) {
        Throwable root = Reason.root(failure);
        String reason = Reason.of(root);
        if (root instanceof AccessControlException
                || root instanceof AccessDeniedException
                || reason.contains("Permission denied")) {
            return Optional.of("it may not be read (" + reason + "); ask for the permission" + ELSE);
        }
        if (root instanceof FileNotFoundException || root instanceof NoSuchFileException) {
            return Optional.of("it is gone (" + reason + "); run again when nothing changes the input any more");
        }
        if (root instanceof SocketException
                || root instanceof UnknownHostException
                || root instanceof InterruptedIOException) {
            return Optional.of(unreachable(reason));
        }
        if (root instanceof ChecksumException) {
            return Optional.of(
                    "it is not what its checksum in the hidden .crc file beside it says; copy it again, or delete that "
                            + "file if it was changed on purpose");
        }
        if (root instanceof ParquetCryptoRuntimeException) {
            return Optional.of(
                    "it is encrypted (" + reason + "); give Spark the keys "
                            + "(spark.hadoop.parquet.crypto.factory.class and what that class asks for), or write it without encryption");
        }
        if (root instanceof ClassNotFoundException || root instanceof LinkageError) {
            return Optional.of("a library is missing (" + reason + "); add it to Spark's class path");
        }
        return mismatch(failure);
    }

    private static Optional<String> mismatch(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable spark
                    && String.valueOf(spark.getCondition()).endsWith("PARQUET_COLUMN_DATA_TYPE_MISMATCH")) {
                Map<String, String> of = spark.getMessageParameters();
                return Optional.of("its column " + of.get("column") + " is stored as " + of.get("actualType")
                        + ", but was to be " + of.get("expectedType")
                        + "; write it again with that type, or without a schema of Spark's in its metadata");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofBytes(Configuration configuration, FileStatus file) {
        if (file.getLen() == 0) {
            return Optional.of("it is empty (0 bytes); write it again" + ELSE);
        }
        try (FSDataInputStream in = file.getPath().getFileSystem(configuration).open(file.getPath())) {
            byte[] head = new byte[(int) Math.min(HEAD, file.getLen())];
            in.readFully(0, head);
            byte[] tail = new byte[(int) Math.min(TAIL, file.getLen())];
            in.readFully(file.getLen() - tail.length, tail);
            return ofEnds(head, tail);
        } catch (IOException e) {
            return words(e).or(() -> Optional.of(unreachable(Reason.ofRoot(e))));
        }
    }

    private static String unreachable(String reason) {
        return "the place where it is cannot be read (" + reason + "); check the disk or the store, and run again";
    }

    private static Optional<String> ofEnds(byte[] head, byte[] tail) {
        String start = HexFormat.of().formatHex(head);
        String magic = new String(head, 0, Math.min(TAIL, head.length), StandardCharsets.ISO_8859_1);
        if (magic.equals("PAR1") || magic.equals("PARE")) {
            return magic.equals(new String(tail, StandardCharsets.ISO_8859_1))
                    ? Optional.empty()
                    : Optional.of(
                            "its last bytes are not those of a Parquet file: it was cut short while it was written or copied, or "
                                    + "damaged; copy or write it again" + ELSE);
        }
        return FORMATS.entrySet().stream()
                .filter(format -> start.startsWith(format.getKey()))
                .map(format -> "it is no Parquet but " + format.getValue())
                .findFirst()
                .or(() -> Optional.of(
                        isText(head)
                                ? "it is no Parquet but text (CSV or JSON, perhaps); write its table as Parquet" + ELSE
                                : "it is not a Parquet file: it begins with none of the format's bytes; it may be damaged or of "
                                        + "another format: mend it" + ELSE));
    }

    private static boolean isText(byte[] head) {
        for (byte letter : head) {
            if (letter >= 0 && letter < ' ' && letter != '\n' && letter != '\r' && letter != '\t') {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> ofFooter(Configuration configuration, SQLConf settings, FileStatus file) {
        try {
            ParquetFooter.read(configuration, settings, file);
            return Optional.empty();
        } catch (BadDataException e) {
            return Optional.of(e.getMessage());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
