package atlasprox.cli;

/** The exit codes that scripts can rely on. */
final class ExitCode {
    static final int OK = 0;
    /** The command line cannot be carried out as given. */
    static final int USAGE = 2;
    /** The data cannot be used as they are. */
    static final int BAD_DATA = 3;
    /** The run failed for another reason. */
    static final int FAILED = 4;

    /** A run was repeated, and its result is another one. */
    static final int DIFFERS = 5;

    private ExitCode() {}
}
