package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Header;
import atlasprox.sites.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What each side has sent, in words. */
public final class ExchangeSummary {
    private static final Pattern FILE = Pattern.compile("(\\d{4,9})-([a-z]+)\\.jsonl");

    private final ExchangeFolder folder;
    private final Signing signing;

    private ExchangeSummary(ExchangeFolder folder, Signing signing) {
        this.folder = folder;
        this.signing = signing;
    }

    /**
     * @param folder an exchange folder
     * @param signing tells who signed
     * @param checked whether signatures are checked
     * @return a table of all messages, by attempts, sides and kinds
     * @throws BadDataException if there are none, or one is damaged or forged
     */
    public static String of(ExchangeFolder folder, Signing signing, boolean checked) {
        int attempts = Mailbox.newest(folder)
                .orElseThrow(() -> new BadDataException(
                        "no coordinator has begun in " + folder.root() + "; is it the folder of --exchange?"));
        ExchangeSummary summary = new ExchangeSummary(folder, signing);
        List<String> lines = new ArrayList<>();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            if (!folder.list("attempt-" + attempt).isEmpty()) {
                summary.attempt(attempt, lines);
            }
        }
        lines.add(
                checked
                        ? "All messages are whole, and signed by the keys of those who sent them."
                        : "All messages are whole; who sent them was not checked (--keys).");
        return String.join("\n", lines);
    }

    private void attempt(int attempt, List<String> lines) {
        Header first = Mailbox.first(folder, attempt, signing).header();
        lines.add("Run " + first.run() + ", attempt " + attempt + ", sites " + String.join(", ", first.sites()));
        Mailbox box = new Mailbox(
                folder, new Mailbox.Attempt(first.run(), attempt, first.sites()), Mailbox.COORDINATOR, signing, null);
        for (String sender : folder.list("attempt-" + attempt)) {
            if (sender.equals(Mailbox.COORDINATOR) || first.sites().contains(sender)) {
                sender(box, sender, lines);
            }
        }
    }

    private void sender(Mailbox box, String sender, List<String> lines) {
        Map<String, Sent> kinds = new TreeMap<>();
        int least = Integer.MAX_VALUE;
        String place = "attempt-" + box.attempt().number() + "/" + sender;
        for (String name : folder.list(place)) {
            Message message = message(box, sender, place + "/" + name);
            Header header = message.header();
            least = header.exchange().equals(FailureNotes.FAILED) ? least : Math.min(least, header.minCells());
            kinds.merge(header.exchange(), new Sent(1, header.bytes()), Sent::plus);
            if (header.exchange().equals(Coordinator.CENSUS) && !sender.equals(Mailbox.COORDINATOR)) {
                lines.add("  " + sender + " has " + batches(Content.value(message, SiteCensus.class)));
            }
        }
        lines.add("  " + sender + " sent "
                + kinds.entrySet().stream()
                        .map(kind -> kind.getValue().messages() + " " + kind.getKey() + " ("
                                + size(kind.getValue().bytes()) + ")")
                        .collect(Collectors.joining(", "))
                + (least > 0 && least < Integer.MAX_VALUE
                        ? "; by its own word, but for the batches' own counts every number rests on at least " + least
                                + " cells"
                        : ""));
    }

    /** Where it says that it is. */
    private Message message(Mailbox box, String sender, String file) {
        Matcher name = FILE.matcher(file.substring(file.lastIndexOf('/') + 1));
        if (!name.matches()) {
            throw new BadDataException("the file " + folder.place(file) + " is no message: delete it");
        }
        return box.find(sender, Integer.parseInt(name.group(1)), name.group(2))
                .orElseThrow(() -> new BadDataException("the file " + folder.place(file)
                        + " is not called as a message is, or was deleted just now: delete it, or look again"));
    }

    private static String batches(SiteCensus census) {
        return census.clients().stream()
                .map(client -> Shown.name(client.name()) + " (" + client.cells() + " cells)")
                .collect(Collectors.joining(", "));
    }

    private record Sent(int messages, long bytes) {
        Sent plus(Sent other) {
            return new Sent(messages + other.messages, bytes + other.bytes);
        }
    }

    private static String size(long bytes) {
        return bytes < 1_000_000L
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
