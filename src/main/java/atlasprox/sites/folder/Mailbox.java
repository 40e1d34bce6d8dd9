package atlasprox.sites.folder;

import atlasprox.BadDataException;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Header;
import atlasprox.sites.message.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The messages of one attempt, as one side writes and reads them.
 *
 * @param folder the exchange folder
 * @param attempt who takes part
 * @param self the side that writes
 * @param signing signs, and tells who signed
 * @param waiting waits for the others
 */
public record Mailbox(ExchangeFolder folder, Attempt attempt, String self, Signing signing, Waiting waiting) {

    /** The sender that asks. */
    public static final String COORDINATOR = "coordinator";

    /** The file of its first message. */
    private static final String OFFER = "0000-offer.jsonl";

    /**
     * One attempt at a run.
     *
     * @param run the run's identifier
     * @param number from 1
     * @param sites all that take part
     */
    public record Attempt(String run, int number, List<String> sites) {}

    /** The folder of an attempt. */
    static String folder(int attempt) {
        return "attempt-" + attempt;
    }

    /** A message's file. */
    static String name(int attempt, String sender, int number, String exchange) {
        return String.format(Locale.ROOT, "%s/%s/%04d-%s.jsonl", folder(attempt), sender, number, exchange);
    }

    /**
     * Answers the coordinator, unless this side has answered before.
     *
     * @param asked the coordinator's message
     * @param minCells the least number of cells behind any sum in the answer
     * @param content the answer
     * @throws BadDataException if this side has answered otherwise before
     */
    public void answer(Message asked, int minCells, byte[] content) {
        Header header = asked.header();
        send(header.number(), header.exchange(), header.what(), header.sha256(), minCells, content);
    }

    /**
     * Writes what this side says, unless it has said it before.
     *
     * @param number the message's place
     * @param exchange the exchange's name
     * @param what the same, as a user would say it
     * @param answers the SHA-256 of the content that this answers; null for what the coordinator sends
     * @param minCells the least number of cells behind any sum in it; 0 for what the coordinator sends
     * @param content what it says
     * @return the message
     * @throws BadDataException if this side has said something else there before
     */
    public Message send(int number, String exchange, String what, String answers, int minCells, byte[] content) {
        Header header = new Header(
                Header.FORMAT,
                attempt.run(),
                attempt.number(),
                number,
                exchange,
                what,
                self,
                attempt.sites(),
                answers,
                minCells,
                content.length,
                Message.sha256(content));
        Message message = new Message(header, content);
        Optional<Message> before = find(self, number, exchange);
        if (before.isEmpty()) {
            folder.write(name(attempt.number(), self, number, exchange), message.written(signing));
        } else if (!before.get().header().sha256().equals(header.sha256())) {
            throw new BadDataException("'" + self + "' has sent message " + number + " (" + what
                    + ") before, and what it would send now differs: cells, settings or the program have changed since; begin"
                    + " again in an empty folder, or with what there was");
        }
        return message;
    }

    /**
     * @param sender whose
     * @param number its place
     * @param exchange the exchange's name
     * @return the message, checked; empty where it is not there yet
     * @throws BadDataException if it is damaged, forged, or belongs elsewhere
     */
    public Optional<Message> find(String sender, int number, String exchange) {
        String name = name(attempt.number(), sender, number, exchange);
        return folder.read(name)
                .map(bytes -> checked(Message.read(bytes, folder.place(name), signing), sender, number, name));
    }

    /** Messages stand where they say they do, so that none is taken for another one, of this run or an earlier one. */
    private Message checked(Message message, String sender, int number, String name) {
        Header header = message.header();
        String exchange = name.substring(name.lastIndexOf('/') + "/0000-".length(), name.lastIndexOf('.'));
        boolean fits = header.run().equals(attempt.run())
                && header.attempt() == attempt.number()
                && header.sites().equals(attempt.sites())
                && header.sender().equals(sender)
                && header.number() == number
                && header.exchange().equals(exchange);
        if (!fits) {
            throw new BadDataException(
                    "the message " + folder.place(name) + " says that it is message " + header.number()
                            + " (" + header.exchange() + ") of '" + header.sender() + "' in attempt " + header.attempt()
                            + " of run " + header.run()
                            + ": it was put there from elsewhere; delete it, and start the side that was to send it again");
        }
        return message;
    }

    /**
     * @param sender whose
     * @param message what it is to answer
     * @return the answer; empty where it is not there yet
     * @throws BadDataException if it is damaged, forged, or answers something else
     */
    public Optional<Message> answer(String sender, Message message) {
        Header asked = message.header();
        Optional<Message> answer = find(sender, asked.number(), asked.exchange());
        if (answer.isPresent() && !asked.sha256().equals(answer.get().header().answers())) {
            throw new BadDataException("message " + asked.number() + " (" + asked.what() + ") of '" + sender
                    + "' answers another question than was asked: it was put there from elsewhere; delete it, and start '"
                    + sender + "' again");
        }
        return answer;
    }

    /**
     * Takes back what this side has said, if anything.
     *
     * @param number the message's place
     * @param exchange the exchange's name
     */
    public void delete(int number, String exchange) {
        folder.delete(name(attempt.number(), self, number, exchange));
    }

    /**
     * @param number a message's place
     * @return the coordinator's message there, if it has been sent
     */
    public Optional<Message> asked(int number) {
        String prefix = String.format(Locale.ROOT, "%04d-", number);
        return folder.list(folder(attempt.number()) + "/" + COORDINATOR).stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(".jsonl"))
                .findFirst()
                .flatMap(name ->
                        find(COORDINATOR, number, name.substring(prefix.length(), name.length() - ".jsonl".length())));
    }

    /** @return whether the coordinator has begun a later attempt */
    public boolean isSuperseded() {
        return newest(folder).filter(newest -> newest > attempt.number()).isPresent();
    }

    /**
     * @param folder an exchange folder
     * @return the number of the newest attempt that was begun, which is by the coordinator's offer; if there is one
     */
    public static Optional<Integer> newest(ExchangeFolder folder) {
        return folder.list("").stream()
                .filter(name -> name.matches("attempt-\\d{1,9}"))
                .map(name -> Integer.valueOf(name.substring("attempt-".length())))
                .filter(number ->
                        folder.list(folder(number) + "/" + COORDINATOR).contains(OFFER))
                .max(Comparator.naturalOrder());
    }

    /**
     * @param folder an exchange folder
     * @param number an attempt's number
     * @param signing tells who signed
     * @return the coordinator's first message in that attempt
     * @throws BadDataException if it is missing, damaged or forged
     */
    public static Message first(ExchangeFolder folder, int number, Signing signing) {
        String name = folder(number) + "/" + COORDINATOR + "/" + OFFER;
        byte[] bytes = folder.read(name)
                .orElseThrow(
                        () -> new BadDataException(
                                "the message " + folder.place(name)
                                        + " is missing, with which an attempt begins: have the coordinator started again in an empty folder"));
        Message message = Message.read(bytes, folder.place(name), signing);
        Header header = message.header();
        return new Mailbox(folder, new Attempt(header.run(), number, header.sites()), COORDINATOR, signing, null)
                .checked(message, COORDINATOR, 0, name);
    }
}
