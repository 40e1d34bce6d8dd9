package atlasprox.sites.keys;

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
}
