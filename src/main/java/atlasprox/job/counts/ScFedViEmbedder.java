package atlasprox.job.counts;

import atlasprox.counts.SparkGeneCounts;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.scfedvi.fit.SparkCellEncoder;
import atlasprox.scfedvi.fit.SparkScFedViModels;
import atlasprox.scfedvi.fit.SparkScFedViModels.Saved;
import atlasprox.write.staged.StagedOutput;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * The encoder of scFedVI.
 *
 * @param saved the model, and what it takes to have counts as it had them
 */
public record ScFedViEmbedder(Saved saved) implements CountEmbedder {
    /** The method's name. */
    public static final String METHOD = "scfedvi";

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public List<String> genes() {
        return saved.model().genes();
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = ScFedViParams.byName(saved.model().settings());
        settings.put("genes", saved.genes().genes());
        settings.put("geneFlavor", saved.genes().flavor().toString());
        settings.put("roundCounts", saved.genes().roundCounts());
        return settings;
    }

    @Override
    public double[] share() {
        return null;
    }

    @Override
    public Column coordinates(SparkSession session, Column counts, List<String> of) {
        return new SparkGeneCounts(of, genes(), saved.genes().roundCounts())
                .encoded(counts, new SparkCellEncoder(session, saved.model()));
    }

    @Override
    public void save(SparkSession session, StagedOutput output, String within) {
        SparkScFedViModels.save(saved, session, output, within);
    }
}
