package atlasprox.rounds;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/** What a fit has learned: a function of one cell and its batch, the same for cells seen and unseen in training. */
public interface Correction extends Serializable {

    /** @return the number of embedding dimensions d */
    int dimension();

    /** @return the names of the known batches, in ascending order; a client's number is its place in this list */
    List<String> batches();

    /**
     * @param batch a batch's name
     * @return the client's number, or -1 where the batch is unknown
     */
    default int client(String batch) {
        int place = Collections.binarySearch(batches(), batch);
        return place >= 0 ? place : -1;
    }

    /**
     * Corrects one cell in place.
     *
     * @param client the client's number, in [0, number of batches)
     * @param cell the embedding, length d; overwritten by the corrected one
     */
    void correct(int client, double[] cell);
}
