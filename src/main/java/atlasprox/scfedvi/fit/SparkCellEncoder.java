package atlasprox.scfedvi.fit;

import atlasprox.counts.SparkGeneCounts;
import atlasprox.scfedvi.ScFedViModel;
import atlasprox.scfedvi.net.Encoder;
import atlasprox.scfedvi.net.Minibatch;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Encodes cell after cell by one network, whose memory is made once for a task. The model is broadcast, as it is too large to travel with every task; Spark gives
 * it up when the last column that is made by this is forgotten.
 */
public final class SparkCellEncoder implements SparkGeneCounts.Encoding {
    private static final long serialVersionUID = 1L;

    private final Broadcast<ScFedViModel> model;
    private transient Encoder encoder;
    private transient Minibatch cell;

    /**
     * @param session to broadcast in
     * @param model encodes counts
     */
    public SparkCellEncoder(SparkSession session, ScFedViModel model) {
        this.model = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
    }

    /** Spark has a copy of this for each task, but does not promise so. */
    @Override
    public synchronized float[] of(int[] genes, float[] counts) {
        if (encoder == null) {
            encoder = model.value().encoder();
            cell = new Minibatch();
        }
        cell.clear();
        cell.add(genes, counts);
        return encoder.encode(cell)[0].clone();
    }
}
