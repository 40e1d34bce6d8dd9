package atlasprox.cli.failure;

/** The command line cannot be carried out as given; the message names the option, its value and the remedy. Exit code 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
