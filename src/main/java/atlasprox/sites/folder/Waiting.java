package atlasprox.sites.folder;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for the other sides, and says so every minute.
 *
 * @param longest how long to wait for anything at most
 * @param every how long to wait between two lines about it
 * @param look how long to wait between two looks at first; then a tenth of the time waited so far, and {@value #LONGEST_PAUSE} times
 *     this at most, as each look costs requests where files lie in an object store
 * @param say is told a line now and then
 */
public record Waiting(Duration longest, Duration every, Duration look, Consumer<String> say) {
    private static final int LONGEST_PAUSE = 250;

    /** A fit asks some dozens of questions, and who waits for each of them looks a few times in vain. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final int SHARE_OF_WAITING = 10;

    /**
     * @param longest how long to wait for anything at most
     * @param say is told a line every minute
     * @return waiting, with fifty looks a second at first and one in five seconds later
     */
    public static Waiting atMost(Duration longest, Consumer<String> say) {
        return new Waiting(longest, Duration.ofMinutes(1), LOOK, say);
    }

    /**
     * @param found looks once; empty while there is nothing
     * @param whom who is waited for and for what, as a part of a sentence
     * @param <T> what is waited for
     * @return what was found
     * @throws LateException if it takes longer than it may; the message says who is late and what to do
     */
    public <T> T until(Supplier<Optional<T>> found, Supplier<String> whom) {
        long start = System.nanoTime();
        long told = 0;
        while (true) {
            Optional<T> here = found.get();
            if (here.isPresent()) {
                return here.get();
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(longest) >= 0) {
                throw new LateException("waited " + words(longest) + " for " + whom.get()
                        + " (--wait); what has been sent is kept: start this command again when they are back");
            }
            if (waited.compareTo(every.multipliedBy(told + 1)) >= 0) {
                told++;
                say.accept("waiting for " + whom.get() + ", " + words(waited) + " so far");
            }
            sleep(pause(waited));
        }
    }

    /** How long to wait before the next look. */
    Duration pause(Duration waited) {
        long shortest = look.toMillis();
        return Duration.ofMillis(
                Math.min(LONGEST_PAUSE * shortest, Math.max(shortest, waited.toMillis() / SHARE_OF_WAITING)));
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    /** Such as 1 h 5 min. */
    static String words(Duration time) {
        long hours = time.toHours();
        if (hours > 0) {
            return hours + " h" + (time.toMinutesPart() > 0 ? " " + time.toMinutesPart() + " min" : "");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
