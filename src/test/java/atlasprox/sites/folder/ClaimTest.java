package atlasprox.sites.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    private static final Duration BEAT = Duration.ofMillis(500);

    @TempDir
    private Path place;

    private ExchangeFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = ExchangeFolder.open(new Configuration(), place.toString());
    }

    @Test
    void twoAtOnceAreNot() {
        try (Claim one = Claim.take(folder, "coordinator", BEAT)) {
            assertThatThrownBy(() -> Claim.take(folder, "coordinator", BEAT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another process stands for 'coordinator'");
            assertThatCode(one::require).doesNotThrowAnyException();
            Claim.take(folder, "a", BEAT).close();
        }
        Claim.take(folder, "coordinator", BEAT).close();
        assertThat(folder.list("claims")).isEmpty();
    }

    /** As of a process that was killed. */
    @Test
    void aClaimThatDoesNotBeatIsTakenOver() {
        folder.write("claims/a", "somebody 7".getBytes(StandardCharsets.UTF_8));
        Claim.take(folder, "a", BEAT).close();
    }

    @Test
    void whoLosesTheClaimIsTold() throws InterruptedException {
        try (Claim claim = Claim.take(folder, "a", BEAT)) {
            folder.write("claims/a", "somebody 7".getBytes(StandardCharsets.UTF_8));
            awaitLoss(claim);
            assertThatThrownBy(claim::require).hasMessageContaining("another process stands for 'a'");
        }
        assertThat(folder.read("claims/a")).contains("somebody 7".getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitLoss(Claim claim) throws InterruptedException {
        for (int look = 0; look < 100; look++) {
            try {
                claim.require();
            } catch (IllegalStateException e) {
                return;
            }
            Thread.sleep(50);
        }
    }
}
