package atlasprox.cli.options;

import java.util.List;
import picocli.CommandLine.Option;

/** Whether a model learns to tell labels. */
public final class LabelHeadOption {
    /** The option's name. */
    public static final String NAME = "--label-head";

    @Option(
            names = NAME,
            arity = "1",
            paramLabel = "true|false",
            defaultValue = "true",
            description =
                    "Whether the model keeps what annotate needs to tell the labels of --label; default ${DEFAULT-VALUE}")
    private boolean learns;

    /** The columns that the model is to tell labels of. */
    public List<String> columns(InputOptions input) {
        return of(input.labels());
    }

    /** Those of some label columns that the model is to tell labels of: all or none. */
    public List<String> of(List<String> labels) {
        return learns ? labels : List.of();
    }
}
