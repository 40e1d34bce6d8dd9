package atlasprox.read.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.BadDataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetFaultTest {
    private static final Path SNAPPY = Path.of("src", "test", "resources", "parquet", "read", "snappy.parquet");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("causes")
    void theCauseIsNamedWithItsRemedy(Throwable cause, String problem, String remedy) {
        assertThat(said(SNAPPY, new IllegalStateException("a task failed", cause)))
                .contains("snappy.parquet cannot be read: it", problem, remedy)
                .doesNotContain("damaged");
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new AccessControlException("Permission denied: user=x"), "may not be read", "permission"),
                Arguments.of(new AccessDeniedException("x"), "may not be read", "permission"),
                Arguments.of(new FileNotFoundException("x (Permission denied)"), "may not be read", "permission"),
                Arguments.of(new FileNotFoundException("File x does not exist"), "is gone", "run again"),
                Arguments.of(new ChecksumException("x", 0), "checksum", "copy it again"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherCausesToo(Throwable cause, String problem, String remedy) {
        assertThat(said(SNAPPY, cause)).contains(problem, remedy).doesNotContain("damaged");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(
                        new ConnectException("Connection refused"), "cannot be read (Connection refused)", "the store"),
                Arguments.of(new UnknownHostException("bucket"), "cannot be read (bucket)", "run again"),
                Arguments.of(new SocketTimeoutException("timed out"), "cannot be read (timed out)", "run again"),
                Arguments.of(new NoClassDefFoundError("a/Codec"), "a library is missing (a/Codec)", "class path"),
                Arguments.of(new ClassNotFoundException("a.Codec"), "a library is missing (a.Codec)", "class path"));
    }

    @Test
    void damageIsCalledSo() {
        assertThat(said(SNAPPY, new IOException("FAILED_TO_UNCOMPRESS(5)")))
                .contains("snappy.parquet cannot be read: FAILED_TO_UNCOMPRESS(5); it may be damaged");
    }

    @Test
    void aFileThatIsNotThereAnyMoreIsNotDamaged() {
        assertThat(said(folder.resolve("gone.parquet"), new IOException("stream closed")))
                .contains("gone.parquet cannot be read: it is gone")
                .doesNotContain("damaged");
    }

    @Test
    void anEmptyFileIsCalledSo() throws IOException {
        assertThat(said(Files.createFile(folder.resolve("part-0.parquet")), new IOException()))
                .contains("part-0.parquet cannot be read: it is empty (0 bytes); write it again");
    }

    @Test
    void aFileThatWasCutShortIsCalledSo() throws IOException {
        byte[] bytes = Files.readAllBytes(SNAPPY);
        for (int length : new int[] {4, 100, bytes.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.parquet"), java.util.Arrays.copyOf(bytes, length));
            assertThat(said(cut, new IOException("EOF"))).contains(length == 4 ? "damaged" : "it was cut short");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "894844460d0a1a0a0000, an HDF5 file; give it a name that ends in .h5ad",
        "4152524f573100000000, an Arrow or Feather file",
        "46454131000000000000, a Feather file",
        "4f626a01040000000000, an Avro file",
        "4f524300000000000000, an ORC file",
        "1f8b0800000000000000, a file that gzip compressed",
        "504b0304000000000000, a zip archive",
        "63656c6c2c646f6e6f720a312c61, text (CSV or JSON",
        "7b2263656c6c223a20317d0a, text (CSV or JSON",
        "00000000000000000000, not a Parquet file"
    })
    void anotherFormatIsCalledByItsName(String bytes, String format) throws IOException {
        Path file = Files.write(folder.resolve("x.parquet"), HexFormat.of().parseHex(bytes));
        assertThat(said(file, new RuntimeException("no magic"))).contains("x.parquet cannot be read: it is no", format);
    }

    @Test
    void textIsTextInAnyLanguage() throws IOException {
        Path file = Files.write(folder.resolve("x.parquet"), "Zürich\t細胞\n".getBytes(StandardCharsets.UTF_8));
        assertThat(said(file, new RuntimeException())).contains("it is no Parquet but text");
    }

    private static String said(Path file, Throwable failure) {
        BadDataException bad = ParquetFault.of(file.toUri().toString(), failure);
        assertThat(bad.getMessage().lines()).hasSize(1);
        return bad.getMessage();
    }
}
