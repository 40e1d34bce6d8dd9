package atlasprox.cli.failure;

import java.lang.Thread.UncaughtExceptionHandler;

/** Ends the JVM where memory runs out in a thread of Spark's driver, for whose answer the command would wait for ever. */
public final class FullMemory implements UncaughtExceptionHandler {
    private final String command;
    private final UncaughtExceptionHandler former;

    private FullMemory(String command, UncaughtExceptionHandler former) {
        this.command = command;
        this.former = former;
    }

    /** @param command the name of the command that this JVM runs, and nothing else */
    public static void endsThisJvm(String command) {
        UncaughtExceptionHandler former = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(new FullMemory(command, former));
    }

    /** No hooks are run, as those of Spark might wait for the same thread. */
    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError full) {
            System.err.println(command + " failed: " + Failures.memory(full));
            Runtime.getRuntime().halt(ExitCode.FAILED);
        } else if (former != null) {
            former.uncaughtException(thread, failure);
        } else {
            failure.printStackTrace();
        }
    }
}
