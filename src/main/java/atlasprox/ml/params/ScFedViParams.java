package atlasprox.ml.params;

import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.loss.Likelihood;
import atlasprox.scfedvi.net.NetworkShape;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.JavaParams;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;

/** The settings of scFedVI. */
public final class ScFedViParams extends JavaParams implements SettingParams {
    private static final long serialVersionUID = 1L;

    /** As scvi-tools: so many epochs, and fewer of more cells, so that no more than these are visited. */
    private static final long MOST_EPOCHS = 400L;

    private static final long MOST_CELLS = MOST_EPOCHS * 20_000L;

    private final String uid;
    private final CountParamTable.OfScFedVi paramSet;

    /** Settings at their defaults. */
    public ScFedViParams() {
        this(Identifiable$.MODULE$.randomUID("scFedVi"));
    }

    private ScFedViParams(String uid) {
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

    @Override
    public ScFedViParams copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /**
     * @param cells how many there are to fit on, at least 1
     * @return the settings in force for these
     */
    public ScFedViSettings settings(long cells) {
        boolean asPublished = (Boolean) getOrDefault(paramSet.asPublished);
        NetworkShape shape = new NetworkShape(
                (Integer) getOrDefault(paramSet.dimension),
                (Integer) getOrDefault(paramSet.hidden),
                (Integer) getOrDefault(paramSet.layers),
                (Double) getOrDefault(paramSet.dropout),
                Likelihood.valueOf(getOrDefault(paramSet.likelihood).toUpperCase(Locale.ROOT)),
                asPublished ? NetworkShape.Normalisation.BATCH : NetworkShape.Normalisation.LAYER);
        return new ScFedViSettings(
                shape,
                !asPublished,
                rounds(cells),
                (Integer) getOrDefault(paramSet.localEpochs),
                (Double) getOrDefault(paramSet.learningRate),
                (Integer) getOrDefault(paramSet.minibatchSize),
                (Double) getOrDefault(paramSet.klWarmUp),
                (Double) getOrDefault(paramSet.mu),
                (Double) getOrDefault(paramSet.heldOut),
                (Integer) getOrDefault(paramSet.patience),
                (Long) getOrDefault(paramSet.seed));
    }

    private int rounds(long cells) {
        int given = (Integer) getOrDefault(paramSet.rounds);
        long epochs = Math.max(1L, Math.min(MOST_EPOCHS, Math.round((double) MOST_CELLS / cells)));
        int inARound = (Integer) getOrDefault(paramSet.localEpochs);
        return given > 0 ? given : (int) ((epochs + inARound - 1L) / inARound);
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
