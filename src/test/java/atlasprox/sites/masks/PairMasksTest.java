package atlasprox.sites.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Masks are gone in the sum of all sites, and hide everything in any other. */
class PairMasksTest {
    private static final String MESSAGE = "run 1, message 7";

    @Property(tries = 30)
    void areGoneInTheSumOfAll(
            @ForAll @IntRange(min = 1, max = 5) int sites, @ForAll @IntRange(min = 0, max = 20_000) int length) {
        long[][] own = new long[sites][length];
        Random random = new Random(length);
        for (long[] row : own) {
            Arrays.setAll(row, i -> random.nextLong());
        }
        assertThat(sum(length, masked(own, MESSAGE))).isEqualTo(sum(length, own));
    }

    @Test
    void withoutOneSiteThereIsNoTotal() {
        long[][] masked = masked(new long[4][1_000], MESSAGE);
        for (int missing = 0; missing < 4; missing++) {
            int left = missing;
            long[] total = sum(
                    1_000,
                    IntStream.range(0, 4)
                            .filter(site -> site != left)
                            .mapToObj(site -> masked[site])
                            .toArray(long[][]::new));
            assertUniform(total);
        }
    }

    @Test
    void oneSitesMessageLooksLikeNothing() {
        for (long[] message : masked(new long[3][20_000], MESSAGE)) {
            assertUniform(message);
        }
    }

    @Test
    void everyMessageHasItsOwn() {
        long[] one = masked(new long[2][1_000], MESSAGE)[0];
        assertThat(masked(new long[2][1_000], MESSAGE)[0]).isEqualTo(one);
        long[] other = masked(new long[2][1_000], MESSAGE + "1")[0];
        assertUniform(
                IntStream.range(0, one.length).mapToLong(i -> one[i] - other[i]).toArray());
    }

    /** Whoever has a mask is whoever has a site's secret: of others' public keys and its own secret a third site makes nothing. */
    @Test
    void aThirdSiteCannotTakeThemAway() {
        long[] ofPair = masked(new long[2][1_000], MESSAGE)[0];
        long[] guess = new long[1_000];
        PairMasks.of("site 0", new MaskKey(Hkdf.key(new byte[] {9}, "third")), keys(2))
                .add(guess, MESSAGE);
        assertUniform(IntStream.range(0, guess.length)
                .mapToLong(i -> ofPair[i] - guess[i])
                .toArray());
    }

    @Test
    void whatIsNoKeyIsRefused() {
        SortedMap<String, String> keys = keys(2);
        for (String none : new String[] {"", "zz", "00".repeat(31), "00".repeat(32)}) {
            keys.put("site 1", none);
            assertThatThrownBy(() -> PairMasks.of("site 0", key(0), keys))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("'site 1' has sent '" + none + "', which is no X25519 key");
        }
    }

    /** As Java has it, of whose keys the public one belongs to the private one. */
    @Test
    void thePublicKeyIsThatOfTheSecret() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        byte[] secret = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
        byte[] shared = HexFormat.of().parseHex(new MaskKey(secret).shared());
        for (int i = 0; i < shared.length; i++) {
            assertThat(shared[i])
                    .isEqualTo(((XECPublicKey) pair.getPublic())
                            .getU()
                            .shiftRight(8 * i)
                            .byteValue());
        }
    }

    /** RFC 5869, A.3. */
    @Test
    void keysAreMadeAsTheStandardSays() {
        byte[] secret = new byte[22];
        Arrays.fill(secret, (byte) 0x0b);
        assertThat(HexFormat.of().formatHex(Hkdf.key(secret, "")))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    private static long[][] masked(long[][] own, String message) {
        SortedMap<String, String> keys = keys(own.length);
        long[][] masked = new long[own.length][];
        for (int site = 0; site < own.length; site++) {
            masked[site] = own[site].clone();
            PairMasks.of("site " + site, key(site), keys).add(masked[site], message);
        }
        return masked;
    }

    private static SortedMap<String, String> keys(int sites) {
        SortedMap<String, String> keys = new TreeMap<>();
        IntStream.range(0, sites)
                .forEach(site -> keys.put("site " + site, key(site).shared()));
        return keys;
    }

    private static MaskKey key(int site) {
        return new MaskKey(Hkdf.key(new byte[] {(byte) site}, "test"));
    }

    private static long[] sum(int length, long[]... rows) {
        long[] sum = new long[length];
        for (long[] row : rows) {
            Arrays.setAll(sum, i -> sum[i] + row[i]);
        }
        return sum;
    }

    /** Chi-square of the bytes over 256 values, 255 degrees of freedom: beyond 400 once in 10^8 times. */
    private static void assertUniform(long[] numbers) {
        int[] counts = new int[256];
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        Arrays.stream(numbers).forEach(bytes::putLong);
        for (byte one : bytes.array()) {
            counts[one & 0xff]++;
        }
        double expected = bytes.capacity() / 256.0;
        double square = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(square).isBetween(130.0, 400.0);
    }
}
