package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.Version;
import atlasprox.cells.Census;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Message;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The side that has cells: answers what it is asked until there is a model. Started again after it was killed, it goes through the questions
 * again, and answers those that it has not answered yet.
 */
public final class Site {
    /** What later exchanges go by, or whether they are answered at all, so that it is done again. */
    private static final Set<String> GONE_BY =
            Set.of("take", "move", "groups", "prepare", "shards", "labelled", "labels", "distances");

    /** By which all else goes: asked anew, it would have the site forget what it has answered. */
    private static final Set<String> ONCE = Set.of(Coordinator.CENSUS, Coordinator.ROSTER);

    /** Whose answers are whole numbers and hashes, so that those to the same question are the same to the last bit. */
    private static final Set<String> EXACT = Set.of("shards");

    /** Whose answers hold numbers of cells, which are the same to the same question, though the last bits of sums may be others. */
    private static final Set<String> COUNTED = Set.of("labelled", "labels");

    private final Mailbox box;
    private final Claim claim;
    private final Consumer<String> phase;
    private final int minCells;
    private final FailureNotes failures;

    /**
     * @param box the site's messages
     * @param claim that no other process stands for this site
     * @param phase is told what is answered
     * @param minCells the least number of cells behind anything that leaves, at least 1
     */
    public Site(Mailbox box, Claim claim, Consumer<String> phase, int minCells) {
        this.box = box;
        this.claim = claim;
        this.phase = phase;
        this.minCells = minCells;
        this.failures = new FailureNotes(box, List.of(Mailbox.COORDINATOR), phase);
    }

    /** A site's cells, and what is asked of them. */
    public interface Cells {

        /**
         * @return the names of the genes that there are counts of, in their order
         * @throws BadDataException if there are no counts
         */
        default List<String> genes() {
            throw new BadDataException(
                    "the coordinator asks for genes, and fits a method that takes none: run the same version on all sides");
        }

        /**
         * Hears how cells are to be counted, before the census.
         *
         * @param asked the question for the census
         */
        default void counting(Message asked) {}

        /** @return the census, without the moments of fewer cells than are told of */
        Census census();

        /**
         * @param asked a question
         * @param updates the answer to it, as it is made of this site's cells; may be changed
         * @return what of it leaves the site
         */
        default SortedMap<Integer, ?> told(Message asked, SortedMap<Integer, ?> updates) {
            return updates;
        }

        /**
         * @param before this site's answer to a question
         * @param again the same, made again after a restart
         * @return whether both are of the same cells
         */
        default boolean areOfTheSameCells(SortedMap<Integer, ?> before, SortedMap<Integer, ?> again) {
            return true;
        }

        /**
         * @param all clients' names, ascending
         * @param seen in their order, the site's own by the names that the census has, and null for those of others
         * @return the site's clients
         */
        Exchanges clients(List<String> all, List<String> seen);
    }

    /**
     * What a site ends with.
     *
     * @param model where the model is
     * @param batches to the names of this site's batches in the model those that the site knows them by
     */
    public record Result(PublishedModel model, SortedMap<String, String> batches) {}

    /**
     * @param cells the site's cells
     * @param exchanges what the method asks
     * @param names to a client's name in the census what it is called elsewhere
     * @return the model; empty where the coordinator has begun another attempt
     */
    public Optional<Result> run(Cells cells, List<Exchange<?, ?>> exchanges, UnaryOperator<String> names) {
        Map<String, String> own = new HashMap<>();
        SortedMap<String, String> batches = new TreeMap<>();
        Set<String> begun = new HashSet<>();
        Exchanges clients = null;
        for (int number = 1; true; number++) {
            Optional<Message> next = next(number);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Message asked = next.get();
            phase.accept(asked.header().what());
            requireAnswered(asked);
            requireOnce(asked, begun);
            switch (asked.header().exchange()) {
                case Coordinator.GENES -> answer(asked, Content.line(new SiteGenes(cells.genes())));
                case Coordinator.CENSUS -> {
                    cells.counting(asked);
                    Census census = cells.census();
                    census.clients().forEach(name -> own.put(names.apply(name), name));
                    answer(asked, SiteCensus.of(census, names, minCells));
                }
                case Coordinator.ROSTER -> {
                    Roster roster = Content.value(asked, Roster.class);
                    clients = cells.clients(roster.clients(), seen(roster, own, batches));
                    answer(asked, Content.line(new TreeMap<>()));
                }
                case Coordinator.MODEL -> {
                    return Optional.of(new Result(Content.value(asked, PublishedModel.class), batches));
                }
                default -> answer(asked, exchange(asked, exchanges), clients, cells);
            }
        }
    }

    /** Another question under the same name would be answered by the same words, and two answers hidden alike tell what they differ by. */
    private void requireAnswered(Message asked) {
        Optional<Message> before =
                box.find(box.self(), asked.header().number(), asked.header().exchange());
        if (before.isPresent()
                && !asked.header().sha256().equals(before.get().header().answers())) {
            throw new BadDataException("message " + asked.header().number() + " ("
                    + asked.header().what() + ") asks something else than it did when this site answered it:"
                    + " the coordinator's settings or program have changed since; begin again in an empty folder");
        }
    }

    private static void requireOnce(Message asked, Set<String> begun) {
        String exchange = asked.header().exchange();
        if (ONCE.contains(exchange) && !begun.add(exchange)) {
            throw new BadDataException(
                    "message " + asked.header().number() + " asks for '" + exchange
                            + "' a second time in this run, which a site answers once: run the same version on all sides, and begin again in an empty folder");
        }
    }

    private List<String> seen(Roster roster, Map<String, String> own, Map<String, String> batches) {
        List<String> seen = roster.seenBy(box.self(), own);
        for (int client = 0; client < seen.size(); client++) {
            if (seen.get(client) != null) {
                batches.put(roster.clients().get(client), seen.get(client));
            }
        }
        if (batches.size() != own.size()) {
            throw new BadDataException(
                    "of this site's " + own.size() + " batches the coordinator knows " + batches.size()
                            + ": the cells have changed since they were counted; begin again in an empty folder");
        }
        roster.notes().forEach(phase);
        return seen;
    }

    private Optional<Message> next(int number) {
        claim.require();
        Optional<Message> asked =
                box.waiting().until(() -> asked(number), () -> "the coordinator to send message " + number);
        claim.require();
        return asked;
    }

    /** Empty while there is nothing; empty within where there is a later attempt. */
    private Optional<Optional<Message>> asked(int number) {
        Optional<Message> asked = box.asked(number);
        if (asked.isPresent() || box.isSuperseded()) {
            return Optional.of(asked);
        }
        failures.requireNone(Mailbox.COORDINATOR);
        return Optional.empty();
    }

    /** Where the census was told before, the cells are to be the same; the last bits of its sums need not. */
    private void answer(Message asked, SiteCensus census) {
        Optional<Message> before =
                box.find(box.self(), asked.header().number(), asked.header().exchange());
        if (before.isEmpty()) {
            answer(asked, Content.line(census));
        } else if (!Content.value(before.get(), SiteCensus.class).isOfTheSameCells(census)) {
            throw changed("cells");
        }
    }

    private static BadDataException changed(String what) {
        return new BadDataException("this site's " + what
                + " are not those that it has told of before in this run: bring them back as they"
                + " were, or begin again in an empty folder");
    }

    private static Exchange<?, ?> exchange(Message asked, List<Exchange<?, ?>> exchanges) {
        return exchanges.stream()
                .filter(exchange -> exchange.name().equals(asked.header().exchange()))
                .findFirst()
                .orElseThrow(() -> new BadDataException("the coordinator asks for '"
                        + asked.header().exchange()
                        + "', which this version of the program does not know: run the same version on all sides"));
    }

    /** Sums over cells that were told once are not told again: on another number of partitions their last bits may be others. */
    private <M, U> void answer(Message asked, Exchange<M, U> exchange, Exchanges clients, Cells cells) {
        Optional<Message> before = box.find(box.self(), asked.header().number(), exchange.name());
        if (before.isPresent() && !GONE_BY.contains(exchange.name())) {
            return;
        }
        if (clients == null) {
            throw new BadDataException(
                    "the coordinator asks for '" + exchange.name() + "' before it has said who takes part");
        }
        SortedMap<Integer, ?> updates = asked(asked, exchange, clients);
        if (before.isEmpty() || EXACT.contains(exchange.name())) {
            answer(asked, Content.line(cells.told(asked, updates)));
        } else if (COUNTED.contains(exchange.name())
                && !cells.areOfTheSameCells(Content.updates(before.get(), exchange.update()), updates)) {
            throw changed("labels");
        }
    }

    @SuppressWarnings("unchecked") // Messages of all exchanges are made to travel.
    private static <M, N extends Serializable, U> SortedMap<Integer, U> asked(
            Message asked, Exchange<M, U> exchange, Exchanges clients) {
        Exchange<N, U> travelling = (Exchange<N, U>) exchange;
        return clients.exchange(travelling, asked.header().what(), Content.value(asked, travelling.message()));
    }

    private void answer(Message asked, byte[] content) {
        claim.require();
        box.answer(asked, minCells, content);
    }

    /**
     * @param offer what is to be run
     * @throws BadDataException if this side cannot have the same bits as the others
     */
    public static void requireAlike(Offer offer) {
        String here = Offer.here();
        if (!offer.version().equals(Version.atlasprox()) || !offer.platform().equals(here)) {
            throw new BadDataException("the coordinator runs version " + offer.version() + " on " + offer.platform()
                    + ", and this is version " + Version.atlasprox() + " on " + here
                    + ": results would differ in their last bits; run the same version on processors and a Java of the same kind on all"
                    + " sides");
        }
    }
}
