package atlasprox.cli.exchange;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to do about an exchange folder, beside taking part. */
@Command(
        name = "exchange",
        mixinStandardHelpOptions = true,
        description = "Look at what sites have sent, or make keys to sign it with.",
        synopsisSubcommandLabel = "keys|show")
public final class ExchangeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command: keys or show");
    }
}
