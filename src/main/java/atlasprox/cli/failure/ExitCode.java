package atlasprox.cli.failure;

/** The exit codes that scripts can rely on. */
public final class ExitCode {
    public static final int OK = 0;
    /** The command line cannot be carried out as given. */
    public static final int USAGE = 2;
    /** The data cannot be used as they are. */
    public static final int BAD_DATA = 3;
    /** The run failed for another reason. */
    public static final int FAILED = 4;

    /** A run was repeated, and its result is another one. */
    public static final int DIFFERS = 5;

    private ExitCode() {}
}
