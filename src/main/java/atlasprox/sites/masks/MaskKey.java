package atlasprox.sites.masks;

import atlasprox.BadDataException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;

/** A site's X25519 key (RFC 7748), by which it has a secret with every other site that nobody else knows. */
public final class MaskKey {
    private static final String ALGORITHM = "X25519";
    private static final int BYTES = 32;
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final PrivateKey own;

    /** @param secret 32 bytes that nobody else knows; the same bytes are the same key */
    public MaskKey(byte[] secret) {
        try {
            own = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** @return the public key, in hexadecimal */
    public String shared() {
        try {
            return HexFormat.of().formatHex(with(BASE_POINT));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /**
     * @param site the other site
     * @param key its public key, in hexadecimal
     * @return the secret of both, 32 bytes
     * @throws BadDataException if that is no such key
     */
    public byte[] secretWith(String site, String key) {
        try {
            return with(coordinate(HexFormat.of().parseHex(key)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadDataException(
                    "'" + site + "' has sent '" + key + "', which is no " + ALGORITHM
                            + " key: run the same version on all sides, and begin again in an empty folder",
                    e);
        }
    }

    private byte[] with(BigInteger point) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
        agreement.init(own);
        agreement.doPhase(
                KeyFactory.getInstance(ALGORITHM)
                        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, point)),
                true);
        return agreement.generateSecret();
    }

    /** The lowest byte comes first. */
    private static BigInteger coordinate(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException(key.length + " bytes");
        }
        byte[] highestFirst = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            highestFirst[i] = key[BYTES - 1 - i];
        }
        return new BigInteger(1, highestFirst);
    }
}
