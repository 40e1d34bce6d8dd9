package atlasprox.scfedvi;

import atlasprox.scfedvi.adam.Learned;
import java.util.List;

/**
 * What a round takes on to the next.
 *
 * @param shared the weights that all clients share
 * @param vectors each batch's, in the order of the batches; none where the decoder has none
 * @param least the least loss of the cells held out in any round so far
 * @param since how many rounds ago that was
 */
public record ScFedViState(Learned shared, List<Learned> vectors, double least, int since) {

    ScFedViState(Learned shared, List<Learned> vectors) {
        this(shared, vectors, Double.POSITIVE_INFINITY, 0);
    }

    /** The next state, where these weights had such a loss of cells held out. */
    ScFedViState next(Learned nextShared, List<Learned> nextVectors, double held) {
        boolean lower = held < least;
        return new ScFedViState(nextShared, nextVectors, lower ? held : least, lower ? 0 : since + 1);
    }
}
