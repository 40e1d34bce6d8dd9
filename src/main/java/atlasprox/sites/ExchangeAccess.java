package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.folder.Waiting;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Header;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a side takes part in an exchange.
 *
 * @param folder the exchange folder
 * @param self the side's name
 * @param signing signs, and tells who signed
 * @param waiting waits for the other sides
 * @param beat how often a side says that it is at work
 */
public record ExchangeAccess(ExchangeFolder folder, String self, Signing signing, Waiting waiting, Duration beat) {

    /**
     * @return the claim to stand for the side
     * @throws IllegalStateException if another process stands for it
     */
    public Claim claim() {
        return Claim.take(folder, self, beat);
    }

    /**
     * @param attempt who takes part
     * @return the side's messages in that attempt
     */
    public Mailbox box(Mailbox.Attempt attempt) {
        return new Mailbox(folder, attempt, self, signing, waiting);
    }

    /**
     * @param sites all that take part, ascending
     * @param anew whether others took part before, so that it begins from the first round
     * @return the coordinator's attempt: a new one, or the one that it is at already
     * @throws BadDataException if the folder holds another run
     */
    public Mailbox.Attempt attempt(List<String> sites, boolean anew) {
        Optional<Integer> newest = Mailbox.newest(folder);
        if (newest.isEmpty()) {
            return new Mailbox.Attempt(UUID.randomUUID().toString(), 1, sites);
        }
        Header before = Mailbox.first(folder, newest.get(), signing).header();
        if (before.sites().equals(sites)) {
            return new Mailbox.Attempt(before.run(), before.attempt(), sites);
        }
        if (!anew) {
            throw new BadDataException("the run in " + folder.root() + " is of the sites " + before.sites()
                    + ", not of " + sites
                    + ": name the same by --sites, leave one out by --without, or begin in an empty folder");
        }
        return new Mailbox.Attempt(before.run(), before.attempt() + 1, sites);
    }
}
