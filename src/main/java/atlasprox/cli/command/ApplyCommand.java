package atlasprox.cli.command;

import atlasprox.cli.options.AfterwardsOptions;
import atlasprox.job.ScoreSettings;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Corrects cells with a saved model. */
@Command(name = "apply", description = "Correct cells with a saved model and write them with a summary and a report.")
public final class ApplyCommand extends SavedModelCommand {
    @Mixin
    private AfterwardsOptions afterwards;

    @Override
    void checkArguments() {
        super.checkArguments();
        afterwards.check();
    }

    @Override
    Optional<ScoreSettings> scoring(Optional<String> label, long seed) {
        return afterwards.settings(label, seed);
    }
}
