package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.failure.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command as a user types it, and what came of it.
 *
 * @param exitCode the exit code
 * @param out what it said on standard output
 * @param err what it said on standard error
 */
public record CommandLineRun(int exitCode, String out, String err) {

    public static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }

    /** Fails unless the command did what it was told, with these words on standard output and none on standard error. */
    public CommandLineRun succeeds(String... words) {
        assertThat(err).isEmpty();
        assertThat(exitCode).as(out).isEqualTo(ExitCode.OK);
        assertThat(words).allSatisfy(word -> assertThat(out).contains(word));
        return this;
    }

    /** Fails unless the command was refused by that code, in a short message of these words, without a stack trace. */
    public CommandLineRun fails(int code, String... words) {
        assertThat(words).allSatisfy(word -> assertThat(err).contains(word));
        assertThat(err).doesNotContain("\tat ", "Caused by", "Exception");
        assertThat(err.lines().count()).as(err).isBetween(1L, 3L);
        assertThat(exitCode).as(err).isEqualTo(code);
        assertThat(out).isEmpty();
        return this;
    }
}
