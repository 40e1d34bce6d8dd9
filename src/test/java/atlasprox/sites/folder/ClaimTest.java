package atlasprox.sites.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Both find nobody there, or the later one the other's file. */
    @ParameterizedTest
    @ValueSource(longs = {0, 60, 150, 190, 320})
    void ofTwoThatStartAboutTogetherOneStands(long later) throws InterruptedException {
        CompletableFuture<Claim> one = CompletableFuture.supplyAsync(() -> Claim.take(folder, "a", BEAT));
        Thread.sleep(later);
        CompletableFuture<Claim> other = CompletableFuture.supplyAsync(() -> Claim.take(folder, "a", BEAT));
        List<Claim> taken = Stream.of(one, other)
                .map(claim -> claim.handle((there, refused) -> there).join())
                .filter(Objects::nonNull)
                .toList();
        Thread.sleep(2 * BEAT.toMillis());
        assertThat(taken.stream().filter(ClaimTest::stands)).hasSize(1);
        taken.forEach(Claim::close);
        assertThat(folder.list("claims")).isEmpty();
    }

    private static boolean stands(Claim claim) {
        try {
            claim.require();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
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
            if (!stands(claim)) {
                return;
            }
            Thread.sleep(50);
        }
    }
}
