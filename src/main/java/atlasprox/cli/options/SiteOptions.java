package atlasprox.cli.options;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Which options of a site are for one kind of fit alone; which kind is fitted the coordinator says. */
public final class SiteOptions {
    private static final List<String> OF_COUNTS = List.of("--layer", "--gene-id", "--genes-join", "--client");
    private static final List<String> OF_EMBEDDINGS = List.of(
            "--embedding",
            "--guide",
            "--preserve",
            "--unknown-batch",
            "--label",
            "--score",
            "--profile",
            "--max-score-cells",
            "--picture-cells");

    private SiteOptions() {}

    /**
     * @param command the parsed command
     * @return the options that the user has typed, and that a fit to embeddings does not take
     */
    public static List<String> ofCountsAlone(CommandSpec command) {
        return typed(command, OF_COUNTS);
    }

    /**
     * @param command the parsed command
     * @return the options that the user has typed, and that a fit to counts does not take
     */
    public static List<String> ofEmbeddingsAlone(CommandSpec command) {
        return typed(command, OF_EMBEDDINGS);
    }

    private static List<String> typed(CommandSpec command, List<String> names) {
        return names.stream()
                .filter(name -> ParamOptions.isTyped(command.findOption(name)))
                .toList();
    }
}
