package atlasprox.ml.params;

import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.loss.Likelihood;
import atlasprox.scfedvi.net.NetworkShape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.JavaParams;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;

/** The settings of scFedVI. */
public final class ScFedViParams extends JavaParams implements SettingParams {
    private static final long serialVersionUID = 1L;

    /** As scvi-tools: so many epochs of all cells together, and fewer of more cells, so that no more than these are visited. */
    private static final long MOST_EPOCHS = 400L;

    private static final long MOST_CELLS = MOST_EPOCHS * 20_000L;

    /** Rounds without a lower loss after which vectors that arrive have ended. */
    private static final int ARRIVAL_PATIENCE = 5;

    private final String uid;
    private final CountParamTable.OfScFedVi paramSet;

    /** Settings at their defaults. */
    public ScFedViParams() {
        this(Identifiable$.MODULE$.randomUID("scFedVi"));
    }

    /** @param uid the identifier that Spark ML knows these by */
    public ScFedViParams(String uid) {
        this.uid = uid;
        this.paramSet = new CountParamTable.OfScFedVi(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CountParamTable.OfScFedVi paramSet() {
        return paramSet;
    }

    /** @return the number of latent coordinates */
    public IntParam dimension() {
        return paramSet.dimension;
    }

    /** @return the number of units of a hidden layer */
    public IntParam hidden() {
        return paramSet.hidden;
    }

    /** @return how many hidden layers there are */
    public IntParam layers() {
        return paramSet.layers;
    }

    /** @return the share of hidden units that is dropped */
    public DoubleParam dropout() {
        return paramSet.dropout;
    }

    /** @return what counts are like */
    public Param<String> likelihood() {
        return paramSet.likelihood;
    }

    /** @return whether to do as was published */
    public BooleanParam asPublished() {
        return paramSet.asPublished;
    }

    /** @return communication rounds at most; 0 for as many as the cells want */
    public IntParam rounds() {
        return paramSet.rounds;
    }

    /** @return a client's epochs in a round */
    public IntParam localEpochs() {
        return paramSet.localEpochs;
    }

    /** @return Adam's step size */
    public DoubleParam learningRate() {
        return paramSet.learningRate;
    }

    /** @return cells in a minibatch */
    public IntParam minibatchSize() {
        return paramSet.minibatchSize;
    }

    /** @return in which share of all epochs the weight of the divergence rises */
    public DoubleParam klWarmUp() {
        return paramSet.klWarmUp;
    }

    /** @return weight of FedProx's term */
    public DoubleParam mu() {
        return paramSet.mu;
    }

    /** @return the share of cells that nothing is trained on */
    public DoubleParam heldOut() {
        return paramSet.heldOut;
    }

    /** @return after how many rounds without a lower loss the fit ends */
    public IntParam patience() {
        return paramSet.patience;
    }

    /** @return the seed of all that is drawn */
    public LongParam seed() {
        return paramSet.seed;
    }

    @Override
    public ScFedViParams copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /**
     * @param clients how many cells each has to fit on, at least 1 in all
     * @return the settings in force for these
     */
    public ScFedViSettings settings(long... clients) {
        boolean asPublished = (Boolean) getOrDefault(asPublished());
        NetworkShape shape = new NetworkShape(
                (Integer) getOrDefault(dimension()),
                (Integer) getOrDefault(hidden()),
                (Integer) getOrDefault(layers()),
                (Double) getOrDefault(dropout()),
                Likelihood.valueOf(getOrDefault(likelihood()).toUpperCase(Locale.ROOT)),
                asPublished ? NetworkShape.Normalisation.BATCH : NetworkShape.Normalisation.LAYER);
        return new ScFedViSettings(
                shape,
                !asPublished,
                rounds(clients),
                (Integer) getOrDefault(localEpochs()),
                (Double) getOrDefault(learningRate()),
                (Integer) getOrDefault(minibatchSize()),
                (Double) getOrDefault(klWarmUp()),
                (Double) getOrDefault(mu()),
                (Double) getOrDefault(heldOut()),
                (Integer) getOrDefault(patience()),
                (Long) getOrDefault(seed()));
    }

    private int rounds(long[] clients) {
        int given = (Integer) getOrDefault(rounds());
        int inARound = (Integer) getOrDefault(localEpochs());
        return given > 0 ? given : (int) ((epochs(clients) + inARound - 1L) / inARound);
    }

    /**
     * So many that weights take as many steps as where the cells lie together: a client of few cells takes but one in an epoch. As long as
     * no more cells are visited than scvi-tools allows.
     */
    private long epochs(long[] clients) {
        long cells = Arrays.stream(clients).sum();
        double stepsOfAClient =
                Arrays.stream(clients).mapToDouble(own -> steps(own) * own).sum() / cells;
        double epochs = Math.min(MOST_EPOCHS * steps(cells) / stepsOfAClient, (double) MOST_CELLS / cells);
        return Math.max(1L, Math.round(epochs));
    }

    /** Minibatches of so many cells. */
    private double steps(long cells) {
        return Math.ceil(cells / (double) (Integer) getOrDefault(minibatchSize()));
    }

    /**
     * @param known in force for a fit
     * @param batches how many cells each of further batches has
     * @return the settings of the fit of these batches' vectors: as many rounds as a fit of their cells alone would take, and fewer where the loss of
     *     cells held out falls no more
     */
    public static ScFedViSettings arriving(ScFedViSettings known, long... batches) {
        ScFedViParams params = new ScFedViParams();
        params.set(params.minibatchSize(), known.minibatch());
        params.set(params.localEpochs(), known.localEpochs());
        return new ScFedViSettings(
                known.shape(),
                known.batchVectors(),
                params.rounds(batches),
                known.localEpochs(),
                known.learningRate(),
                known.minibatch(),
                known.warmUp(),
                known.mu(),
                known.heldOut(),
                known.heldOut() > 0.0 ? ARRIVAL_PATIENCE : 0,
                known.seed());
    }

    /**
     * @param settings in force for a fit
     * @return each setting by its name
     */
    public static Map<String, Object> byName(ScFedViSettings settings) {
        Map<String, Object> named = new TreeMap<>();
        named.put("dimension", settings.shape().latent());
        named.put("hidden", settings.shape().hidden());
        named.put("layers", settings.shape().layers());
        named.put("dropout", settings.shape().dropout());
        named.put("likelihood", settings.shape().likelihood().name().toLowerCase(Locale.ROOT));
        named.put("asPublished", !settings.batchVectors());
        named.put("rounds", settings.rounds());
        named.put("localEpochs", settings.localEpochs());
        named.put("learningRate", settings.learningRate());
        named.put("minibatchSize", settings.minibatch());
        named.put("klWarmUp", settings.warmUp());
        named.put("mu", settings.mu());
        named.put("heldOut", settings.heldOut());
        named.put("patience", settings.patience());
        named.put("seed", settings.seed());
        return named;
    }
}
