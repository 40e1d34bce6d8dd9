package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.report.Layouts;
import picocli.CommandLine.Option;

/** The option that says how much the report's pictures show. */
public final class PictureOptions {
    @Option(
            names = "--picture-cells",
            paramLabel = "N",
            defaultValue = "" + Layouts.CELLS,
            description =
                    "How many cells the report's pictures show at most, drawn by the seed, and with small batches and labels seen; at "
                            + "most " + Layouts.MOST_CELLS + ", of wide embeddings fewer; default ${DEFAULT-VALUE}")
    private int cells;

    /** @throws UsageException if the value is out of its range */
    public void check() {
        if (cells < 1 || cells > Layouts.MOST_CELLS) {
            throw new UsageException("--picture-cells " + cells + " is not allowed: from 1 to " + Layouts.MOST_CELLS);
        }
    }

    public int cells() {
        return cells;
    }
}
