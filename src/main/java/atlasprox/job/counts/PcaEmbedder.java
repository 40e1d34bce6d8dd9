package atlasprox.job.counts;

import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountModels;
import atlasprox.counts.SparkCountPca;
import atlasprox.write.staged.StagedOutput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * Principal components.
 *
 * @param model gives cells coordinates
 */
public record PcaEmbedder(CountModel model) implements CountEmbedder {
    /** The method's name. */
    public static final String METHOD = "pca";

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public List<String> genes() {
        return model.genes();
    }

    @Override
    public Map<String, Object> settings() {
        CountSettings settings = model.settings();
        return new TreeMap<>(Map.of(
                "genes", settings.genes(),
                "geneFlavor", settings.flavor().toString(),
                "dimension", settings.dimension(),
                "scale", settings.scale(),
                "normalized", settings.normalized(),
                "roundCounts", settings.roundCounts()));
    }

    @Override
    public double[] share() {
        return model.share();
    }

    @Override
    public Column coordinates(SparkSession session, Column counts, List<String> of) {
        return SparkCountPca.coordinates(model, counts, of);
    }

    @Override
    public void save(SparkSession session, StagedOutput output, String within) {
        SparkCountModels.save(model, session, output, within);
    }
}
