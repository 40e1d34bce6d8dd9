package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.cells.Census;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Joining;
import atlasprox.rounds.Together;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Message;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The side that asks: each question is a file, and so is each site's answer. Started again after it was killed, it asks the same questions and
 * finds them and their answers in the folder, as far as it had come.
 */
public final class Coordinator implements Asking {
    static final String OFFER = "offer";
    static final String GENES = "genes";
    static final String CENSUS = "census";
    static final String ROSTER = "roster";
    static final String MODEL = "model";

    private final Mailbox box;
    private final Claim claim;
    private final Consumer<String> phase;
    private final FailureNotes failures;
    private int next;
    private Roster roster;

    /**
     * @param box the coordinator's messages
     * @param claim that no other coordinator is at work
     * @param phase is told what is asked
     */
    public Coordinator(Mailbox box, Claim claim, Consumer<String> phase) {
        this.box = box;
        this.claim = claim;
        this.phase = phase;
        this.failures = new FailureNotes(box, box.attempt().sites(), phase);
    }

    @Override
    public void offer(Offer offer) {
        say(OFFER, "the offer", Content.line(offer));
    }

    @Override
    public SortedMap<String, List<String>> genes() {
        SortedMap<String, List<String>> genes = new TreeMap<>();
        ask(GENES, "naming genes", Content.line(0))
                .forEach((site, answer) ->
                        genes.put(site, Content.value(answer, SiteGenes.class).names()));
        return genes;
    }

    @Override
    public Census census(Serializable question, boolean inParts, Consumer<String> note) {
        SortedMap<String, SiteCensus> told = new TreeMap<>();
        ask(CENSUS, "counting cells", Content.line(question))
                .forEach((site, answer) -> told.put(site, Content.value(answer, SiteCensus.class)));
        Roster.Joined joined = Roster.join(told, inParts);
        roster = joined.roster();
        roster.notes().forEach(note);
        ask(ROSTER, "numbering batches", Content.line(roster));
        return joined.census();
    }

    /** @return whether it has said before where the model is, as one that was started again */
    public boolean hasEnded() {
        return box.find(Mailbox.COORDINATOR, next, MODEL).isPresent();
    }

    /**
     * Ends: says where the model is.
     *
     * @param model the files of the model
     */
    public void end(PublishedModel model) {
        say(MODEL, "the model", Content.line(model));
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        SortedMap<Integer, U> all = new TreeMap<>();
        ask(exchange.name(), what, Content.line(message)).forEach((site, answer) -> {
            SortedMap<Integer, U> updates = Content.updates(answer, exchange.update());
            requireOwn(site, updates.keySet(), message, what);
            all.putAll(updates);
        });
        return all;
    }

    /** A site answers for its own clients, for what these are joined in, which no other site's are, or for all by the first. */
    private void requireOwn(String site, Set<Integer> answered, Object message, String what) {
        Set<Integer> own = new TreeSet<>(roster.numbersOf(site));
        if (message instanceof Joining joining) {
            own = own.stream().map(client -> joining.numbers()[client]).collect(Collectors.toSet());
        }
        if (message instanceof Together) {
            own = own.stream().limit(1).collect(Collectors.toSet());
        }
        if (message instanceof Together ? !own.equals(answered) : !own.containsAll(answered)) {
            throw new BadDataException("'" + site + "' answers (" + what + ") for batches number " + answered
                    + " of all sites', and has number " + own
                    + " alone: run the same version on all sides, and begin again in an empty folder");
        }
    }

    private Message say(String exchange, String what, byte[] content) {
        claim.require();
        phase.accept(what);
        return box.send(next++, exchange, what, null, 0, content);
    }

    /** All sites have the same time to answer. */
    private SortedMap<String, Message> ask(String exchange, String what, byte[] content) {
        Message message = say(exchange, what, content);
        SortedMap<String, Message> answers = new TreeMap<>();
        box.waiting()
                .until(
                        () -> {
                            look(message, answers);
                            return Optional.of(answers)
                                    .filter(all -> late(answers).isEmpty());
                        },
                        () -> String.join(", ", late(answers)) + " to answer message "
                                + message.header().number() + " (" + what + ")");
        claim.require();
        return answers;
    }

    private void look(Message message, SortedMap<String, Message> answers) {
        for (String site : box.attempt().sites()) {
            if (!answers.containsKey(site)) {
                box.answer(site, message)
                        .ifPresentOrElse(answer -> answers.put(site, answer), () -> failures.requireNone(site));
            }
        }
    }

    /** Who has not answered yet. */
    private List<String> late(SortedMap<String, Message> answers) {
        return box.attempt().sites().stream()
                .filter(site -> !answers.containsKey(site))
                .map(site -> "'" + site + "'")
                .toList();
    }
}
