package atlasprox.scfedvi.fit;

import atlasprox.counts.SparkGeneCounts;
import atlasprox.scfedvi.ScFedViModel;
import atlasprox.scfedvi.net.Encoder;
import atlasprox.scfedvi.net.Minibatch;

/** Encodes cell after cell by one network, whose memory is made once for a task. */
public final class CellEncoder implements SparkGeneCounts.Encoding {
    private static final long serialVersionUID = 1L;

    private final ScFedViModel model;
    private transient Encoder encoder;
    private transient Minibatch cell;

    /** @param model encodes counts */
    public CellEncoder(ScFedViModel model) {
        this.model = model;
    }

    /** Spark has a copy of this for each task, but does not promise so. */
    @Override
    public synchronized float[] of(int[] genes, float[] counts) {
        if (encoder == null) {
            encoder = model.encoder();
            cell = new Minibatch();
        }
        cell.clear();
        cell.add(genes, counts);
        return encoder.encode(cell)[0].clone();
    }
}
