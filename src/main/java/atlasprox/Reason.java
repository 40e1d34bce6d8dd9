package atlasprox;

/** What went wrong underneath, in a few words, for a message of our own. */
public final class Reason {
    private Reason() {}

    /**
     * @param failure any failure
     * @return the first line of its message, empty where that is
     */
    public static String of(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
