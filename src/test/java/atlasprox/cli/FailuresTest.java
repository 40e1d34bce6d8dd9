package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FailuresTest {

    @ParameterizedTest
    @CsvSource({"correct, true", "evaluate, false"})
    void fullMemoryIsRemediedByWhatTheCommandTakes(String command, boolean fits) {
        String said = said(command, new IllegalStateException("a job", new OutOfMemoryError("Java heap space")));
        assertThat(said)
                .startsWith(command + " failed: memory ran out (Java heap space; the driver's heap is ")
                .contains("--driver-memory");
        assertThat(said.contains("--max-fit-cells")).isEqualTo(fits);
    }

    @Test
    void anotherSparkIsNamed() {
        assertThat(said("fit", new NoSuchMethodError("'void of.another.Spark()'")))
                .startsWith("fit failed: NoSuchMethodError: 'void of.another.Spark()'; this jar was built for Spark 4.")
                .contains(" and runs with 4.")
                .endsWith("; --verbose shows the stack trace");
    }

    private static String said(String name, Throwable failure) {
        CommandLine command = Main.commands().getSubcommands().get(name);
        StringWriter said = new StringWriter();
        command.setErr(new PrintWriter(said));
        assertThat(Failures.report(failure, command)).isEqualTo(ExitCode.FAILED);
        return said.toString().strip();
    }
}
