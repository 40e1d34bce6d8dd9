package atlasprox.cli.options;

import atlasprox.job.ScoreSettings;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say whether and how to score what a command has corrected. */
public final class AfterwardsOptions {
    @Option(
            names = "--score",
            paramLabel = "true|false",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "Score the cells before and after, where --label is given; default ${DEFAULT-VALUE}")
    private boolean score;

    @Mixin
    private ScoreOptions options;

    /** @throws UsageException if a value is out of its range */
    public void check() {
        options.check();
    }

    /** How to score; empty where there is nothing to score by, or the user does not want it. */
    public Optional<ScoreSettings> settings(Optional<String> label, long seed) {
        return score ? label.map(unused -> options.settings(seed)) : Optional.empty();
    }
}
