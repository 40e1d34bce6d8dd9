package atlasprox.scfedvi;

import atlasprox.scfedvi.adam.Learned;
import java.io.Serializable;
import java.util.List;

/**
 * What clients are sent in a round.
 *
 * @param round the round's number, from 1
 * @param task what they are to do
 * @param shared the weights that all clients share
 * @param vectors each batch's, in the order of the batches; none where the decoder has none
 * @param cells how many cells there are
 */
public record ScFedViMessage(int round, Task task, Learned shared, List<Learned> vectors, CellNumbers cells)
        implements Serializable {

    /** What clients do with their cells. */
    public enum Task {
        /** Train all weights. */
        TRAIN,
        /** Train the batches' vectors, with all else as it is. */
        TRAIN_VECTORS,
        /** Tell the loss of the cells held out. */
        MEASURE
    }
}
