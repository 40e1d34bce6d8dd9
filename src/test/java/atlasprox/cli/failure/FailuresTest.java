package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.BadDataException;
import atlasprox.Version;
import atlasprox.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    private static final OutOfMemoryError FULL = new OutOfMemoryError("Java heap space");

    @ParameterizedTest
    @CsvSource({"correct, true", "evaluate, false"})
    void fullMemoryIsRemediedByWhatTheCommandTakes(String command, boolean fits) {
        String said = said(command, new IllegalStateException("a job", FULL));
        assertThat(said)
                .startsWith(command + " failed: memory ran out (Java heap space; the driver's heap is ")
                .contains("--driver-memory");
        assertThat(said.contains("--max-fit-cells")).isEqualTo(fits);
    }

    @Test
    void noFileIsBlamedForFullMemory() {
        assertThat(said("apply", new BadDataException("cannot read the model", new IllegalStateException(FULL))))
                .startsWith("apply failed: memory ran out");
    }

    @Test
    void anotherSparkIsNamed() {
        NoSuchMethodError missing = new NoSuchMethodError("'void of.another.Spark()'");
        assertThat(Failures.foreign(new IllegalStateException(missing), "9.8.7"))
                .isEqualTo("; this jar is for Spark " + Version.spark() + " to " + Version.newestSpark()
                        + ", as Apache releases it, and this is Spark 9.8.7: use one of the former");
        for (String other : new String[] {"4.0.0", "10.0.0", Version.spark() + "-amzn-0", "4"}) {
            assertThat(Failures.foreign(missing, other)).contains("this is Spark " + other);
        }
        for (String served : new String[] {Version.spark(), "4.1.12", Version.newestSpark() + ".0"}) {
            assertThat(Failures.foreign(missing, served)).as(served).isEmpty();
        }
        assertThat(Failures.foreign(new UnsatisfiedLinkError(), "9.8.7")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorsEndInOneLineAsExceptionsDo(boolean memory) {
        Error error = memory ? FULL : new NoSuchMethodError("'void gone()'");
        StringWriter said = new StringWriter();
        CommandLine root = Main.commands().addSubcommand(new Failing(error)).setErr(new PrintWriter(said));
        assertThat(root.execute("failing")).isEqualTo(ExitCode.FAILED);
        assertThat(said.toString())
                .startsWith("failing failed: " + (memory ? "memory ran out" : "NoSuchMethodError: 'void gone()'"))
                .endsWith("shows the stack trace" + System.lineSeparator());
    }

    private static String said(String name, Throwable failure) {
        CommandLine command = Main.commands().getSubcommands().get(name);
        StringWriter said = new StringWriter();
        command.setErr(new PrintWriter(said));
        assertThat(Failures.report(failure, command)).isEqualTo(ExitCode.FAILED);
        return said.toString().strip();
    }

    @Command(name = "failing")
    private record Failing(Error error) implements Callable<Integer> {

        @Override
        public Integer call() {
            throw error;
        }
    }
}
