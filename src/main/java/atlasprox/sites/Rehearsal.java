package atlasprox.sites;

import atlasprox.cells.Census;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Message;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A fit of one site with itself, whose messages are written to a folder for its people to read: of the same kinds and from the same cells as those of
 * the real one, but for what the other sites bring about.
 */
public final class Rehearsal implements Exchanges {
    private final Mailbox asking;
    private final Mailbox answering;
    private final int minCells;
    private Exchanges clients;
    private int next;

    /**
     * @param folder a folder that is empty
     * @param site the site's name
     * @param minCells the least number of cells behind anything that would leave, at least 1
     */
    public Rehearsal(ExchangeFolder folder, String site, int minCells) {
        Mailbox.Attempt alone = new Mailbox.Attempt("dry run", 1, List.of(site));
        this.asking = new Mailbox(folder, alone, Mailbox.COORDINATOR, Signing.NONE, null);
        this.answering = new Mailbox(folder, alone, site, Signing.NONE, null);
        this.minCells = minCells;
    }

    /**
     * @param offer what is to be run
     * @param inParts whether clients are parts of batches
     * @param cells the site's cells
     * @param names to a client's name in the census what it is called elsewhere
     * @return the census as the coordinator would have it of this site alone
     */
    public Census begin(Offer offer, boolean inParts, Site.Cells cells, UnaryOperator<String> names) {
        asking.send(next++, Coordinator.OFFER, "the offer", null, 0, Content.line(offer));
        SortedMap<String, SiteCensus> told = new TreeMap<>();
        Map<String, String> own = new HashMap<>();
        cells.census().clients().forEach(name -> own.put(names.apply(name), name));
        told.put(answering.self(), SiteCensus.of(cells.census(), names, minCells));
        exchange(Coordinator.CENSUS, "counting cells", Content.line(inParts), Content.line(told.get(answering.self())));
        Roster.Joined joined = Roster.join(told, inParts);
        clients = cells.clients(joined.roster().clients(), joined.roster().seenBy(answering.self(), own));
        exchange(Coordinator.ROSTER, "numbering batches", Content.line(joined.roster()), Content.line(new TreeMap<>()));
        return joined.census();
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        SortedMap<Integer, U> updates = clients.exchange(exchange, what, message);
        exchange(exchange.name(), what, Content.line(message), Content.line(updates));
        return updates;
    }

    private void exchange(String name, String what, byte[] question, byte[] answer) {
        Message asked = asking.send(next, name, what, null, 0, question);
        answering.send(next++, name, what, asked.header().sha256(), minCells, answer);
    }
}
