package atlasprox.job;

import atlasprox.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What is good to have beside finished work, such as pictures of it: where that fails, in whatever way, a sentence says what is missing,
 * and the work is not lost.
 */
public final class Extras {
    private final List<String> mishaps = Collections.synchronizedList(new ArrayList<>());

    /**
     * @param missing what is missing if the step fails, as the beginning of a sentence
     * @param step the step; memory may run out in it, and what it holds is let go then
     * @param <T> what it brings
     * @return what it brought; empty if it failed
     * @throws IllegalStateException if the thread is interrupted: that ends the work too
     */
    public <T> Optional<T> attempt(String missing, Callable<T> step) {
        try {
            return Optional.ofNullable(step.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Throwable e) { // Spark throws checked exceptions undeclared, and memory may run out.
            add(missing + " (" + reason(e) + ").");
            return Optional.empty();
        }
    }

    /**
     * The same on a thread of its own, beside what else there is to do.
     *
     * @param thread the thread's name
     * @param missing as above
     * @param step as above
     * @param <T> what it brings
     * @return waits for what it brings
     */
    <T> Supplier<Optional<T>> beside(String thread, String missing, Callable<T> step) {
        CompletableFuture<Optional<T>> brought = new CompletableFuture<>();
        Optional<Thread> begun = attempt(missing, () -> {
            Thread begins = new Thread(
                    () -> {
                        try {
                            brought.complete(attempt(missing, step));
                        } finally {
                            // Nobody is to wait for ever, whatever became of the step.
                            brought.complete(Optional.empty());
                        }
                    },
                    thread);
            begins.setDaemon(true);
            begins.start();
            return begins;
        });
        return begun.isPresent() ? brought::join : Optional::empty;
    }

    /** @param sentence says what is missing, and why */
    void add(String sentence) {
        mishaps.add(sentence);
    }

    /** @return a sentence for everything that is missing */
    public List<String> mishaps() {
        synchronized (mishaps) {
            return List.copyOf(mishaps);
        }
    }

    private static String reason(Throwable failure) {
        return Reason.root(failure) instanceof OutOfMemoryError full
                ? "memory ran out: " + Reason.of(full)
                : Reason.of(failure);
    }
}
