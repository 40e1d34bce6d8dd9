package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.LateException;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * That a side has failed, for those that would wait for it. A note says of what kind the failure is and no more, as words about cells stay where the
 * cells are. One that was there when this side came is an old one; its side deletes it when it is started again. A side that has only waited too long
 * for another one leaves none.
 */
public final class FailureNotes {
    static final String FAILED = "failed";

    private final Mailbox box;
    private final Map<String, String> old = new HashMap<>();

    /**
     * @param box this side's messages
     * @param watched the sides that it waits for
     * @param phase is told of those that had stopped before
     */
    FailureNotes(Mailbox box, List<String> watched, Consumer<String> phase) {
        this.box = box;
        watched.forEach(side -> remember(side, phase));
    }

    /**
     * A failure.
     *
     * @param token another one each time
     * @param kind in words
     */
    private record Failure(String token, String kind) {}

    private void remember(String side, Consumer<String> phase) {
        box.find(side, 0, FAILED).ifPresent(note -> {
            old.put(side, note.header().sha256());
            phase.accept("'" + side + "' had stopped before; waiting for it");
        });
    }

    /**
     * @param side one that is watched
     * @throws IllegalStateException if it has failed since this side came
     */
    void requireNone(String side) {
        Optional<Message> note = box.find(side, 0, FAILED)
                .filter(found -> !found.header().sha256().equals(old.get(side)));
        if (note.isPresent()) {
            throw new IllegalStateException(
                    "'" + side + "' has stopped, for "
                            + Content.value(note.get(), Failure.class).kind()
                            + ": its own output says more; what has been sent is kept: start all sides again when that is mended");
        }
    }

    /** What a side does in an attempt. */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * @return what came of it
         * @throws IOException if files cannot be read or written
         */
        T done() throws IOException;
    }

    /**
     * Deletes this side's note of an earlier failure, works, and leaves a note for the other sides where that fails, in whatever way.
     *
     * @param box this side's messages
     * @param claim that no other process stands for this side
     * @param work what to do
     * @param <T> what comes of it
     * @return what came of it
     * @throws IOException if files cannot be read or written
     */
    public static <T> T told(Mailbox box, Claim claim, Work<T> work) throws IOException {
        box.delete(0, FAILED);
        try {
            return work.done();
        } catch (Throwable e) { // Spark throws checked exceptions that it does not declare, and memory may run out.
            if (!causes(e).anyMatch(LateException.class::isInstance)) {
                leave(box, claim, e);
            }
            throw e;
        }
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** None where another process stands for this side now, or the folder cannot be reached: the failure itself is what counts. */
    private static void leave(Mailbox box, Claim claim, Throwable failure) {
        String kind =
                causes(failure).anyMatch(BadDataException.class::isInstance) ? "its data or settings" : "an error";
        try {
            claim.require();
            box.delete(0, FAILED);
            box.send(
                    0,
                    FAILED,
                    "a failure",
                    null,
                    0,
                    Content.line(new Failure(UUID.randomUUID().toString(), kind)));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
