package atlasprox.job.sites;

import atlasprox.BadDataException;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.masks.Hkdf;
import atlasprox.sites.masks.MaskKey;
import atlasprox.sites.masks.PairMasks;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Header;
import atlasprox.sites.message.Message;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A site's masks in one attempt. Every message has its own, which go by all that tells it from others: run, attempt, sites, what each of them has said
 * of its cells, and the question. So neither an answer that is asked for twice, nor cells that have changed, meet the same masks again.
 */
final class MaskedSums {
    private final Mailbox box;
    private final byte[] secret;
    private final MaskKey key;
    private int shards;
    private PairMasks masks;
    private String said;

    private MaskedSums(Mailbox box, byte[] secret) {
        this.box = box;
        this.secret = secret;
        this.key = new MaskKey(Hkdf.key(secret, "key for masks"));
    }

    /** Empty where messages are not signed: whoever can write to the folder could put a key of his own in between. */
    static Optional<MaskedSums> of(Mailbox box, Signing signing) {
        return signing.secret("atlasprox masks of run " + box.attempt().run())
                .map(secret -> new MaskedSums(box, secret));
    }

    /** The site's public key. */
    String shared() {
        return key.shared();
    }

    /** A hash that the site alone can make, so that nobody tries guesses by it. */
    String keyed(long contents) {
        return HexFormat.of().formatHex(Hkdf.key(secret, "cells " + contents));
    }

    /** Where sites tell of their shards, and of their keys. */
    void toldIn(Header question) {
        shards = question.number();
    }

    /** Adds the masks of the answer to a question. */
    void add(Header question, long[] sums) {
        if (masks == null) {
            meet();
        }
        masks.add(sums, said + "\n" + question.number() + " " + question.exchange() + "\n" + question.sha256());
    }

    private void meet() {
        SortedMap<String, String> keys = new TreeMap<>();
        StringBuilder all = new StringBuilder(
                "run " + box.attempt().run() + "\nattempt " + box.attempt().number());
        for (String site : box.attempt().sites()) {
            Message told = box.find(site, shards, CountQuestions.SHARDS.name())
                    .orElseThrow(() -> new BadDataException("'" + site + "' has not said its key for masks in "
                            + box.folder().root()
                            + ", or this site cannot read it: let all sites read what the others write there"));
            keys.put(site, maskKey(site, told));
            all.append("\n").append(site).append(" ").append(told.header().sha256());
        }
        masks = PairMasks.of(box.self(), key, keys);
        said = all.toString();
    }

    private static String maskKey(String site, Message told) {
        return Content.updates(told, CountQuestions.Shards.class).values().stream()
                .map(CountQuestions.Shards::maskKey)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(
                        () -> new BadDataException(
                                "'" + site
                                        + "' takes part without batches, or without --keys: start it with its key, or leave it out by --without"));
    }
}
