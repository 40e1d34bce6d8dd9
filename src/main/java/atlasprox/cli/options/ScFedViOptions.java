package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.counts.CountSettings;
import atlasprox.job.counts.PcaEmbedder;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.job.counts.ScFedViFit;
import atlasprox.ml.counts.CountPca;
import atlasprox.ml.counts.HighlyVariableGenes;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.ml.params.Setting;
import atlasprox.ml.params.SettingParams;
import atlasprox.read.table.CellSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which method makes an embedding of counts, and the options of scFedVI. */
public final class ScFedViOptions {
    private static final List<String> METHODS = List.of(PcaEmbedder.METHOD, ScFedViEmbedder.METHOD);

    /** The option that names the columns of clients. */
    public static final String CLIENT = "--client";

    /** Of what goes into the logarithms of {@code pca}. */
    private static final String NORMALIZED = "normalized";

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "pca, or scfedvi, a variational autoencoder that clients train together; default pca, or the"
                    + " saved model's")
    private String method;

    @Option(
            names = CLIENT,
            split = ",",
            paramLabel = "COLUMN,...",
            description =
                    "scfedvi: the column that says which client a batch belongs to, or several; by default each batch is one")
    private List<String> client;

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description = "scfedvi: a column of ids, by which what is drawn for a cell goes; by default soma_joinid, "
                    + "observation_joinid or the index of AnnData, else by its counts; none for the latter")
    private String id;

    /** @param command where to add the options that are settings */
    public static void addSettings(CommandSpec command) {
        new ParamOptions(new ScFedViParams()).addTo(command, CountOptions::isOption);
    }

    /**
     * @param command the parsed command
     * @param withModel whether a saved model embeds the cells
     * @throws UsageException if there is no such method, or an option is not for it
     */
    public void check(CommandSpec command, boolean withModel) {
        if (method != null && !METHODS.contains(method)) {
            throw new UsageException("--method " + method + " is not allowed: " + String.join(" or ", METHODS));
        }
        params(command);
        if (withModel) {
            typed(command, Stream.concat(ofScFedVi(), ofPca())).ifPresent(option -> {
                throw new UsageException("--model brings the settings that it was fitted with: leave out " + option);
            });
            return;
        }
        Stream<String> others = isScFedVi() ? ofPcaAlone() : ofScFedViAlone();
        typed(command, others).ifPresent(option -> {
            throw new UsageException(option + " is not an option of --method " + method() + ": leave it out, or choose "
                    + "--method " + (isScFedVi() ? PcaEmbedder.METHOD : ScFedViEmbedder.METHOD));
        });
    }

    private static Optional<String> typed(CommandSpec command, Stream<String> options) {
        return options.filter(name -> ParamOptions.isTyped(command.findOption(name)))
                .findFirst();
    }

    private static Stream<String> ofPcaAlone() {
        return Stream.concat(settings(new CountPca()), Stream.of(ParamOptions.optionName(NORMALIZED)))
                .filter(name -> settings(new ScFedViParams()).noneMatch(name::equals));
    }

    private static Stream<String> ofScFedViAlone() {
        return ofScFedVi().filter(name -> settings(new CountPca()).noneMatch(name::equals));
    }

    private static Stream<String> ofPca() {
        return Stream.concat(settings(new HighlyVariableGenes()), settings(new CountPca()));
    }

    private static Stream<String> ofScFedVi() {
        return Stream.concat(Stream.of(CLIENT, "--id"), settings(new ScFedViParams()));
    }

    private static Stream<String> settings(SettingParams stage) {
        return stage.paramSet().settings().stream()
                .filter(CountOptions::isOption)
                .map(Setting::name)
                .map(ParamOptions::optionName);
    }

    private String method() {
        return method == null ? PcaEmbedder.METHOD : method;
    }

    /** Whether scFedVI is to be fitted. */
    public boolean isScFedVi() {
        return method().equals(ScFedViEmbedder.METHOD);
    }

    /**
     * @param saved the method of a saved model
     * @throws UsageException if the user named another one
     */
    public void require(String saved) {
        if (method != null && !method.equals(saved)) {
            throw new UsageException(
                    "--method " + method + " is not that of --model, which is one of " + saved + ": leave it out");
        }
    }

    /**
     * @param method a method's name
     * @return the name of an embedding that it makes, where the user named none
     */
    public static String embedding(String method) {
        return method.equals(ScFedViEmbedder.METHOD) ? "X_scfedvi" : CountOptions.embedding();
    }

    /** The name of the embedding that the method makes which is to be fitted. */
    public String embedding() {
        return embedding(method());
    }

    /**
     * @param command the parsed command
     * @param genes which genes to take
     * @param cells the cells
     * @return how scFedVI is to be fitted
     */
    public ScFedViFit fit(CommandSpec command, CountSettings genes, CellSource cells) {
        return new ScFedViFit(
                CountSettings.ofGenes(genes.genes(), genes.flavor(), false, genes.roundCounts()),
                params(command)::settings,
                client == null ? List.of() : client,
                cells.id(Optional.ofNullable(id)));
    }

    /**
     * @param command the parsed command
     * @return the settings that it was given
     * @throws UsageException if a value is out of its range, or two leave no place for each other
     */
    static ScFedViParams params(CommandSpec command) {
        ScFedViParams params = new ScFedViParams();
        ParamOptions.applyAll(command, params, CountOptions::isOption);
        if ((Integer) params.getOrDefault(params.patience()) > 0
                && (Double) params.getOrDefault(params.heldOut()) == 0.0) {
            throw new UsageException(
                    "--patience goes by the loss of cells held out, and --held-out 0 leaves none: raise it,"
                            + " or leave out --patience");
        }
        return params;
    }
}
