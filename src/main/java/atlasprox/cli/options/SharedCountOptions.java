package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.counts.CountSettings;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.job.counts.ScFedViFit;
import atlasprox.ml.counts.HighlyVariableGenes;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.ml.params.Setting;
import atlasprox.ml.params.SettingParams;
import atlasprox.read.table.GeneJoin;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of a fit of scFedVI whose cells are at several sites, beside those of a fit to embeddings. */
public final class SharedCountOptions {
    private static final String METHOD = "--method";
    private static final String BATCH = "--batch";
    private static final String MIN_CELLS = "--min-cells";

    @Option(
            names = "--genes-join",
            paramLabel = "NAME",
            description =
                    "scfedvi: of sites with different genes: inner, to take the common genes, or outer, to take all, with 0 where a site"
                            + " lacks one; by default such sites are refused")
    private String genesJoin;

    /** @param command where to add the options that are settings */
    public static void addSettings(CommandSpec command) {
        new ParamOptions(new HighlyVariableGenes()).addTo(command, SharedCountOptions::isOfGenes);
        ScFedViOptions.addSettings(command);
        OptionSpec method = command.findOption(METHOD);
        command.remove(method);
        command.addOption(OptionSpec.builder(method)
                .description(method.description()[0] + "; or " + ScFedViEmbedder.METHOD
                        + ", an autoencoder of counts that sites train together")
                .build());
    }

    /** Logarithms are of no use to the method. */
    private static boolean isOfGenes(Setting setting) {
        return CountOptions.isOption(setting) && !setting.name().equals("normalized");
    }

    /** Whether scFedVI is to be fitted. */
    public boolean isScFedVi(CommandSpec command) {
        return ScFedViEmbedder.METHOD.equals(command.findOption(METHOD).getValue());
    }

    /**
     * @param command the parsed command
     * @param embedding the settings of a fit to embeddings
     * @throws UsageException if an option is not for the method, or a value is none of those that there are
     */
    public void check(CommandSpec command, SettingParams embedding) {
        if (genesJoin != null && join().isEmpty()) {
            throw new UsageException("--genes-join " + genesJoin + " is not allowed: inner or outer");
        }
        List<String> own = List.of(METHOD, BATCH, MIN_CELLS);
        Predicate<OptionSpec> others = isScFedVi(command)
                ? option -> !isOfCounts(option) && !isOneOf(option, own)
                : option -> isOfCounts(option)
                        && embedding.paramSet().find(name(option)).isEmpty();
        command.options().stream()
                .filter(option -> option.userObject() instanceof Param && ParamOptions.isTyped(option))
                .filter(others)
                .findFirst()
                .ifPresent(option -> {
                    Object given = command.findOption(METHOD).getValue();
                    throw new UsageException(option.longestName() + " is not an option of --method "
                            + (given == null ? embedding.getOrDefault(embedding.getParam("method")) : given)
                            + ": leave it out, or choose another method");
                });
        if (isScFedVi(command)) {
            requireAtLeastOne(command.findOption(MIN_CELLS).getValue());
            fit(command);
        } else if (genesJoin != null) {
            throw new UsageException("--genes-join is an option of --method " + ScFedViEmbedder.METHOD);
        }
    }

    private static void requireAtLeastOne(Integer minCells) {
        if (minCells != null && minCells < 1) {
            throw new UsageException(MIN_CELLS + " " + minCells + " is not allowed: at least 1");
        }
    }

    private static boolean isOneOf(OptionSpec option, List<String> names) {
        return Stream.of(option.names()).anyMatch(names::contains);
    }

    private static String name(OptionSpec option) {
        return ((Param<?>) option.userObject()).name();
    }

    private static boolean isOfCounts(OptionSpec option) {
        return new ScFedViParams().paramSet().find(name(option)).isPresent()
                || new HighlyVariableGenes()
                        .paramSet()
                        .find(name(option))
                        .filter(SharedCountOptions::isOfGenes)
                        .isPresent();
    }

    /** Which genes are taken where sites do not have the same ones. */
    public Optional<GeneJoin> join() {
        return GeneJoin.of(genesJoin);
    }

    /**
     * @param command the parsed command
     * @return how scFedVI is to be fitted, every batch a client
     * @throws UsageException if a value is out of its range
     */
    public ScFedViFit fit(CommandSpec command) {
        return new ScFedViFit(genes(command), ScFedViOptions.params(command)::settings, List.of(), Optional.empty());
    }

    private static CountSettings genes(CommandSpec command) {
        HighlyVariableGenes genes = new HighlyVariableGenes();
        ParamOptions.applyAll(command, genes, SharedCountOptions::isOfGenes);
        return genes.settings();
    }

    /**
     * @param command the parsed command
     * @param minCells the least number of cells that sites tell anything of, where the user says nothing
     * @param masked whether sites hide their sums of weights
     * @return all settings by their names, for the sites
     */
    public SortedMap<String, Object> offered(CommandSpec command, int minCells, boolean masked) {
        SortedMap<String, Object> offered = new TreeMap<>();
        ScFedViParams params = ScFedViOptions.params(command);
        params.paramSet()
                .settings()
                .forEach(setting -> offered.put(setting.name(), params.getOrDefault(setting.param())));
        CountSettings genes = genes(command);
        offered.put("genes", genes.genes());
        offered.put("geneFlavor", genes.flavor().toString());
        offered.put("roundCounts", genes.roundCounts());
        offered.put("method", ScFedViEmbedder.METHOD);
        offered.put("masks", masked);
        join().ifPresent(join -> offered.put("genesJoin", join.toString()));
        Integer least = command.findOption(MIN_CELLS).getValue();
        offered.put("minCells", least == null ? minCells : least);
        List<String> batch = command.findOption(BATCH).getValue();
        if (batch != null) {
            offered.put("batchCol", batch);
        }
        return offered;
    }
}
