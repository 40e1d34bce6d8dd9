package atlasprox.sites.keys;

import java.util.Optional;

/** Signs messages, and tells whether others' signatures are theirs. */
public interface Signing {
    /** Nothing is signed, and everything is taken for whose it says it is. */
    Signing NONE = new Signing() {
        @Override
        public String sign(byte[] text) {
            return null;
        }

        @Override
        public boolean isBy(String sender, byte[] text, String signature) {
            return true;
        }

        @Override
        public void requireKnown(String sender) {}

        @Override
        public Optional<byte[]> secret(String purpose) {
            return Optional.empty();
        }
    };

    /**
     * @param text what to sign
     * @return the signature, in Base64; null where nothing is signed
     */
    String sign(byte[] text);

    /**
     * @param sender who is said to have signed
     * @param text what was signed
     * @param signature in Base64; null for none
     * @return whether it is the sender's
     * @throws atlasprox.BadDataException if the sender's public key is missing
     */
    boolean isBy(String sender, byte[] text, String signature);

    /**
     * @param sender one whose messages are to be read
     * @throws atlasprox.BadDataException if the sender's public key is missing
     */
    void requireKnown(String sender);

    /**
     * @param purpose what it is for
     * @return 32 bytes that this side alone knows, the same each time, and of another purpose others; empty where it has no key
     */
    Optional<byte[]> secret(String purpose);
}
