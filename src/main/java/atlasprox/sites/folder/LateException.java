package atlasprox.sites.folder;

/** Another side has not come in the time that it had: nothing is wrong here, and what has been sent is kept. */
public final class LateException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LateException(String message) {
        super(message);
    }
}
