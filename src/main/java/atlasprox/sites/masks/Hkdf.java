package atlasprox.sites.masks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys made of a secret, one for each purpose: HKDF with SHA-256 and no salt (RFC 5869). */
public final class Hkdf {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] NO_SALT = new byte[32];

    private Hkdf() {}

    /**
     * @param secret any bytes that others cannot guess
     * @param purpose what the key is for
     * @return a key of 32 bytes; those of two purposes tell nothing of each other
     */
    public static byte[] key(byte[] secret, String purpose) {
        byte[] text = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] once = new byte[text.length + 1];
        System.arraycopy(text, 0, once, 0, text.length);
        once[text.length] = 1;
        return code(code(NO_SALT, secret), once);
    }

    private static byte[] code(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
