package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.Offer;
import atlasprox.sites.Site;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Header;
import atlasprox.sites.message.Message;
import java.util.Optional;

/** The coordinator's first message in the newest attempt, as a site finds it. */
public final class Invitation {
    private final ExchangeAccess access;
    private final Message first;
    private final Offer offer;

    private Invitation(ExchangeAccess access, int attempt) {
        this.access = access;
        this.first = Mailbox.first(access.folder(), attempt, access.signing());
        this.offer = Content.value(first, Offer.class);
    }

    /**
     * @param access the site's way into the exchange
     * @return the invitation, once it is there
     * @throws BadDataException if it is damaged or forged
     * @throws IllegalStateException if the coordinator is late
     */
    public static Invitation awaited(ExchangeAccess access) {
        int attempt = access.waiting()
                .until(
                        () -> Mailbox.newest(access.folder()),
                        () -> "the coordinator to begin in " + access.folder().root());
        return new Invitation(access, attempt);
    }

    /** The invitation if it is there. */
    static Optional<Invitation> there(ExchangeAccess access) {
        return Mailbox.newest(access.folder()).map(attempt -> new Invitation(access, attempt));
    }

    /** @return whether what is to be fitted takes counts */
    public boolean isToCounts() {
        return ScFedViEmbedder.METHOD.equals(offer.settings().get("method"));
    }

    /**
     * @param minCells the least number of cells that the site tells anything of
     * @throws BadDataException if the site has no part in it, or cannot or does not take part so
     */
    Offer accepted(int minCells) {
        Header header = first.header();
        if (!header.sites().contains(access.self())) {
            throw new BadDataException("the coordinator's sites are " + header.sites() + ", and '" + access.self()
                    + "' is none of them; name the site as the coordinator does by --site, or have it left in");
        }
        Site.requireAlike(offer);
        int least = offer.settings().get("minCells") instanceof Number number ? number.intValue() : 1;
        if (least < minCells) {
            throw new BadDataException(
                    "the coordinator asks for sums over " + least + " cells or more, and this site tells of " + minCells
                            + " or more (--min-cells): agree on one number; the coordinator's must be as large as every site's");
        }
        return offer;
    }

    /** The site's messages in this attempt. */
    Mailbox box() {
        return access.box(new Mailbox.Attempt(
                first.header().run(), first.header().attempt(), first.header().sites()));
    }
}
