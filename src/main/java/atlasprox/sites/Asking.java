package atlasprox.sites;

import atlasprox.cells.Census;
import atlasprox.rounds.Exchanges;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** The side that asks, before and in the rounds of a fit. */
public interface Asking extends Exchanges {

    /**
     * Begins: says what is to be run.
     *
     * @param offer what is to be run
     */
    void offer(Offer offer);

    /**
     * Asks the sites for the genes that they have counts of; before the census.
     *
     * @return by site, the names of its genes in the order that they have there
     */
    SortedMap<String, List<String>> genes();

    /**
     * Asks the sites for their batches, and numbers these.
     *
     * @param question what the sites' counting goes by
     * @param inParts whether clients are parts of batches
     * @param note is told what a user should know
     * @return the census of all sites' cells
     * @throws atlasprox.BadDataException if sites do not go together
     */
    Census census(Serializable question, boolean inParts, Consumer<String> note);
}
