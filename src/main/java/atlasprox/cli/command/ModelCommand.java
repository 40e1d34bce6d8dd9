package atlasprox.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands on saved models. */
@Command(name = "model", description = "Look at a saved model: model show.", synopsisSubcommandLabel = "COMMAND")
public final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of the model? Say model show --model FOLDER");
    }
}
