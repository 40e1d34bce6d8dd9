package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.Offer;
import atlasprox.sites.Site;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Header;
import atlasprox.sites.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The coordinator's first message in the newest attempt, as a site finds it. Who has signed it, and whether this version can read it, is looked at
 * when it is accepted, so that the coordinator can be told where it is not.
 */
public final class Invitation {
    private final ExchangeAccess access;
    private final Message first;

    private Invitation(ExchangeAccess access, int attempt) {
        this.access = access;
        this.first = Mailbox.first(access.folder(), attempt, Signing.NONE);
    }

    /**
     * @param access the site's way into the exchange
     * @return the invitation, once it is there
     * @throws BadDataException if it is damaged
     * @throws IllegalStateException if the coordinator is late
     */
    public static Invitation awaited(ExchangeAccess access) {
        int attempt = access.waiting()
                .until(
                        () -> Mailbox.newest(access.folder()),
                        () -> "the coordinator to begin in " + access.folder().root());
        return new Invitation(access, attempt);
    }

    /**
     * @param access the site's way into the exchange
     * @return the invitation, whose settings a dry run goes by
     * @throws BadDataException if there is none, or it is damaged
     */
    public static Invitation there(ExchangeAccess access) {
        return Mailbox.newest(access.folder())
                .map(attempt -> new Invitation(access, attempt))
                .orElseThrow(() -> new BadDataException("no coordinator has begun in "
                        + access.folder().root() + ", whose settings a dry run goes by; have it started first"));
    }

    /**
     * The invitation to a dry run.
     *
     * @throws BadDataException if there is none, or the folder that it writes to is not empty
     */
    static Invitation toRehearsal(ExchangeAccess access, ExchangeFolder folder) {
        if (!folder.list("").isEmpty()) {
            throw new BadDataException("the folder " + folder.root() + " is not empty; name another one by --dry-run");
        }
        return there(access);
    }

    /** @return whether what is to be fitted takes counts */
    public boolean isToCounts() {
        String content = new String(first.content(), StandardCharsets.UTF_8);
        return Json.tree(content).path("settings").path("method").asText().equals(ScFedViEmbedder.METHOD);
    }

    /**
     * @param minCells the least number of cells that the site tells anything of
     * @param unfit the options that the user has given, and that such a fit does not take
     * @throws BadDataException if it is forged, or the site has no part in it, or cannot or does not take part so
     */
    Offer accepted(int minCells, List<String> unfit) {
        requireNamed();
        Offer offer =
                Content.value(Mailbox.first(access.folder(), first.header().attempt(), access.signing()), Offer.class);
        Site.requireAlike(offer);
        if (!unfit.isEmpty()) {
            throw new BadDataException(unfit.get(0) + " is not an option of a fit to "
                    + (isToCounts() ? "counts" : "embeddings")
                    + ", which the coordinator has begun: leave it out, or have the coordinator choose another method");
        }
        int least = offer.settings().get("minCells") instanceof Number number ? number.intValue() : 1;
        if (least < minCells) {
            throw new BadDataException(
                    "the coordinator asks for sums over " + least + " cells or more, and this site tells of " + minCells
                            + " or more (--min-cells): agree on one number; the coordinator's must be as large as every site's");
        }
        return offer;
    }

    private void requireNamed() {
        List<String> sites = first.header().sites();
        if (!sites.contains(access.self())) {
            throw new BadDataException("the coordinator's sites are " + sites + ", and '" + access.self()
                    + "' is none of them; name the site as the coordinator does by --site, or have it left in");
        }
    }

    /**
     * The site's messages in this attempt.
     *
     * @throws BadDataException if the site has no part in it
     */
    Mailbox box() {
        requireNamed();
        Header header = first.header();
        return access.box(new Mailbox.Attempt(header.run(), header.attempt(), header.sites()));
    }
}
