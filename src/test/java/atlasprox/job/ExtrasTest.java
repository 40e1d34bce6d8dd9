package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExtrasTest {
    private final Extras extras = new Extras();

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(step(() -> new long[Integer.MAX_VALUE - 8].length), "memory ran out: "),
                Arguments.of(step(() -> endless(1)), "stack overflow error"),
                Arguments.of(step(() -> Optional.empty().orElseThrow()), "No value present"),
                Arguments.of(
                        step(() -> {
                            throw new FileNotFoundException("no such page");
                        }),
                        "no such page"),
                Arguments.of(
                        step(() -> {
                            throw new NoClassDefFoundError("charts");
                        }),
                        "charts"),
                Arguments.of(
                        step(() -> {
                            throw new IllegalStateException("task failed", new OutOfMemoryError("Java heap space"));
                        }),
                        "memory ran out: Java heap space"));
    }

    private static Callable<Object> step(Callable<Object> step) {
        return step;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverFailsIsToldAndLosesNothing(Callable<Object> step, String why) {
        assertThat(extras.attempt("The page is missing", step)).isEmpty();
        Supplier<Optional<Object>> picture = extras.beside("picture", "The picture is missing", step);
        assertThat(picture.get()).isEmpty();
        assertThat(extras.mishaps()).hasSize(2);
        assertThat(extras.mishaps().get(0))
                .startsWith("The page is missing (" + why)
                .endsWith(").");
        assertThat(extras.mishaps().get(1)).startsWith("The picture is missing (" + why);
    }

    @Test
    void whatSucceedsIsBroughtFromItsOwnThread() {
        assertThat(extras.attempt("a", () -> 7)).contains(7);
        assertThat(extras.beside("picture", "b", () -> Thread.currentThread().getName())
                        .get())
                .contains("picture");
        assertThat(extras.mishaps()).isEmpty();
    }

    @Test
    void anInterruptionEndsTheWork() {
        Callable<Object> interrupted = () -> {
            throw new InterruptedException();
        };
        assertThatThrownBy(() -> extras.attempt("a", interrupted)).isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Stream.of(extras.mishaps()).flatMap(List::stream)).isEmpty();
    }
}
