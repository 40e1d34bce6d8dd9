package atlasprox.sites.message;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.sites.keys.Signing;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A message: three lines of JSON, which are the header, the content, and the SHA-256 and the signature of the header.
 *
 * @param header the header
 * @param content the second line, without its end
 */
public record Message(Header header, byte[] content) {

    /**
     * @param content any bytes
     * @return their SHA-256, in hexadecimal
     */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * @param signing signs the header
     * @return the file's bytes
     */
    public byte[] written(Signing signing) {
        byte[] first = bytes(Json.line(header));
        ByteArrayOutputStream file = new ByteArrayOutputStream(first.length + content.length + 200);
        file.writeBytes(first);
        file.write('\n');
        file.writeBytes(content);
        file.write('\n');
        file.writeBytes(bytes(Json.line(new Seal(sha256(first), signing.sign(first)))));
        file.write('\n');
        return file.toByteArray();
    }

    /** The third line. */
    private record Seal(String sha256, String signature) {}

    /**
     * @param file the file's bytes
     * @param place where it was found
     * @param signing tells whether it is by whom it says
     * @return the message
     * @throws BadDataException if it is damaged, of another format, or not signed by its sender
     */
    public static Message read(byte[] file, String place, Signing signing) {
        int first = indexOf(file, 0);
        int second = indexOf(file, first + 1);
        int third = indexOf(file, second + 1);
        if (first < 0 || second < 0 || third != file.length - 1) {
            throw damaged(place, "it is not three lines");
        }
        byte[] head = Arrays.copyOf(file, first);
        byte[] content = Arrays.copyOfRange(file, first + 1, second);
        Header header = header(head, place);
        if (content.length != header.bytes() || !sha256(content).equals(header.sha256())) {
            throw damaged(place, "its content has not the SHA-256 that its header states");
        }
        JsonNode seal = tree(Arrays.copyOfRange(file, second + 1, third), place);
        if (!sha256(head).equals(seal.path("sha256").textValue()) || !seal.has("signature")) {
            throw damaged(place, "its header has not the SHA-256 that its last line states");
        }
        String signature = seal.path("signature").textValue();
        if (!signing.isBy(header.sender(), head, signature)) {
            throw new BadDataException("the message " + place + " says that it is by '" + header.sender() + "' and is "
                    + (signature == null ? "not signed" : "not signed by its key")
                    + ": someone has changed or forged it, or the public key of '" + header.sender()
                    + "' is another one here; find out who can write there, and begin again in an empty folder");
        }
        return new Message(header, content);
    }

    private static Header header(byte[] head, String place) {
        JsonNode tree = tree(head, place);
        String format = tree.path("format").asText();
        if (!format.equals(Header.FORMAT)) {
            throw new BadDataException("the message " + place + " is of format '" + format + "', not " + Header.FORMAT
                    + ": run the same version of this program on all sides");
        }
        try {
            return Json.value(tree, Header.class);
        } catch (UncheckedIOException e) {
            throw damaged(place, e.getMessage());
        }
    }

    private static JsonNode tree(byte[] line, String place) {
        try {
            return Json.tree(new String(line, StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw damaged(place, e.getMessage());
        }
    }

    private static BadDataException damaged(String place, String why) {
        return new BadDataException("the message " + place + " is damaged (" + why
                + "); delete it and start the side that sent it again, which writes the same");
    }

    private static int indexOf(byte[] file, int from) {
        for (int i = from; i < file.length && from >= 0; i++) {
            if (file[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that && header.equals(that.header) && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(header, Arrays.hashCode(content));
    }

    @Override
    public String toString() {
        return header.toString();
    }
}
