package atlasprox.sites.masks;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers that hide a site's sums from whoever adds up those of all sites (Bonawitz et al. 2017, without their recovery of lost sites). Of every two sites
 * one adds a stream of whole numbers mod 2^64, and the other takes the same away: in the sum of all, and in no other, they are gone. The
 * stream is AES in counter mode under a key of these two sites for one message alone.
 */
public final class PairMasks {
    private static final int CHUNK_BYTES = 1 << 16;

    private final String self;
    private final SortedMap<String, byte[]> secrets;

    private PairMasks(String self, SortedMap<String, byte[]> secrets) {
        this.self = self;
        this.secrets = secrets;
    }

    /**
     * @param self a site
     * @param own its key
     * @param keys by site, the public keys of all, this one among them
     * @return its masks; none where it is alone
     * @throws atlasprox.BadDataException if one is no key
     */
    public static PairMasks of(String self, MaskKey own, SortedMap<String, String> keys) {
        SortedMap<String, byte[]> secrets = new TreeMap<>();
        keys.forEach((site, key) -> {
            if (!site.equals(self)) {
                secrets.put(site, Hkdf.key(own.secretWith(site, key), pair(self, site, keys)));
            }
        });
        return new PairMasks(self, secrets);
    }

    /** The same for both. */
    private static String pair(String one, String other, SortedMap<String, String> keys) {
        String first = one.compareTo(other) < 0 ? one : other;
        String second = first.equals(one) ? other : one;
        return String.join("\n", "atlasprox pairwise mask", first, keys.get(first), second, keys.get(second));
    }

    /**
     * @param sums get this site's masks, mod 2^64
     * @param message what tells the message from all others that the sites ever send; the same on all sites
     */
    public void add(long[] sums, String message) {
        secrets.forEach((site, secret) -> add(sums, Hkdf.key(secret, message), self.compareTo(site) < 0 ? 1L : -1L));
    }

    private static void add(long[] sums, byte[] key, long sign) {
        Cipher stream = stream(key);
        byte[] zeros = new byte[CHUNK_BYTES];
        for (int from = 0; from < sums.length; ) {
            int count = Math.min(sums.length - from, CHUNK_BYTES / Long.BYTES);
            LongBuffer mask =
                    ByteBuffer.wrap(stream.update(zeros, 0, count * Long.BYTES)).asLongBuffer();
            for (int i = 0; i < count; i++) {
                sums[from + i] += sign * mask.get(i);
            }
            from += count;
        }
    }

    /** The counter begins at 0, as a key is used once. */
    private static Cipher stream(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode", e);
        }
    }
}
