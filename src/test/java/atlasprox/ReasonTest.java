package atlasprox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void isTheFirstLineOfTheMessage() {
        assertThat(Reason.of(new IOException("No space left\nat all"))).isEqualTo("No space left");
    }

    @Test
    void isTheCausesWhereTheMessageOnlyRepeatsThat() {
        assertThat(Reason.of(new UncheckedIOException(new IOException("No space left"))))
                .isEqualTo("No space left");
    }

    @Test
    void isTheKindWhereThereIsNoMessage() {
        assertThat(Reason.of(new BufferUnderflowException())).isEqualTo("buffer underflow");
    }

    /** Java's own messages of such failures are a path alone. */
    @Test
    void isTheKindAndTheFileWhereTheMessageIsAFile() {
        assertThat(Reason.of(new UncheckedIOException(new AccessDeniedException("/a/b"))))
                .isEqualTo("access denied: /a/b");
        assertThat(Reason.of(new NoSuchFileException("/a/b"))).isEqualTo("no such file: /a/b");
        assertThat(Reason.of(new FileSystemException("/a/b", null, "Read-only file system")))
                .isEqualTo("/a/b: Read-only file system");
    }

    @Test
    void ofTheJobIsWhatNoFileIsToBlameFor() {
        SparkException aborted = new SparkException("Job aborted: results are larger than the limit");
        assertThat(Reason.isOfTheJob(new IllegalStateException(aborted))).isTrue();
        assertThat(Reason.isOfTheJob(new IllegalStateException(new OutOfMemoryError())))
                .isTrue();
        assertThat(Reason.isOfTheJob(new SparkException("Job aborted", new IOException("not a Parquet file"))))
                .isFalse();
    }
}
