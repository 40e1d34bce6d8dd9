package atlasprox.read.compression;

/** Stored bytes are not what they are said to be. The message says what is wrong with them; who knows where they lie adds that. */
public final class CorruptDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong, as a sentence about the bytes without its full stop */
    public CorruptDataException(String problem) {
        super(problem);
    }

    /**
     * @param problem what is wrong
     * @param cause what a library says about it
     */
    public CorruptDataException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
