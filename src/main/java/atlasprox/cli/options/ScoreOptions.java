package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.job.ScoreSettings;
import atlasprox.metrics.Profile;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that say how to score. */
public final class ScoreOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "scib",
            description =
                    "Which metrics to compute and to sum up: scib (what scib-metrics takes), paper (what scBatchProx was "
                            + "judged by), cumulative (fewer) or lisi (unscaled LISI with deviations); default ${DEFAULT-VALUE}")
    private String profile;

    @Option(
            names = {"--max-cells", "--max-score-cells"},
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "Above N cells score a seeded sample, drawn by batch and label; 0 for all, however many; default "
                            + "${DEFAULT-VALUE}")
    private int maxCells;

    /** @throws UsageException if a value is out of its range */
    public void check() {
        if (maxCells < 0) {
            throw new UsageException("--max-cells " + maxCells + " is not allowed: at least 1, or 0 for all");
        }
        profile();
    }

    public ScoreSettings settings(long seed) {
        return new ScoreSettings(profile(), maxCells, seed);
    }

    private Profile profile() {
        return Arrays.stream(Profile.values())
                .filter(known -> name(known).equals(profile))
                .findFirst()
                .orElseThrow(() -> new UsageException("--profile " + profile + " is not allowed: "
                        + Arrays.stream(Profile.values())
                                .map(ScoreOptions::name)
                                .collect(Collectors.joining(" | "))));
    }

    private static String name(Profile profile) {
        return profile.name().toLowerCase(Locale.ROOT);
    }
}
