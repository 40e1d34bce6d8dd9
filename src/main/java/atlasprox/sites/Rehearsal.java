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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A fit of one site with itself, whose messages are written to a folder for its people to read: of the same kinds and from the same cells as those of
 * the real one, but for what the other sites bring about.
 */
public final class Rehearsal implements Asking {
    private final Mailbox asking;
    private final Mailbox answering;
    private final int minCells;
    private final Site.Cells cells;
    private final UnaryOperator<String> names;
    private Exchanges clients;
    private int next;

    /**
     * @param folder a folder that is empty
     * @param site the site's name
     * @param minCells the least number of cells behind anything that would leave, at least 1
     * @param cells the site's cells
     * @param names to a client's name in the census what it is called elsewhere
     */
    public Rehearsal(ExchangeFolder folder, String site, int minCells, Site.Cells cells, UnaryOperator<String> names) {
        Mailbox.Attempt alone = new Mailbox.Attempt("dry run", 1, List.of(site));
        this.asking = new Mailbox(folder, alone, Mailbox.COORDINATOR, Signing.NONE, null);
        this.answering = new Mailbox(folder, alone, site, Signing.NONE, null);
        this.minCells = minCells;
        this.cells = cells;
        this.names = names;
    }

    @Override
    public void offer(Offer offer) {
        ask(Coordinator.OFFER, "the offer", Content.line(offer));
    }

    @Override
    public SortedMap<String, List<String>> genes() {
        List<String> genes = cells.genes();
        answer(ask(Coordinator.GENES, "naming genes", Content.line(0)), Content.line(new SiteGenes(genes)));
        return new TreeMap<>(Map.of(answering.self(), genes));
    }

    /** As the coordinator would have it of this site alone. */
    @Override
    public Census census(Serializable question, boolean inParts, Consumer<String> note) {
        Message asked = ask(Coordinator.CENSUS, "counting cells", Content.line(question));
        cells.counting(asked);
        Census census = cells.census();
        Map<String, String> own = new HashMap<>();
        census.clients().forEach(name -> own.put(names.apply(name), name));
        SiteCensus told = SiteCensus.of(census, names, minCells);
        answer(asked, Content.line(told));
        Roster.Joined joined = Roster.join(new TreeMap<>(Map.of(answering.self(), told)), inParts);
        clients = cells.clients(joined.roster().clients(), joined.roster().seenBy(answering.self(), own));
        answer(
                ask(Coordinator.ROSTER, "numbering batches", Content.line(joined.roster())),
                Content.line(new TreeMap<>()));
        return joined.census();
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        SortedMap<Integer, U> updates = clients.exchange(exchange, what, message);
        answer(ask(exchange.name(), what, Content.line(message)), Content.line(updates));
        return updates;
    }

    private Message ask(String exchange, String what, byte[] question) {
        return asking.send(next++, exchange, what, null, 0, question);
    }

    private void answer(Message asked, byte[] content) {
        answering.answer(asked, minCells, content);
    }
}
