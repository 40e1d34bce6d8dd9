package atlasprox.sites.keys;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.sites.masks.Hkdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * Ed25519 keys (RFC 8032) in a folder of this machine: a file {@code NAME.pub} for each sender that is trusted, and {@code NAME.key} for the one
 * that signs here. Both are PEM, as other tools have them.
 */
public final class Keys implements Signing {
    /** What a sender's name may be, as files have it. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final Path folder;
    private final PrivateKey own;

    private Keys(Path folder, PrivateKey own) {
        this.folder = folder;
        this.own = own;
    }

    /**
     * Makes a pair of keys: both files, or none.
     *
     * @param folder where to write them; made if it is not there
     * @param name of the sender
     * @return the file with the public key, for the other sides
     * @throws FileAlreadyExistsException if the sender has keys there
     * @throws IOException if they cannot be written
     */
    public static Path make(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path secret = folder.resolve(name + ".key");
        Path shared = folder.resolve(name + ".pub");
        if (Files.exists(shared)) {
            throw new FileAlreadyExistsException(shared.toString());
        }
        KeyPair pair = pair();
        Files.createFile(secret, ownersAlone());
        boolean whole = false;
        try {
            Files.writeString(
                    secret, pem(PRIVATE, pair.getPrivate().getEncoded()), StandardOpenOption.TRUNCATE_EXISTING);
            Files.writeString(shared, pem(PUBLIC, pair.getPublic().getEncoded()), StandardOpenOption.CREATE_NEW);
            whole = true;
            return shared;
        } finally {
            if (!whole) {
                Files.deleteIfExists(secret);
            }
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    private static FileAttribute<?>[] ownersAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * @param folder the folder with the keys
     * @param name of the sender that signs here
     * @return the keys
     * @throws BadDataException if the sender's key is missing or is none
     */
    public static Keys of(Path folder, String name) {
        byte[] encoded = read(folder.resolve(name + ".key"), PRIVATE);
        try {
            return new Keys(
                    folder, KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw noKey(folder.resolve(name + ".key"), e);
        }
    }

    /**
     * @param folder a folder with public keys
     * @return keys to check messages by, which sign none
     */
    public static Signing toCheck(Path folder) {
        return new Keys(folder, null);
    }

    /** @throws IllegalStateException if these keys are to check messages only */
    @Override
    public String sign(byte[] text) {
        if (own == null) {
            throw new IllegalStateException("there is no key to sign with");
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(own);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign by " + ALGORITHM, e);
        }
    }

    @Override
    public boolean isBy(String sender, byte[] text, String signature) {
        PublicKey key = key(sender);
        if (signature == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(text);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // Not even of the form of a signature.
        }
    }

    @Override
    public Optional<byte[]> secret(String purpose) {
        return Optional.ofNullable(own).map(key -> Hkdf.key(key.getEncoded(), purpose));
    }

    @Override
    public void requireKnown(String sender) {
        PublicKey unused = key(sender);
    }

    private PublicKey key(String sender) {
        if (!sender.matches(NAME)) {
            throw new BadDataException(
                    "a message says that it is by '" + sender
                            + "', which is no name of a site: someone has forged it; find out who can write to the exchange folder");
        }
        Path file = folder.resolve(sender + ".pub");
        byte[] encoded = read(file, PUBLIC);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        }
    }

    private static byte[] read(Path file, String kind) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII)
                    .replace("-----BEGIN " + kind + "-----", "")
                    .replace("-----END " + kind + "-----", "");
            return Base64.getMimeDecoder().decode(text);
        } catch (IOException | IllegalArgumentException e) {
            throw noKey(file, e);
        }
    }

    private static BadDataException noKey(Path file, Exception cause) {
        return new BadDataException(
                "no " + ALGORITHM + " key in " + file + " (" + Reason.of(cause)
                        + "); make a sender's keys by 'exchange keys', and bring the file of the public one to all other sides");
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + kind + "-----\n";
    }
}
