package atlasprox.cli.options;

import atlasprox.BadDataException;
import atlasprox.cli.failure.UsageException;
import atlasprox.counts.CountSettings;
import atlasprox.ml.counts.CountPca;
import atlasprox.ml.counts.HighlyVariableGenes;
import atlasprox.ml.params.Setting;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.GeneJoin;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say which counts to take, and those made of Params, which say how they become an embedding. */
public final class CountOptions {
    @Option(
            names = "--layer",
            paramLabel = "NAME",
            defaultValue = CountChoice.DEFAULT_LAYER,
            description = "The counts: X, raw, a layer of AnnData, or a column; default ${DEFAULT-VALUE}")
    private String layer;

    @Option(
            names = "--gene-id",
            paramLabel = "COLUMN",
            description = "The column of var that names the genes; by default its index")
    private String geneId;

    @Option(
            names = "--genes-join",
            paramLabel = "NAME",
            description =
                    "Of inputs with different genes: inner, to take the common genes, or outer, to take all, with 0 where an input lacks one; by default such inputs are refused")
    private String genesJoin;

    /** @param command where to add options for how counts become an embedding */
    public static void addSettings(CommandSpec command) {
        new ParamOptions(new HighlyVariableGenes()).addTo(command, CountOptions::isOption);
        new ParamOptions(new CountPca()).addTo(command, CountOptions::isOption);
    }

    /** Whether a setting is an option of the command line; the names of columns are options of their own. */
    static boolean isOption(Setting setting) {
        return setting.use() == Setting.Use.FIT;
    }

    /** @throws UsageException if a value is none of those that there are */
    public void check() {
        if (genesJoin != null && join().isEmpty()) {
            throw new UsageException("--genes-join " + genesJoin + " is not allowed: inner or outer");
        }
    }

    /**
     * @param command the parsed command
     * @return how counts become an embedding
     * @throws UsageException if a value is out of its range, or two leave no place for each other
     */
    public static CountSettings settings(CommandSpec command) {
        HighlyVariableGenes genes = new HighlyVariableGenes();
        CountPca pca = new CountPca();
        ParamOptions.applyAll(command, genes, CountOptions::isOption);
        ParamOptions.applyAll(command, pca, CountOptions::isOption);
        CountSettings settings = genes.settings().with(pca.settings());
        try {
            settings.requireCoherent();
        } catch (BadDataException e) {
            throw new UsageException(e.getMessage());
        }
        return settings;
    }

    /**
     * @param command the parsed command
     * @return the first option about counts that stands on the command line
     */
    static Optional<String> typed(CommandSpec command) {
        Stream<String> settings = Stream.of(new HighlyVariableGenes().paramSet(), new CountPca().paramSet())
                .flatMap(stage -> stage.settings().stream())
                .filter(CountOptions::isOption)
                .map(setting -> ParamOptions.optionName(setting.name()));
        return Stream.concat(Stream.of("--layer", "--gene-id", "--genes-join"), settings)
                .filter(name -> command.findOption(name) != null && ParamOptions.isTyped(command.findOption(name)))
                .findFirst();
    }

    /** @return the name of an embedding that is made of counts, where the user named none */
    public static String embedding() {
        CountPca pca = new CountPca();
        return pca.getOrDefault(pca.outputCol());
    }

    public CountChoice choice() {
        return new CountChoice(layer, Optional.ofNullable(geneId), join());
    }

    private Optional<GeneJoin> join() {
        return GeneJoin.of(genesJoin);
    }
}
