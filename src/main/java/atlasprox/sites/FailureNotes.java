package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * That a side has failed, for those that would wait for it. A note says of what kind the failure is and no more, as words about cells stay where the
 * cells are. One that was there when this side came is an old one; its side deletes it when it is started again.
 */
public final class FailureNotes {
    static final String FAILED = "failed";

    private final Mailbox box;
    private final Map<String, String> old = new HashMap<>();

    /**
     * Deletes this side's own.
     *
     * @param box this side's messages
     * @param watched the sides that it waits for
     */
    FailureNotes(Mailbox box, List<String> watched) {
        this.box = box;
        box.delete(0, FAILED);
        watched.forEach(this::remember);
    }

    /**
     * A failure.
     *
     * @param token another one each time
     * @param kind in words
     */
    private record Failure(String token, String kind) {}

    private void remember(String side) {
        box.find(side, 0, FAILED).ifPresent(note -> old.put(side, note.header().sha256()));
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
     * Works, and leaves a note for the other sides where that fails.
     *
     * @param box this side's messages
     * @param claim that no other process stands for this side
     * @param work what to do
     * @param <T> what comes of it
     * @return what came of it
     * @throws IOException if files cannot be read or written
     */
    public static <T> T told(Mailbox box, Claim claim, Work<T> work) throws IOException {
        try {
            return work.done();
        } catch (IOException | RuntimeException e) {
            leave(box, claim, e);
            throw e;
        }
    }

    /** None where another process stands for this side now, or the folder cannot be reached: the failure itself is what counts. */
    private static void leave(Mailbox box, Claim claim, Exception failure) {
        String kind = failure instanceof BadDataException ? "its data or settings" : "an error";
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
