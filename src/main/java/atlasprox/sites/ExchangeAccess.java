package atlasprox.sites;

import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.folder.Waiting;
import atlasprox.sites.keys.Signing;
import java.time.Duration;

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
}
